"""Files that assignments and paper invoices refer to."""

from typing import Final

from fastapi import APIRouter, Request

from invoice_api.deps import ShellDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from service_kit.uploads import UPLOAD_BODY, Upload, receive

router = APIRouter(prefix="/v1/uploads", tags=["uploads"], route_class=guarded("invoice"))

_BODY: Final = dict(UPLOAD_BODY)


@router.post("", status_code=201, responses=answers(409), openapi_extra=_BODY)
async def create_invoice_upload(request: Request, shell: ShellDep, once: OnceDep) -> Upload:
    """Send a receipt, deliverable or scanned invoice (PDF, JPEG, PNG); use it within a day."""
    content_type = request.headers.get("content-type", "")
    return await receive(shell.uploads, once, await request.body(), content_type)

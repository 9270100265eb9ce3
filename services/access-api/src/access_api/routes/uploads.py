"""Copies of identification, sent in before the form that refers to them."""

from fastapi import APIRouter, Request

from access_api.deps import ShellDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from service_kit.uploads import UPLOAD_BODY, Upload, receive

router = APIRouter(route_class=guarded("access"), tags=["access requests"])


@router.post(
    "/v1/uploads", status_code=201, openapi_extra=dict(UPLOAD_BODY), responses=answers(404, 409)
)
async def create_access_upload(request: Request, once: OnceDep, shell: ShellDep) -> Upload:
    """Send in a copy of identification as PDF, JPEG or PNG. Unused ones are deleted in a day."""
    content_type = request.headers.get("content-type", "")
    return await receive(shell.uploads, once, await request.body(), content_type)

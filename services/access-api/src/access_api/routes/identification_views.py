"""The copy of an identification, shown to a reviewer who says why."""

from uuid import UUID

from fastapi import APIRouter, Response

from access_api.deps import ShellDep
from access_api.use_cases.identification_views import CREATED, view
from access_api.wire.identification_views import IdentificationViewIn
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from service_kit.uploaded_files import MEDIA_TYPES

router = APIRouter(route_class=guarded("access"), tags=["access requests"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_SHOWN = {
    "description": "The copy as it is kept, as an attachment that no browser runs",
    "content": dict.fromkeys(MEDIA_TYPES, _BINARY),
}


@router.post(
    "/v1/access-requests/{request_id}/identification-views",
    status_code=CREATED,
    response_class=Response,
    responses={CREATED: _SHOWN, **answers(404, 409)},
)
async def view_identification(
    request_id: UUID,
    body: IdentificationViewIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> Response:
    """Show the copy of the identification that came with a request.

    Who looked, and why, is written in the journal before the copy is shown. Copies are deleted some
    time after the case has ended; then the answer is 404. A shielded request takes
    `access:protected` too.
    """
    file = await view(shell, principal, once, request_id, body.reason)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, CREATED, headers, file.media_type)

"""The login system's questions."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from access_api.deps import ShellDep, shell_of
from access_api.use_cases import block_changes, status_lookups
from access_api.wire.numbers import identity_number
from access_api.wire.status import (
    BlockChangesOut,
    StatusLookupBatchIn,
    StatusLookupBatchOut,
    StatusLookupIn,
    StatusLookupOut,
    changes_out,
    status_out,
)
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded

router = APIRouter(route_class=guarded("access"), tags=["status"])

_NO_STORE: Final = "no-store"
_HEADERS_OF_A_STATUS: Final = {"Cache-Control": _NO_STORE}


@router.post("/v1/status-lookups", response_model=StatusLookupOut)
async def look_up_access_status(body: StatusLookupIn, request: Request) -> Response:
    """Tell whether a person's access is blocked, as of this moment.

    Whoever is not known gets the same answer in the same form. Treat no answer, and anything but a
    well-formed `false`, as blocked.
    """
    shell = shell_of(request)
    number = identity_number(
        body.national_id, "/national_id", allow_synthetic=shell.settings.allow_synthetic
    )
    status = status_out(await status_lookups.look_up(shell, number))
    # Written here, since FastAPI would validate and encode the same three fields once more.
    return Response(
        status.model_dump_json(), headers=_HEADERS_OF_A_STATUS, media_type="application/json"
    )


@router.post("/v1/status-lookup-batches")
async def look_up_access_statuses(
    body: StatusLookupBatchIn, shell: ShellDep, response: Response
) -> StatusLookupBatchOut:
    """Tell the same of up to a thousand people, to compare a replica with. Not for logins."""
    numbers = [
        identity_number(
            text, f"/national_ids/{place}", allow_synthetic=shell.settings.allow_synthetic
        )
        for place, text in enumerate(body.national_ids)
    ]
    response.headers["Cache-Control"] = _NO_STORE
    found = await status_lookups.look_up_many(shell, numbers)
    return StatusLookupBatchOut(items=[status_out(status) for status in found])


@router.get("/v1/block-changes")
async def list_block_changes(
    principal: PrincipalDep,
    shell: ShellDep,
    response: Response,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> BlockChangesOut:
    """List who was blocked and reopened after a version, for a receiver's replica.

    Beginning at 0 gives the whole set. Versions become visible in their order: what has been read
    is complete.
    """
    response.headers["Cache-Control"] = _NO_STORE
    return changes_out(await block_changes.changes_after(shell, principal.client_id, after, limit))

"""What-if: what the stored claims would come to under other figures."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from travel_api.deps import ShellDep
from travel_api.use_cases import reassessing
from travel_api.wire.reassessments import (
    ChangePage,
    ReassessmentIn,
    ReassessmentOut,
    change_page,
    reassessment_out,
)

router = APIRouter(route_class=guarded("travel"), tags=["reassessments"])


@router.post("/v1/reassessments", status_code=202, responses=answers(409))
async def start_reassessment(
    body: ReassessmentIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
    response: Response,
) -> ReassessmentOut:
    """Ask what the claims of a period would come to under other figures.

    No claim and no decision is changed by it.
    """
    reassessment_id = await reassessing.start_reassessment(
        shell, principal, body.figures(), body.scope(), once
    )
    public = shell.settings.public_url
    response.headers["Location"] = f"{public}/travel/v1/reassessments/{reassessment_id}"
    return reassessment_out(await reassessing.get_reassessment(shell, reassessment_id))


@router.get("/v1/reassessments/{reassessment_id:uuid}", responses=answers(404))
async def get_reassessment(reassessment_id: UUID, shell: ShellDep) -> ReassessmentOut:
    """Say how far a comparison has come, with its sums so far."""
    return reassessment_out(await reassessing.get_reassessment(shell, reassessment_id))


@router.get("/v1/reassessments/{reassessment_id:uuid}/changes", responses=answers(404))
async def list_reassessment_changes(
    reassessment_id: UUID,
    shell: ShellDep,
    cursor: Annotated[UUID | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> ChangePage:
    """List the claims that would have come out otherwise, by their ids."""
    found = await reassessing.list_changes(shell, reassessment_id, after=cursor, limit=limit + 1)
    return change_page(found, limit)


@router.delete(
    "/v1/reassessments/{reassessment_id:uuid}", status_code=204, responses=answers(404, 409)
)
async def cancel_reassessment(
    reassessment_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> None:
    """Stop a comparison after the piece that is under way."""
    await reassessing.cancel_reassessment(shell, principal, reassessment_id)

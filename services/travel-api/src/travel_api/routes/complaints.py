"""Complaints: about the newest decision, to the office that made it."""

from uuid import UUID

from fastapi import APIRouter

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from travel_api.deps import ShellDep
from travel_api.domain.complaints import ComplaintStatus
from travel_api.use_cases import complaining
from travel_api.wire.complaints import (
    ComplaintAnswerIn,
    ComplaintIn,
    ComplaintList,
    complaints_out,
)

router = APIRouter(route_class=guarded("travel"), tags=["complaints"])


@router.get("/v1/claims/{claim_id:uuid}/complaints", responses=answers(404))
async def list_claim_complaints(
    claim_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> ComplaintList:
    """List the complaints about a claim, and say where complaints go."""
    return complaints_out(await complaining.list_complaints(shell, principal, claim_id))


@router.post("/v1/claims/{claim_id:uuid}/complaints", status_code=201, responses=answers(404, 409))
async def complain(
    claim_id: UUID, body: ComplaintIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> ComplaintList:
    """Complain about the newest decision. The deadline stands in the decision."""
    await complaining.complain(shell, principal, claim_id, body.words(), once)
    return complaints_out(await complaining.list_complaints(shell, principal, claim_id))


@router.post(
    "/v1/claims/{claim_id:uuid}/complaint-answers", status_code=201, responses=answers(404, 409)
)
async def answer_complaint(
    claim_id: UUID,
    body: ComplaintAnswerIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> ComplaintList:
    """Send the waiting complaint on, or dismiss it for coming late.

    A complaint that is right is answered by a new decision instead.
    """
    answer = ComplaintStatus(body.outcome), body.ground
    await complaining.answer_complaint(shell, principal, claim_id, answer, once)
    return complaints_out(await complaining.list_complaints(shell, principal, claim_id))

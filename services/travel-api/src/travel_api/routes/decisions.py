"""Decisions: issued once, never changed."""

from uuid import UUID

from fastapi import APIRouter

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from travel_api.deps import ShellDep
from travel_api.use_cases import deciding, reading
from travel_api.wire.decisions import DecisionIn, DecisionList, DecisionOut, decision_out

router = APIRouter(route_class=guarded("travel"), tags=["decisions"])


@router.get("/v1/claims/{claim_id:uuid}/decisions", responses=answers(404))
async def list_claim_decisions(
    claim_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> DecisionList:
    """List the decisions on a claim, each with the assessment it rests on."""
    views = await reading.list_decisions(shell, principal, claim_id)
    return DecisionList(items=[decision_out(view) for view in views])


@router.post("/v1/claims/{claim_id:uuid}/decisions", status_code=201, responses=answers(404, 409))
async def decide_claim(
    claim_id: UUID, body: DecisionIn, principal: PrincipalDep, shell: ShellDep, once: OnceDep
) -> DecisionOut:
    """Issue a handler's decision on the newest assessment.

    Every reservation of the assessment is acknowledged by name.
    """
    view = await deciding.decide_claim(shell, principal, claim_id, body.ruling(), once)
    return decision_out(view)

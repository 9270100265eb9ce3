"""Transport that somebody else orders: adapted transport and flights."""

from uuid import UUID

from fastapi import APIRouter, Response

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers
from travel_api.deps import ShellDep
from travel_api.domain.transport_requests import RequestStatus
from travel_api.use_cases import requisitioning
from travel_api.wire.requisitions import (
    RequisitionAnswerIn,
    RequisitionIn,
    RequisitionOut,
    requisition_out,
)

router = APIRouter(route_class=guarded("travel"), tags=["requisitions"])


@router.post("/v1/requisitions", status_code=201, responses=answers(409))
async def request_transport(
    body: RequisitionIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
    response: Response,
) -> RequisitionOut:
    """Ask for adapted transport or a flight, and learn whose it is to order.

    Health grounds are a practitioner's, traffic grounds and flights the patient travel office's.
    """
    request = await requisitioning.request_transport(shell, principal, body.wish(), once)
    public = shell.settings.public_url
    response.headers["Location"] = f"{public}/travel/v1/requisitions/{request.request_id}"
    return requisition_out(request, shell.rulebook)


@router.get("/v1/requisitions/{requisition_id:uuid}", responses=answers(404))
async def get_requisition(
    requisition_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> RequisitionOut:
    """Return a request and what has become of it."""
    request = await requisitioning.get_request(shell, principal, requisition_id)
    return requisition_out(request, shell.rulebook)


@router.post(
    "/v1/requisitions/{requisition_id:uuid}/answers",
    status_code=201,
    responses=answers(404, 409),
)
async def answer_requisition(
    requisition_id: UUID,
    body: RequisitionAnswerIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> RequisitionOut:
    """Order what was asked for, or refuse it, with a ground."""
    answer = RequestStatus(body.outcome), body.ground
    request = await requisitioning.answer_request(shell, principal, requisition_id, answer, once)
    return requisition_out(request, shell.rulebook)

"""What people decide on requests."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body

from access_api.deps import ShellDep
from access_api.use_cases import reading, reviews
from access_api.wire.cases import AccessRequestOut, case_out
from access_api.wire.requests import ReviewIn, WithdrawalIn, ground_of
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(route_class=guarded("access"), tags=["access requests"])


@router.post(
    "/v1/access-requests/{request_id}/reviews",
    status_code=201,
    responses=answers(404, 409, 412),
)
async def review_access_request(
    request_id: UUID,
    body: Annotated[ReviewIn, Body()],
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> AccessRequestOut:
    """Accept or reject a request.

    An accepted block is in effect when the answer comes; it waits for no other system. An accepted
    reopening awaits the person's call with the code. A shielded request is reviewed by those who
    also have `access:protected`.
    """
    await reviews.review(shell, principal, once, request_id, ground_of(body))
    return case_out(await reading.read(shell, principal, request_id), principal)


@router.post(
    "/v1/access-requests/{request_id}/withdrawals",
    status_code=201,
    responses=answers(404, 409, 412),
)
async def withdraw_access_request(
    request_id: UUID,
    body: WithdrawalIn,
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
) -> AccessRequestOut:
    """Withdraw a request that is not over, as its person asks for on signed paper.

    A block in effect is not withdrawn: it ends by a reopening. A shielded request is withdrawn by
    those who also have `access:protected`.
    """
    await reviews.withdraw(shell, principal, once, request_id, body.signed_on)
    return case_out(await reading.read(shell, principal, request_id), principal)

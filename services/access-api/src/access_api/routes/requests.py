"""Requests: handed in, read, listed, searched for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from access_api.deps import ShellDep
from access_api.domain.case import Status
from access_api.storage.cases import Page
from access_api.use_cases import reading, requests
from access_api.wire.cases import (
    AccessRequestOut,
    AccessRequestPage,
    AccessRequestsFound,
    case_out,
)
from access_api.wire.cursors import read_cursor, write_cursor
from access_api.wire.numbers import identity_number
from access_api.wire.requests import AccessRequestIn, AccessRequestSearch, SearchByCaseNumber
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(route_class=guarded("access"), tags=["access requests"])

_ALREADY_OPEN = {
    "description": "The person's open request of the same kind",
    "model": AccessRequestOut,
}


@router.post("/v1/access-requests", status_code=201, responses={200: _ALREADY_OPEN, **answers(409)})
async def submit_access_request(
    body: Annotated[AccessRequestIn, Body()],
    principal: PrincipalDep,
    shell: ShellDep,
    once: OnceDep,
    response: Response,
) -> AccessRequestOut:
    """Ask for one's own access to be blocked or reopened.

    A form that lacks something is a received case too: it gets status `incomplete` and everything
    that is missing is named at once. Logged-in self-service can only block; a reopening and a
    withdrawal come on signed paper, registered by a clerk.
    """
    submitted = await requests.submit(shell, principal, once, body.submission())
    file = await reading.read(shell, principal, submitted.case_id)
    response.status_code = submitted.status
    response.headers["Location"] = (
        f"{shell.settings.public_url}/access/v1/access-requests/{submitted.case_id}"
    )
    return case_out(file, principal)


@router.get("/v1/access-requests")
async def list_access_requests(
    principal: PrincipalDep,
    shell: ShellDep,
    status: Annotated[list[Status] | None, Query(description="List these statuses only")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str | None, Query(max_length=64)] = None,
) -> AccessRequestPage:
    """List requests, the oldest first."""
    wanted = sorted(set(status or ()))
    of_filter = ",".join(wanted)
    files = await reading.page(
        shell, principal, Page(tuple(wanted), read_cursor(cursor, of_filter), limit + 1)
    )
    more = len(files) > limit
    return AccessRequestPage(
        items=[case_out(file, principal) for file in files[:limit]],
        next_cursor=write_cursor(files[limit - 1].case.case_id, of_filter) if more else None,
    )


@router.post("/v1/access-requests/searches")
async def search_access_requests(
    body: Annotated[AccessRequestSearch, Body()], principal: PrincipalDep, shell: ShellDep
) -> AccessRequestsFound:
    """Find requests by case number or by person, the newest first. Who looked is written down."""
    if isinstance(body, SearchByCaseNumber):
        found = await reading.by_case_number(shell, principal, body.case_number)
    else:
        number = identity_number(
            body.national_id,
            "/national_id",
            allow_synthetic=shell.settings.allow_synthetic,
        )
        found = await reading.by_person(shell, principal, number)
    return AccessRequestsFound(items=[case_out(file, principal) for file in found])


@router.get("/v1/access-requests/{request_id}", responses=answers(404))
async def get_access_request(
    request_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> AccessRequestOut:
    """Return a request. A citizen sees only own ones; that staff have looked is written down."""
    file = await reading.read(shell, principal, request_id)
    return case_out(file, principal)

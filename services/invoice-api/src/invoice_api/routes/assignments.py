"""Experts' assignments: submitted, gone through, attested."""

from decimal import Decimal
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response

from invoice_api.deps import SeenDep, ShellDep
from invoice_api.routes.presenting import shown_assignment
from invoice_api.use_cases import assignments
from invoice_api.use_cases.assignments import Change
from invoice_api.wire.assignment import AssignmentItemOut, AssignmentOut, AssignmentsOut
from invoice_api.wire.submission import (
    ApprovalIn,
    AssignmentSearch,
    AttestationIn,
    ReturnIn,
    SubmissionIn,
)
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.idempotency import OnceDep
from service_kit.problems import answers

router = APIRouter(prefix="/v1/assignments", tags=["assignments"], route_class=guarded("invoice"))

_STEP: Final = answers(404, 409, 412, 428)


@router.post("", status_code=201, responses=answers(409))
async def submit_assignment(
    shell: ShellDep, principal: PrincipalDep, body: SubmissionIn, once: OnceDep, response: Response
) -> AssignmentOut:
    """Send deliverable, hours and outlays of an assignment that is done.

    What is missing from receipts is named at once in `remarks`; it stops nothing yet.
    """
    assignment_id = await assignments.submit_assignment(shell, principal, body.submission(), once)
    response.headers["Location"] = (
        f"{shell.settings.public_url}/invoice/v1/assignments/{assignment_id}"
    )
    return await shown_assignment(shell, principal, assignment_id, response)


@router.post("/searches")
async def search_assignments(
    shell: ShellDep, principal: PrincipalDep, search: AssignmentSearch
) -> AssignmentsOut:
    """Find assignments: an expert's enterprise its own, staff every one. Newest first."""
    found = await assignments.find(shell, principal, search.case_number, limit=search.limit)
    return AssignmentsOut(items=[AssignmentItemOut.of(assignment) for assignment in found])


@router.get("/{assignment_id}", responses=answers(404))
async def get_assignment(
    shell: ShellDep, principal: PrincipalDep, assignment_id: UUID, response: Response
) -> AssignmentOut:
    """Read an assignment, what was said of it, and its attestation."""
    return await shown_assignment(shell, principal, assignment_id, response)


@router.post("/{assignment_id}/submissions", status_code=201, responses=_STEP)
async def resubmit_assignment(
    shell: ShellDep,
    principal: PrincipalDep,
    assignment_id: UUID,
    seen: SeenDep,
    body: SubmissionIn,
    response: Response,
) -> AssignmentOut:
    """Send a returned assignment again, corrected and whole."""
    await assignments.submit_again(
        shell, principal, Change(assignment_id, seen.version, seen.once), body.submission()
    )
    return await shown_assignment(shell, principal, assignment_id, response)


@router.post("/{assignment_id}/returns", status_code=201, responses=_STEP)
async def return_assignment(
    shell: ShellDep,
    principal: PrincipalDep,
    assignment_id: UUID,
    seen: SeenDep,
    body: ReturnIn,
    response: Response,
) -> AssignmentOut:
    """Return an assignment to the expert with what must be corrected."""
    await assignments.give_back(
        shell, principal, Change(assignment_id, seen.version, seen.once), body.reasons
    )
    return await shown_assignment(shell, principal, assignment_id, response)


@router.post("/{assignment_id}/approvals", status_code=201, responses=_STEP)
async def approve_assignment(
    shell: ShellDep,
    principal: PrincipalDep,
    assignment_id: UUID,
    seen: SeenDep,
    body: ApprovalIn,
    response: Response,
) -> AssignmentOut:
    """Approve hours and outlays line by line; a cut says why."""
    await assignments.approve(
        shell, principal, Change(assignment_id, seen.version, seen.once), body.approval()
    )
    return await shown_assignment(shell, principal, assignment_id, response)


@router.post("/{assignment_id}/attestations", status_code=201, responses=_STEP)
async def attest_assignment(
    shell: ShellDep,
    principal: PrincipalDep,
    assignment_id: UUID,
    seen: SeenDep,
    body: AttestationIn,
    response: Response,
) -> AssignmentOut:
    """Attest what was approved. Invoices that waited for it are looked at again."""
    rate = None if body.hourly_rate is None else Decimal(body.hourly_rate).scaleb(-2)
    await assignments.attest_assignment(
        shell, principal, Change(assignment_id, seen.version, seen.once), rate
    )
    return await shown_assignment(shell, principal, assignment_id, response)

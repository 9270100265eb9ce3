"""An expert's assignment: submitted, returned or approved, and attested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.approval import attest, check_approval
from invoice_api.domain.assignment import (
    Approval,
    Assignment,
    AssignmentStatus,
    AssignmentStep,
    AssignmentStepNotAllowed,
    Submission,
    after,
)
from invoice_api.domain.invoice import NORWAY
from invoice_api.storage import assignments, attestations, invoices, journal
from invoice_api.storage.assignments import Review
from invoice_api.storage.attestations import StoredAttestation
from invoice_api.storage.tables import events, idempotency, outbox, uploads
from invoice_api.use_cases.once import has_happened, is_repeated
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.who import SUBMIT, acts_for, sees_all
from service_kit.auth import NotAllowed, Principal
from service_kit.database import append_event
from service_kit.idempotency import Once, replay
from service_kit.outbox import record
from service_kit.problems import ChangedMeanwhile, NotFound
from service_kit.uploads import bind

JUDGE_AGAIN: Final = "invoice.judge-again"
"""Topic of the work that looks at a waiting invoice once its case is attested."""


class UploadNotUsable(Exception):
    """A submission refers to an upload that is not there for it."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} of the uploads are unknown, older than a day, or used for something else."
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one assignment, as its caller has read it, that happens once."""

    assignment_id: UUID
    version: int
    once: Once


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment, what was said of it, and its attestation."""

    assignment: Assignment
    reviews: Sequence[Review]
    attestation: StoredAttestation | None


async def submit_assignment(
    shell: Shell, principal: Principal, submission: Submission, once: Once
) -> UUID:
    """Store what an expert sends when an assignment is done, and return its id.

    Raises:
        NotAllowed: the caller is no enterprise.
        UploadNotUsable: an upload is not there for it.
    """
    if principal.organisation is None:
        raise NotAllowed("An assignment is sent by the expert's enterprise.")
    async with shell.engine.begin() as tx:
        earlier = await replay(tx, idempotency, once)
        if earlier is not None:
            return earlier.resource_id
        assignment = Assignment(
            assignment_id=uuid4(),
            expert=principal.organisation,
            status=AssignmentStatus.SUBMITTED,
            submission=submission,
            submitted_by=principal.subject,
            version=1,
        )
        await assignments.add(tx, assignment)
        await _bind(tx, principal, assignment)
        await _journal(tx, assignment.assignment_id, "submitted", principal.subject)
        await has_happened(tx, once, "assignments", assignment.assignment_id)
    return assignment.assignment_id


async def submit_again(
    shell: Shell, principal: Principal, change: Change, submission: Submission
) -> None:
    """Replace what was returned by a corrected submission.

    Raises:
        NotFound: there is no such assignment, or it is not the caller's.
        AssignmentStepNotAllowed: it was not returned.
        ChangedMeanwhile: it was changed since it was read.
    """
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        assignment = await _held(tx, change)
        if not acts_for(principal, assignment.expert):
            raise NotFound
        changed = replace(
            assignment,
            status=after(assignment.status, AssignmentStep.SUBMIT_AGAIN),
            submission=submission,
        )
        await assignments.save(tx, changed)
        await _bind(tx, principal, changed)
        await _journal(tx, change.assignment_id, "submitted_again", principal.subject)
        await has_happened(tx, change.once, "assignments", change.assignment_id)


async def view(shell: Shell, principal: Principal, assignment_id: UUID) -> AssignmentView:
    """Return an assignment and what came of it.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    async with shell.engine.connect() as connection:
        assignment = await assignments.load(connection, assignment_id)
        if not _may_see(principal, assignment):
            raise NotFound
        return AssignmentView(
            assignment,
            await assignments.reviews_of(connection, assignment_id),
            await attestations.of_assignment(connection, assignment_id),
        )


async def find(
    shell: Shell, principal: Principal, case_number: str | None, *, limit: int
) -> Sequence[Assignment]:
    """Return the caller's assignments, staff every one, newest first."""
    expert = None if sees_all(principal) else principal.organisation or ""
    async with shell.engine.connect() as connection:
        return await assignments.of_expert(connection, expert, case_number, limit=limit)


async def give_back(shell: Shell, principal: Principal, change: Change, reasons: str) -> None:
    """Return an assignment to the expert with what must be corrected."""
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        assignment = await _held(tx, change)
        status = after(assignment.status, AssignmentStep.RETURN)
        await assignments.save(tx, replace(assignment, status=status))
        content = {"reasons": reasons}
        await assignments.add_review(
            tx, change.assignment_id, "return", content, by=principal.subject
        )
        await has_happened(tx, change.once, "assignments", change.assignment_id)


async def approve(shell: Shell, principal: Principal, change: Change, approval: Approval) -> None:
    """Approve an assignment line by line.

    Raises:
        ApprovalNotPossible: it approves what cannot be paid, or cuts without a reason.
    """
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        assignment = await _held(tx, change)
        status = after(assignment.status, AssignmentStep.APPROVE)
        check_approval(assignment.submission, approval)
        await assignments.save(tx, replace(assignment, status=status))
        content = assignments.approval_as_json(approval)
        await assignments.add_review(
            tx, change.assignment_id, "approval", content, by=principal.subject
        )
        await has_happened(tx, change.once, "assignments", change.assignment_id)


async def attest_assignment(
    shell: Shell, principal: Principal, change: Change, stated_rate: Decimal | None
) -> None:
    """Attest what was approved, and let waiting invoices of the case be looked at again.

    Raises:
        RateNotConfirmed: no confirmed rate is known for the day, and none is stated.
    """
    async with shell.engine.begin() as tx:
        if await is_repeated(tx, change.once):
            return
        assignment = await _held(tx, change)
        status = after(assignment.status, AssignmentStep.ATTEST)
        await attestations.hold(tx, assignment.expert)
        approval = await assignments.latest_approval(tx, change.assignment_id)
        if approval is None:
            raise AssignmentStepNotAllowed(assignment.status, AssignmentStep.ATTEST)
        year = (await journal.now(tx)).astimezone(NORWAY).year
        number = f"A-{year}-{await attestations.next_number(tx):06d}"
        attested = attest(
            assignment.submission,
            approval,
            number=number,
            rates=shell.rates,
            stated_rate=stated_rate,
        )
        await assignments.save(tx, replace(assignment, status=status))
        stored = StoredAttestation(
            attestation_id=uuid4(),
            assignment_id=change.assignment_id,
            expert=assignment.expert,
            attested=attested,
            attested_by=principal.subject,
        )
        await attestations.add(tx, stored)
        await _journal(tx, change.assignment_id, "attested", principal.subject)
        await _wake_waiting(tx, stored)
        await has_happened(tx, change.once, "assignments", change.assignment_id)


async def _wake_waiting(tx: AsyncConnection, attestation: StoredAttestation) -> None:
    case_number = attestation.attested.case_number
    for invoice_id in await invoices.waiting_for(tx, attestation.expert, case_number):
        await record(
            tx,
            outbox,
            topic=JUDGE_AGAIN,
            key=f"{JUDGE_AGAIN}:{invoice_id}:{attestation.attestation_id}",
            payload={"invoice_id": str(invoice_id)},
        )


async def _held(tx: AsyncConnection, change: Change) -> Assignment:
    assignment = await assignments.load(tx, change.assignment_id, lock=True)
    if assignment.version != change.version:
        raise ChangedMeanwhile
    return assignment


def _may_see(principal: Principal, assignment: Assignment) -> bool:
    own = SUBMIT in principal.scopes and acts_for(principal, assignment.expert)
    return own or sees_all(principal)


async def _bind(tx: AsyncConnection, principal: Principal, assignment: Assignment) -> None:
    submission = assignment.submission
    referred = {
        submission.deliverable_upload_id,
        *(entry.proof_upload_id for entry in submission.entries),
        *(outlay.receipt_upload_id for outlay in submission.outlays),
    }
    upload_ids = [upload_id for upload_id in referred if upload_id is not None]
    unusable = await bind(
        tx, uploads, upload_ids, owner=principal.subject, case_id=assignment.assignment_id
    )
    if unusable:
        raise UploadNotUsable(len(unusable))


async def _journal(tx: AsyncConnection, assignment_id: UUID, what: str, by: str) -> None:
    await append_event(tx, events, event_type=f"assignment.{what}", case_id=assignment_id, actor=by)

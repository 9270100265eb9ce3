"""Work that an expert delivers and a case handler goes through: from hours to an attestation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from contracts.vocabulary import Ore
from invoice_api.domain.house.receipts import Receipt


class AssignmentStatus(StrEnum):
    """Where an assignment stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ATTESTED = "attested"
    USED_UP = "used_up"


class AssignmentStep(StrEnum):
    """What moves it on."""

    RETURN = "return"
    SUBMIT_AGAIN = "submit_again"
    APPROVE = "approve"
    ATTEST = "attest"
    USE_UP = "use_up"
    GIVE_BACK = "give_back"


ASSIGNMENT_CYCLE: Final[Mapping[tuple[AssignmentStatus, AssignmentStep], AssignmentStatus]] = (
    MappingProxyType(
        {
            (AssignmentStatus.SUBMITTED, AssignmentStep.RETURN): AssignmentStatus.RETURNED,
            (AssignmentStatus.SUBMITTED, AssignmentStep.APPROVE): AssignmentStatus.APPROVED,
            (AssignmentStatus.RETURNED, AssignmentStep.SUBMIT_AGAIN): AssignmentStatus.SUBMITTED,
            (AssignmentStatus.APPROVED, AssignmentStep.RETURN): AssignmentStatus.RETURNED,
            (AssignmentStatus.APPROVED, AssignmentStep.ATTEST): AssignmentStatus.ATTESTED,
            (AssignmentStatus.ATTESTED, AssignmentStep.USE_UP): AssignmentStatus.USED_UP,
            (AssignmentStatus.USED_UP, AssignmentStep.GIVE_BACK): AssignmentStatus.ATTESTED,
        }
    )
)
"""Every step that is allowed. A pair that is not here is refused."""


class AssignmentStepNotAllowed(Exception):
    """The assignment's status does not allow this step."""

    def __init__(self, status: AssignmentStatus, step: AssignmentStep) -> None:
        super().__init__(f"The step {step} is not possible when the status is {status}.")


class DeliveredBy(StrEnum):
    """The channel the deliverable went by."""

    DIGITAL_MAILBOX = "digital_mailbox"
    POST = "post"
    EMAIL = "email"
    UPLOAD = "upload"
    OTHER = "other"


class EntryKind(StrEnum):
    """What time was spent on."""

    WORK = "work"
    TRAVEL = "travel"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Time spent on one day.

    Attributes:
        kind: work, travel, or absence from the regular workplace because of travel.
        day: the day.
        minutes: how long.
        deduction: what the employer deducted in salary for an absence.
        proof_upload_id: the employer's confirmation of that deduction.
    """

    kind: EntryKind
    day: date
    minutes: int
    deduction: Ore | None = None
    proof_upload_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """One outlay and what its receipt shows."""

    what: str
    amount: Ore
    receipt: Receipt
    receipt_upload_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What an expert sends when an assignment is done.

    Attributes:
        case_number: the case.
        expert_name: who did the work.
        delivered_by: the channel the deliverable went by.
        delivered_on: the day it was delivered, which is when the assignment was finished.
        deliverable: what was delivered, in a few words.
        deliverable_upload_id: the deliverable itself, when it was uploaded here.
        entries: hours day by day.
        outlays: outlays with their receipts.
    """

    case_number: str
    expert_name: str
    delivered_by: DeliveredBy
    delivered_on: date
    deliverable: str
    deliverable_upload_id: UUID | None
    entries: tuple[Entry, ...]
    outlays: tuple[Outlay, ...]


@dataclass(frozen=True, slots=True)
class ApprovedEntry:
    """What a case handler approves of one entry; a cut says why."""

    minutes: int
    deduction: Ore
    reason: str | None


@dataclass(frozen=True, slots=True)
class ApprovedOutlay:
    """What a case handler approves of one outlay; a cut says why."""

    amount: Ore
    reason: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A case handler's line by line answer, in the order of the submission."""

    entries: tuple[ApprovedEntry, ...]
    outlays: tuple[ApprovedOutlay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One assignment.

    Attributes:
        assignment_id: its id here.
        expert: organisation number of the expert's enterprise.
        status: where it stands.
        submission: what the expert sent last.
        submitted_by: who sent it.
        version: raised at each change.
    """

    assignment_id: UUID
    expert: str
    status: AssignmentStatus
    submission: Submission
    submitted_by: str
    version: int


def after(status: AssignmentStatus, step: AssignmentStep) -> AssignmentStatus:
    """Return the status that `step` leads to.

    Raises:
        AssignmentStepNotAllowed: the table does not hold the pair.
    """
    reached = ASSIGNMENT_CYCLE.get((status, step))
    if reached is None:
        raise AssignmentStepNotAllowed(status, step)
    return reached


def hours(minutes: Sequence[int]) -> Decimal:
    """Return minutes of work as hours, rounded to hundredths as invoices write them.

    >>> hours([60, 90, 5])
    Decimal('2.58')
    """
    return (Decimal(sum(minutes)) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)

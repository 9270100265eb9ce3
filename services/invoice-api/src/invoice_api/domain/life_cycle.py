"""How an invoice goes from received to paid: the whole machine is one table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Status(StrEnum):
    """Where an invoice or credit note stands."""

    RECEIVED = "received"
    VALIDATING = "validating"
    REJECTED = "rejected"
    WAITING_FOR_ATTESTATION = "waiting_for_attestation"
    QUERIED = "queried"
    IN_REVIEW = "in_review"
    MATCHED = "matched"
    APPROVED = "approved"
    PAID_OUT = "paid_out"
    CREDITED = "credited"


class Step(StrEnum):
    """What moves it on."""

    VALIDATE = "validate"
    REJECT = "reject"
    WAIT = "wait"
    QUERY = "query"
    REVIEW = "review"
    MATCH = "match"
    APPROVE = "approve"
    PAY = "pay"
    CREDIT = "credit"


LIFE_CYCLE: Final[Mapping[tuple[Status, Step], Status]] = MappingProxyType(
    {
        (Status.RECEIVED, Step.VALIDATE): Status.VALIDATING,
        (Status.VALIDATING, Step.REJECT): Status.REJECTED,
        (Status.VALIDATING, Step.WAIT): Status.WAITING_FOR_ATTESTATION,
        (Status.VALIDATING, Step.QUERY): Status.QUERIED,
        (Status.VALIDATING, Step.REVIEW): Status.IN_REVIEW,
        (Status.VALIDATING, Step.MATCH): Status.MATCHED,
        (Status.WAITING_FOR_ATTESTATION, Step.WAIT): Status.WAITING_FOR_ATTESTATION,
        (Status.WAITING_FOR_ATTESTATION, Step.REJECT): Status.REJECTED,
        (Status.WAITING_FOR_ATTESTATION, Step.QUERY): Status.QUERIED,
        (Status.WAITING_FOR_ATTESTATION, Step.REVIEW): Status.IN_REVIEW,
        (Status.WAITING_FOR_ATTESTATION, Step.MATCH): Status.MATCHED,
        (Status.WAITING_FOR_ATTESTATION, Step.CREDIT): Status.CREDITED,
        (Status.QUERIED, Step.REJECT): Status.REJECTED,
        (Status.QUERIED, Step.WAIT): Status.WAITING_FOR_ATTESTATION,
        (Status.QUERIED, Step.MATCH): Status.MATCHED,
        (Status.QUERIED, Step.CREDIT): Status.CREDITED,
        (Status.IN_REVIEW, Step.VALIDATE): Status.VALIDATING,
        (Status.IN_REVIEW, Step.REJECT): Status.REJECTED,
        (Status.IN_REVIEW, Step.WAIT): Status.WAITING_FOR_ATTESTATION,
        (Status.IN_REVIEW, Step.QUERY): Status.QUERIED,
        (Status.IN_REVIEW, Step.MATCH): Status.MATCHED,
        (Status.IN_REVIEW, Step.CREDIT): Status.CREDITED,
        (Status.MATCHED, Step.REVIEW): Status.IN_REVIEW,
        (Status.MATCHED, Step.APPROVE): Status.APPROVED,
        (Status.MATCHED, Step.CREDIT): Status.CREDITED,
        (Status.APPROVED, Step.PAY): Status.PAID_OUT,
        (Status.APPROVED, Step.REVIEW): Status.IN_REVIEW,
        (Status.APPROVED, Step.CREDIT): Status.CREDITED,
        (Status.PAID_OUT, Step.CREDIT): Status.CREDITED,
    }
)
"""Every step that is allowed. A pair that is not here is refused."""


class StepNotAllowed(Exception):
    """The status does not allow this step."""

    def __init__(self, status: Status, step: Step) -> None:
        super().__init__(f"The step {step} is not possible when the status is {status}.")


def after(status: Status, step: Step) -> Status:
    """Return the status that `step` leads to.

    Raises:
        StepNotAllowed: the table does not hold the pair.
    """
    reached = LIFE_CYCLE.get((status, step))
    if reached is None:
        raise StepNotAllowed(status, step)
    return reached

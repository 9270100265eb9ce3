"""The life of a claim: from the day it is received until nobody can do more with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID


class ClaimStatus(StrEnum):
    """Where a claim is, and so whose turn it is."""

    RECEIVED = "received"
    AWAITING_CLAIMANT = "awaiting_claimant"
    WITH_HANDLER = "with_handler"
    DECIDED = "decided"
    COMPLAINED = "complained"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can happen to a claim."""

    ASK_CLAIMANT = "ask the claimant about"
    HAND_OVER = "hand over"
    DECIDE = "decide"
    COMPLAIN = "complain about"
    DISMISS = "dismiss a complaint about"
    FORWARD = "forward"
    WITHDRAW = "withdraw"
    SUPPLEMENT = "supplement"


LIFE_CYCLE: Final[Mapping[tuple[ClaimStatus, Step], ClaimStatus]] = MappingProxyType(
    {
        (ClaimStatus.RECEIVED, Step.ASK_CLAIMANT): ClaimStatus.AWAITING_CLAIMANT,
        (ClaimStatus.RECEIVED, Step.HAND_OVER): ClaimStatus.WITH_HANDLER,
        (ClaimStatus.RECEIVED, Step.DECIDE): ClaimStatus.DECIDED,
        (ClaimStatus.RECEIVED, Step.SUPPLEMENT): ClaimStatus.RECEIVED,
        (ClaimStatus.RECEIVED, Step.WITHDRAW): ClaimStatus.WITHDRAWN,
        (ClaimStatus.AWAITING_CLAIMANT, Step.ASK_CLAIMANT): ClaimStatus.AWAITING_CLAIMANT,
        (ClaimStatus.AWAITING_CLAIMANT, Step.HAND_OVER): ClaimStatus.WITH_HANDLER,
        (ClaimStatus.AWAITING_CLAIMANT, Step.DECIDE): ClaimStatus.DECIDED,
        (ClaimStatus.AWAITING_CLAIMANT, Step.SUPPLEMENT): ClaimStatus.AWAITING_CLAIMANT,
        (ClaimStatus.AWAITING_CLAIMANT, Step.WITHDRAW): ClaimStatus.WITHDRAWN,
        (ClaimStatus.WITH_HANDLER, Step.ASK_CLAIMANT): ClaimStatus.AWAITING_CLAIMANT,
        (ClaimStatus.WITH_HANDLER, Step.HAND_OVER): ClaimStatus.WITH_HANDLER,
        (ClaimStatus.WITH_HANDLER, Step.DECIDE): ClaimStatus.DECIDED,
        (ClaimStatus.WITH_HANDLER, Step.SUPPLEMENT): ClaimStatus.WITH_HANDLER,
        (ClaimStatus.WITH_HANDLER, Step.WITHDRAW): ClaimStatus.WITHDRAWN,
        (ClaimStatus.DECIDED, Step.COMPLAIN): ClaimStatus.COMPLAINED,
        (ClaimStatus.COMPLAINED, Step.SUPPLEMENT): ClaimStatus.COMPLAINED,
        (ClaimStatus.COMPLAINED, Step.DECIDE): ClaimStatus.DECIDED,
        (ClaimStatus.COMPLAINED, Step.DISMISS): ClaimStatus.DECIDED,
        (ClaimStatus.COMPLAINED, Step.FORWARD): ClaimStatus.FORWARDED,
    }
)
"""The whole life cycle. A pair that is not here is refused."""


class Channel(StrEnum):
    """How the claim came."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class TravelRefusal(Exception):
    """A request about a claim that cannot be met. Its text is safe to show."""


class InputRefusal(TravelRefusal):
    """Something in the input has the right form and still cannot be. It names the place."""

    def __init__(self, detail: str, *, code: str, pointer: str = "") -> None:
        super().__init__(detail)
        error = {"location": "body", "pointer": pointer, "code": code, "detail": detail}
        self.extra = {"errors": [error]}


class StepNotAllowed(TravelRefusal):
    """The claim's status does not allow this step."""

    def __init__(self, status: ClaimStatus, step: Step) -> None:
        super().__init__(f"Cannot {step} a claim that is {status}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim for reimbursement, without what it says and without who it is about.

    Attributes:
        claim_id: its identifier.
        number: the case number people use.
        status: where it is.
        channel: how it came.
        received_on: day it came to the office; decides whether it is in time.
        version: raised by each change.
    """

    claim_id: UUID
    number: str
    status: ClaimStatus
    channel: Channel
    received_on: date
    version: int


def take_step(claim: Claim, step: Step) -> Claim:
    """Return `claim` after `step`.

    Raises:
        StepNotAllowed: the life cycle has no such step from its status.
    """
    after = LIFE_CYCLE.get((claim.status, step))
    if after is None:
        raise StepNotAllowed(claim.status, step)
    return replace(claim, status=after)


def allows(status: ClaimStatus, step: Step) -> bool:
    """Tell whether a claim that is `status` can take `step`."""
    return (status, step) in LIFE_CYCLE

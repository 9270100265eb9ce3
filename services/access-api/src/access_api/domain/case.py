"""A case: one person's request to block or reopen their own access, and its whole life."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from access_api.domain.refusals import (
    CannotAccept,
    LetterNeedsHands,
    RegisterCheckPending,
    StepNotAllowed,
)
from access_api.domain.register import Finding, bars_letter, holds_letter, rules_out


class Kind(StrEnum):
    """What the person asks for."""

    BLOCK = "block"
    REOPEN = "reopen"
    UNCLEAR = "unclear"
    """Neither box of the form is ticked, or both are."""


class Channel(StrEnum):
    """How the request came in."""

    SELF_SERVICE = "self_service"
    PAPER = "paper"


class Status(StrEnum):
    """Where the case stands."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    UNDER_REVIEW = "under_review"
    EFFECTED = "effected"
    AWAITING_CALL = "awaiting_call"
    ADDRESS_CHECK = "address_check"
    REOPENED = "reopened"
    LAPSED = "lapsed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Step(StrEnum):
    """What can happen to a case."""

    FIND_INCOMPLETE = "find incomplete"
    FIND_COMPLETE = "find complete"
    ACCEPT = "accept"
    REJECT = "reject"
    HOLD_ADDRESS = "hold the address of"
    CLEAR_ADDRESS = "clear the address of"
    REOPEN = "reopen"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


LIFE_CYCLE: Final[Mapping[tuple[Kind, Status, Step], Status]] = MappingProxyType(
    {
        (Kind.UNCLEAR, Status.RECEIVED, Step.FIND_INCOMPLETE): Status.INCOMPLETE,
        (Kind.BLOCK, Status.RECEIVED, Step.FIND_INCOMPLETE): Status.INCOMPLETE,
        (Kind.BLOCK, Status.RECEIVED, Step.FIND_COMPLETE): Status.UNDER_REVIEW,
        (Kind.BLOCK, Status.UNDER_REVIEW, Step.ACCEPT): Status.EFFECTED,
        (Kind.BLOCK, Status.UNDER_REVIEW, Step.REJECT): Status.REJECTED,
        (Kind.BLOCK, Status.UNDER_REVIEW, Step.WITHDRAW): Status.WITHDRAWN,
        (Kind.BLOCK, Status.UNDER_REVIEW, Step.CLOSE): Status.CLOSED,
        (Kind.REOPEN, Status.RECEIVED, Step.FIND_INCOMPLETE): Status.INCOMPLETE,
        (Kind.REOPEN, Status.RECEIVED, Step.FIND_COMPLETE): Status.UNDER_REVIEW,
        (Kind.REOPEN, Status.RECEIVED, Step.REJECT): Status.REJECTED,
        (Kind.REOPEN, Status.UNDER_REVIEW, Step.ACCEPT): Status.AWAITING_CALL,
        (Kind.REOPEN, Status.UNDER_REVIEW, Step.REJECT): Status.REJECTED,
        (Kind.REOPEN, Status.UNDER_REVIEW, Step.WITHDRAW): Status.WITHDRAWN,
        (Kind.REOPEN, Status.UNDER_REVIEW, Step.CLOSE): Status.CLOSED,
        (Kind.REOPEN, Status.AWAITING_CALL, Step.HOLD_ADDRESS): Status.ADDRESS_CHECK,
        (Kind.REOPEN, Status.AWAITING_CALL, Step.REOPEN): Status.REOPENED,
        (Kind.REOPEN, Status.AWAITING_CALL, Step.LAPSE): Status.LAPSED,
        (Kind.REOPEN, Status.AWAITING_CALL, Step.WITHDRAW): Status.WITHDRAWN,
        (Kind.REOPEN, Status.AWAITING_CALL, Step.CLOSE): Status.CLOSED,
        (Kind.REOPEN, Status.ADDRESS_CHECK, Step.CLEAR_ADDRESS): Status.AWAITING_CALL,
        (Kind.REOPEN, Status.ADDRESS_CHECK, Step.LAPSE): Status.LAPSED,
        (Kind.REOPEN, Status.ADDRESS_CHECK, Step.WITHDRAW): Status.WITHDRAWN,
        (Kind.REOPEN, Status.ADDRESS_CHECK, Step.CLOSE): Status.CLOSED,
    }
)
"""The whole state machine. What is not here is refused."""

OPEN: Final = frozenset({status for _, status, _ in LIFE_CYCLE} - {Status.RECEIVED})
"""Statuses that somebody or something still has to move on from."""

UNDECIDED: Final = frozenset({Status.RECEIVED, Status.UNDER_REVIEW})
"""Statuses in which the thirty days to a decision are running."""


class Ground(StrEnum):
    """Why a request is rejected or a case closed."""

    NOT_BLOCKED = "not_blocked"
    IDENTIFICATION_NOT_ACCEPTED = "identification_not_accepted"
    IDENTIFICATION_EXPIRED = "identification_expired"
    DETAILS_INCORRECT = "details_incorrect"
    SIGNATURE_NOT_ACCEPTED = "signature_not_accepted"
    TOO_YOUNG = "too_young"
    NOT_THE_PERSON = "not_the_person"
    DECEASED = "deceased"
    NEW_BLOCK = "new_block"
    ON_REQUEST = "on_request"
    SAME_PERSON = "same_person"
    """Another case turned out to be about the same person, under another number."""


class RegisterCheck(StrEnum):
    """Whether the population register has answered for this case."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request and where it stands. No name and no identity number: those are sealed elsewhere.

    Attributes:
        case_id: identity inside the suite; the only one that logs may carry.
        case_number: ten digits to be spoken on the phone.
        person_id: whom it concerns; none only when the form's number was no number.
        ground: why it was rejected, withdrawn or closed.
        findings: what the population register gave cause to look at.
        address_confirmed: a person has looked at where the code is sent.
        missing: codes of what the form lacked.
        version: rises with each change.
    """

    case_id: UUID
    case_number: str
    kind: Kind
    channel: Channel
    person_id: UUID | None
    status: Status
    received_on: date
    received_at: datetime
    decide_before: date
    language: str
    registered_by: str
    identification_upload_id: UUID | None
    register_check: RegisterCheck
    findings: frozenset[Finding]
    address_confirmed: bool
    missing: tuple[str, ...]
    ground: Ground | None
    version: int


def take_step(case: Case, step: Step, ground: Ground | None = None) -> Case:
    """Return `case` after `step`.

    Raises:
        StepNotAllowed: the state machine has no such step from here.
    """
    after = LIFE_CYCLE.get((case.kind, case.status, step))
    if after is None:
        raise StepNotAllowed(step, case.status)
    return replace(case, status=after, ground=ground or case.ground)


def begin(case: Case, missing: tuple[str, ...], *, blocked: bool) -> Case:
    """Return a received case after what its form and the set of blocks decide by themselves.

    Args:
        case: the case as it came in.
        missing: what the form lacks.
        blocked: whether the person's access is blocked now.
    """
    if missing:
        return replace(take_step(case, Step.FIND_INCOMPLETE), missing=missing)
    if case.kind is Kind.REOPEN and not blocked:
        return take_step(case, Step.REJECT, Ground.NOT_BLOCKED)
    return replace(take_step(case, Step.FIND_COMPLETE), register_check=RegisterCheck.PENDING)


def letter_is_held(case: Case) -> bool:
    """Tell whether a person must look at the address before a code is sent."""
    return holds_letter(case.findings) is not None and not case.address_confirmed


def hold_address(case: Case, finding: Finding) -> Case:
    """Return `case` after something made its address doubtful, also if it was confirmed before."""
    held = replace(case, findings=case.findings | {finding}, address_confirmed=False)
    return take_step(held, Step.HOLD_ADDRESS) if case.status is Status.AWAITING_CALL else held


def allow_code(case: Case, *, address_confirmed: bool) -> Case:
    """Return `case` as it stands once a code is ordered for it.

    Raises:
        StepNotAllowed: the case is no reopening that still needs a code.
        RegisterCheckPending: the register has not answered.
        CannotAccept: the register knows something that rules the reopening out.
        LetterNeedsHands: no letter, or none without a person's look at the address.
    """
    if case.kind is not Kind.REOPEN or case.status not in OPEN:
        raise StepNotAllowed("send a code for", case.status)
    if case.register_check is not RegisterCheck.DONE:
        raise RegisterCheckPending
    if against := rules_out(case.findings):
        raise CannotAccept(against.value.replace("_", " "))
    after = replace(case, address_confirmed=case.address_confirmed or address_confirmed)
    obstacle = bars_letter(case.findings) or holds_letter(case.findings)
    if obstacle and (bars_letter(case.findings) or letter_is_held(after)):
        raise LetterNeedsHands(obstacle.value.replace("_", " "))
    return take_step(after, Step.CLEAR_ADDRESS) if case.status is Status.ADDRESS_CHECK else after


def accept(case: Case) -> Case:
    """Return `case` accepted by a person.

    A block may be accepted before the population register has answered; a reopening may not. A
    reopening whose letter must not be printed by itself goes on to the check of the address.

    Raises:
        StepNotAllowed: the case is not under review.
        RegisterCheckPending: a reopening that the register has not answered for.
        CannotAccept: the register knows something that rules acceptance out.
    """
    accepted = take_step(case, Step.ACCEPT)
    if case.kind is Kind.REOPEN and case.register_check is not RegisterCheck.DONE:
        raise RegisterCheckPending
    if against := rules_out(case.findings):
        raise CannotAccept(against.value.replace("_", " "))
    if case.kind is Kind.REOPEN and letter_is_held(case):
        return take_step(accepted, Step.HOLD_ADDRESS)
    return accepted

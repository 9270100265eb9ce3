"""Decisions: what follows from an assessment, and who may issue it.

An assessment is computed again at each change. A decision is issued once and never changed. It is
issued without a handler only when there is nothing in the assessment a person should look at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from contracts.vocabulary import Ore
from travel_api.domain.answers import Answers
from travel_api.domain.assessment import Assessment, Effect, Outcome
from travel_api.domain.claims import InputRefusal, Step, TravelRefusal
from travel_api.domain.words import Record, Role

NOTHING: Final = Ore(0)


class Reservation(StrEnum):
    """Something in an assessment that a person must look at before it becomes a decision."""

    REFUSED = "refused"
    CUT = "cut"
    DISCRETIONARY = "discretionary"
    UNCONFIRMED = "unconfirmed"
    PROVISIONAL = "provisional"
    MANUAL = "manual"
    REDIRECTED = "redirected"
    ATTENDANCE = "attendance"
    PERSON = "person"
    REPRESENTATION = "representation"
    OVERLAP = "overlap"
    READING = "reading"


class Verdict(StrEnum):
    """What a handler makes of an assessment."""

    AS_ASSESSED = "as_assessed"
    GRANTED = "granted"
    REFUSED = "refused"


Issuer = Literal["automatic", "handler"]

LACKING: Final = frozenset({Outcome.NEEDS_DOCUMENTATION, Outcome.NEEDS_INFORMATION})
"""Outcomes that say something is lacking, so that nothing can be decided."""

_LEFT_TO_A_PERSON: Final = frozenset({Outcome.MANUAL_REVIEW, Outcome.REDIRECT})
_OFFICE: Final = "patient_travel_office"


class NotReadyToDecide(TravelRefusal):
    """Something is lacking that must be in place before anybody can decide."""

    def __init__(self) -> None:
        super().__init__("The newest assessment lacks information or documentation.")


class VerdictNeeded(InputRefusal):
    """The assessment leaves the outcome to a person, so the handler must state it, with grounds."""

    def __init__(self) -> None:
        super().__init__(
            "State the verdict granted or refused with a ground where the assessment leaves the "
            "outcome to a person; as_assessed elsewhere. A refusal of one's own needs a ground.",
            code="verdict",
            pointer="/verdict",
        )


class NotAcknowledged(TravelRefusal):
    """The handler has not acknowledged exactly the reservations of the assessment."""

    def __init__(self, reservations: Collection[Reservation]) -> None:
        super().__init__("Acknowledge exactly the reservations of the newest assessment.")
        self.extra = {"reservations": sorted(reservations)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided; immutable once issued.

    Attributes:
        claim_id: the claim.
        no: 1 for the first decision on it.
        number: how people refer to it.
        assessment_no: the assessment it rests on, which is kept for ever.
        outcome: what was decided.
        payable: øre in all.
        issued_by: automatic, or a handler.
        handler: who, when a handler.
        ground: the handler's own words, where the assessment does not give them.
        acknowledged: the reservations the handler took a stand on.
        issued_on: the day it was issued.
        notified_on: the day the claimant is taken to have been told.
        complain_before: the last day on which a complaint is in time.
    """

    claim_id: UUID
    no: int
    number: str
    assessment_no: int
    outcome: Outcome
    payable: Ore
    issued_by: Issuer
    handler: str | None
    ground: str | None
    acknowledged: tuple[Reservation, ...]
    issued_on: date
    notified_on: date
    complain_before: date


def reservations(assessment: Assessment, answers: Answers, role: Role) -> frozenset[Reservation]:
    """Return everything about `assessment` that a person must look at; empty means automatic.

    Whether somebody may claim for a patient is seen by a handler, since no register is asked.
    """
    lines = assessment.lines
    outcome = assessment.outcome
    refuses = any(line.effect is Effect.REFUSES for line in lines)
    found = {
        Reservation.REFUSED: refuses or outcome in {Outcome.REFUSED, Outcome.PARTLY_GRANTED},
        Reservation.CUT: any(line.effect is Effect.CAPS for line in lines),
        Reservation.DISCRETIONARY: any(line.discretionary for line in lines),
        Reservation.UNCONFIRMED: any(figure.provisional for figure in assessment.parameters),
        Reservation.PROVISIONAL: assessment.provisional,
        Reservation.MANUAL: outcome is Outcome.MANUAL_REVIEW,
        Reservation.REDIRECTED: outcome is Outcome.REDIRECT,
        Reservation.ATTENDANCE: answers.attendance is not Record.ATTENDED,
        Reservation.PERSON: not answers.known_person,
        Reservation.REPRESENTATION: role is not Role.PATIENT,
        Reservation.OVERLAP: answers.overlapping,
        Reservation.READING: bool(answers.readings),
    }
    return frozenset(reservation for reservation, holds in found.items() if holds)


def following_step(assessment: Assessment, answers: Answers, role: Role) -> Step:
    """Return what happens to a claim after `assessment`.

    The claimant is asked only for what the claimant can get. What the patient travel office or the
    treatment records should have told is a task for the office.
    """
    if assessment.outcome in LACKING:
        office_only = all(missing.given_by == _OFFICE for missing in assessment.missing)
        for_office = office_only or not answers.known_person
        return Step.HAND_OVER if for_office else Step.ASK_CLAIMANT
    return Step.HAND_OVER if reservations(assessment, answers, role) else Step.DECIDE


def outcome_of(
    assessment: Assessment,
    verdict: Verdict,
    *,
    ground: str | None,
    found: frozenset[Reservation],
    acknowledged: frozenset[Reservation],
) -> tuple[Outcome, Ore]:
    """Return the outcome and the amount of a handler's decision.

    Args:
        assessment: the newest assessment of the claim.
        verdict: what the handler makes of it.
        ground: the handler's own words; needed when the verdict is not the assessment's own.
        found: the reservations of the assessment.
        acknowledged: those the handler says to have looked at.

    Raises:
        NotReadyToDecide: something is lacking; nobody is refused for missing papers alone.
        NotAcknowledged: `acknowledged` is not exactly `found`.
        VerdictNeeded: the verdict or its ground is missing.
    """
    if assessment.outcome in LACKING:
        raise NotReadyToDecide
    if found != acknowledged:
        raise NotAcknowledged(found)
    if verdict is Verdict.AS_ASSESSED:
        if assessment.outcome in _LEFT_TO_A_PERSON:
            raise VerdictNeeded
        return assessment.outcome, assessment.payable
    if not ground or (verdict is Verdict.GRANTED and assessment.outcome not in _LEFT_TO_A_PERSON):
        raise VerdictNeeded
    if verdict is Verdict.REFUSED:
        return Outcome.REFUSED, NOTHING
    return (Outcome.GRANTED if assessment.payable else Outcome.GRANTED_ZERO), assessment.payable

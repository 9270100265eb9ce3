"""Whether a journey can be covered at all: the treatment, an offer declined, the time to claim."""

from collections.abc import Callable
from typing import Final

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.law_dates import (
    MONTHS_TO_CLAIM,
    MONTHS_TO_CLAIM_WHEN_EXCUSED,
    NEW_REGULATION,
    months_after,
)
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, LateReason, Record


def approved_treatment(sheet: Sheet, trip: Trip) -> bool:
    """Go on unless the treatment is known not to be publicly approved (T-SCOPE-01)."""
    match sheet.facts.treatment.publicly_approved:
        case Answer.NO:
            sheet.refuse("T-SCOPE-01", trip)
            return False
        case Answer.UNKNOWN:
            _ask_the_records(sheet, trip)
        case Answer.YES:
            pass
    return True


def attended(sheet: Sheet, trip: Trip) -> bool:
    """Go on, but leave it to the office when the records contradict or do not answer.

    The service asks the records itself (T-DOC-01b); the patient is never asked in their place.
    """
    match sheet.facts.treatment.attendance:
        case Record.NOT_ATTENDED:
            sheet.inform("T-DOC-01b", trip)
            sheet.review = True
        case Record.NO_ANSWER:
            _ask_the_records(sheet, trip)
        case Record.ATTENDED | Record.NOT_ASKED:
            pass
    return True


def travellers_known(sheet: Sheet, trip: Trip) -> bool:
    """Stop when nobody has said whether the patient travelled."""
    if trip.journey.patient_travels is Answer.UNKNOWN:
        sheet.lack("patient_travels", "claimant", "T-SCOPE-01", trip)
        return False
    return True


def offer_taken(sheet: Sheet, trip: Trip) -> bool:
    """Refuse a journey for which offered transport was declined (X-DECLINED)."""
    declined = trip.journey.declined_offer
    if declined is Answer.NO or not sheet.interpretations.apply("X-DECLINED"):
        return True
    if declined is Answer.UNKNOWN:
        sheet.lack("declined_offer", "patient_travel_office", "X-DECLINED", trip)
        return True
    sheet.refuse("X-DECLINED", trip)
    return False


def travelled_first(sheet: Sheet, trip: Trip) -> bool:
    """Send away a claim for a journey that was not completed when it came (T-CH-01)."""
    received_on = sheet.facts.received_on
    if received_on is not None and received_on < trip.on:
        sheet.inform("T-CH-01", trip)
        sheet.redirected = True
        return False
    return True


def in_time(sheet: Sheet, trip: Trip) -> bool:
    """Refuse a claim after six months, or three years for those who could not (X-DEADLINE)."""
    received_on = sheet.facts.received_on
    if received_on is None or not sheet.interpretations.apply("X-DEADLINE"):
        return True
    if received_on <= months_after(trip.on, MONTHS_TO_CLAIM):
        return True
    if trip.on < NEW_REGULATION:
        _leave_to_a_handler(sheet, trip, "T-REG-01", "A39")
        return True
    excused = sheet.facts.late_reason is not LateReason.NONE
    if excused and received_on <= months_after(trip.on, MONTHS_TO_CLAIM_WHEN_EXCUSED):
        _leave_to_a_handler(sheet, trip, "X-DEADLINE", "A27")
        return True
    sheet.refuse("X-DEADLINE", trip, readings=("A27",))
    return False


ADMISSION: Final[tuple[Callable[[Sheet, Trip], bool], ...]] = (
    travelled_first,
    approved_treatment,
    attended,
    travellers_known,
    offer_taken,
    in_time,
)


def admitted(sheet: Sheet, trip: Trip) -> bool:
    """Whether the journey may be assessed further; says why when it may not."""
    for go_on in ADMISSION:  # noqa: SIM110 - a generator here costs a twentieth of an assessment
        if not go_on(sheet, trip):
            return False
    return True


def _ask_the_records(sheet: Sheet, trip: Trip) -> None:
    sheet.lack("treatment_record", "patient_travel_office", "T-DOC-01b", trip)
    sheet.review = True


def _leave_to_a_handler(sheet: Sheet, trip: Trip, rule: str, reading: str) -> None:
    sheet.lines.append(
        Line(
            rule,
            Effect.INFORMS,
            "patient",
            trip.journey.id,
            interpretations=(reading,),
            discretionary=True,
        )
    )
    sheet.review = True

"""The charge that a patient pays of each journey one way (egenandel)."""

from typing import Final

from contracts.vocabulary import Ore
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import PATIENT
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Choice, Exemption, Level

_NO_STATED_GROUND: Final = frozenset({Exemption.NONE, Exemption.CHILD})
"""That somebody is a child is told by the age, not by the statement."""


def charge_line(sheet: Sheet, trip: Trip, granted: int) -> Line:
    """Return the line that deducts the charge, or says why none is due.

    Args:
        sheet: the assessment so far.
        trip: the journey.
        granted: what transport and extra expenses of the journey come to for the patient, in øre.
            Never more than this is deducted, and nothing is carried over (A07).
    """
    higher = is_higher(sheet)
    if sheet.facts.charge.exemption_ground not in _NO_STATED_GROUND:
        return _no_charge(trip, "T-COPAY-03", discretionary=True)
    carded = _card_valid(sheet, trip)
    card_is_enough = not (higher and sheet.interpretations.apply("X-FRI-CARD"))
    if carded and card_is_enough:
        return _no_charge(trip, "T-COPAY-02", discretionary=higher)
    if _is_child(sheet, trip):
        return _no_charge(trip, "X-CHARGE-EXEMPT", discretionary=higher)
    if carded:
        sheet.inform("X-FRI-CARD", trip, readings=("A08",))
    due = trip.parameters.higher_charge if higher else trip.parameters.charge
    return Line(
        "T-COPAY-04" if higher else "T-COPAY-01",
        Effect.DEDUCTS,
        PATIENT,
        trip.journey.id,
        amount=Ore(-min(due.value, granted)),
        quantity=1,
        unit="one_way_trip",
        rate=Ore(due.value),
        parameters=(due,),
        interpretations=("A07", "A09") if higher else ("A07",),
        discretionary=higher,
    )


def is_higher(sheet: Sheet) -> bool:
    """Whether the patient chose freely to be treated outside the own health region."""
    treatment = sheet.facts.treatment
    return treatment.choice is Choice.FREE_CHOICE and treatment.level is Level.SPECIALIST


def _is_child(sheet: Sheet, trip: Trip) -> bool:
    if not sheet.interpretations.apply("X-CHARGE-EXEMPT"):
        return False
    age = sheet.age_on(trip.on)
    if age is None:
        sheet.lack_age("X-CHARGE-EXEMPT", trip)
        return False
    return age < trip.parameters.charge_free_below_age.value


def _card_valid(sheet: Sheet, trip: Trip) -> bool:
    card = sheet.facts.charge.exemption_card
    return card is not None and card.valid_from <= trip.on <= card.valid_to


def _no_charge(trip: Trip, rule: str, *, discretionary: bool) -> Line:
    by_age = rule == "X-CHARGE-EXEMPT"
    return Line(
        rule,
        Effect.INFORMS,
        PATIENT,
        trip.journey.id,
        parameters=(trip.parameters.charge_free_below_age,) if by_age else (),
        interpretations=("A08", "A41") if rule == "T-COPAY-03" else ("A08",),
        discretionary=discretionary,
    )

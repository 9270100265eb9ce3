"""How far one may travel for a treatment that is offered nearer home."""

from contracts.vocabulary import Ore, half_up
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import Amount, Nearest
from travel_api.domain.parameters import Parameters
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Choice, Level

_METRES_PER_KM = 1000


def settle_nearest(sheet: Sheet, trip: Trip) -> bool:
    """Find out whether the journey is capped at the nearest place; stop if that is not known."""
    treatment = sheet.facts.treatment
    rule = cap_rule_of(treatment.level, treatment.choice)
    if rule is None:
        _say_why_not_capped(sheet, trip)
        return True
    if treatment.nearest is None:
        sheet.lack("nearest_place", "patient_travel_office", rule, trip)
        return False
    if treatment.nearest.distance_km < trip.route:
        trip.cap, trip.cap_rule = treatment.nearest, rule
    return True


def cap_rule_of(level: Level, choice: Choice) -> str | None:
    """Return the rule that caps a journey at the nearest place, or None where none does."""
    if level is Level.PRIMARY:
        near = {Choice.NEAREST, Choice.OWN_MUNICIPALITY, Choice.NOT_OFFERED_IN_REGION}
        return None if choice in near else "T-NEAR-01"
    return "T-NEAR-03" if choice is Choice.ELSEWHERE else None


def cap(sheet: Sheet, trip: Trip, lines: list[Line], traveller: str) -> list[Line]:
    """Cut what transport costs down to the value of the same method to the nearest place (A10)."""
    if trip.cap is None or not lines:
        return lines
    if any(line.unit is None or line.rule == "T-ADP-02" for line in lines):
        sheet.review = True  # what a receipt or a requisition to the nearest place were is unknown
    value = _value(sheet, trip, trip.cap)
    granted = sum(line.amount for line in lines)
    if value is None or value >= granted:
        return lines
    cut = Line(
        trip.cap_rule,
        Effect.CAPS,
        traveller,
        trip.journey.id,
        amount=Ore(value - granted),
        quantity=trip.cap.distance_km,
        unit="km",
        parameters=(trip.parameters.km_rate,),
        interpretations=("A09", "A10"),
    )
    return [*lines, cut]


def rate_amount(metres: int, parameters: Parameters) -> Ore:
    """Return distance times the rate per kilometre, halves of an øre rounded up."""
    return Ore(half_up(metres * parameters.km_rate.value, _METRES_PER_KM))


def _long(trip: Trip) -> int:
    return trip.parameters.long_distance.value


def _value(sheet: Sheet, trip: Trip, place: Nearest) -> int | None:
    if place.distance_km <= _long(trip):
        return rate_amount(place.distance_km, trip.parameters)
    if isinstance(place.fare, Amount):
        return place.fare.amount
    sheet.lack("nearest_place_fare", "patient_travel_office", trip.cap_rule, trip)
    return None


def _say_why_not_capped(sheet: Sheet, trip: Trip) -> None:
    treatment = sheet.facts.treatment
    if treatment.level is Level.PRIMARY:
        sheet.inform("T-NEAR-02", trip)
    elif treatment.choice is not Choice.FREE_CHOICE:
        sheet.inform("T-NEAR-03", trip, readings=("A09",))

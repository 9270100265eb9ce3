"""The two thresholds: far enough, and dearer than the local minimum fare."""

from typing import Final

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import Amount, FareUnknown, NoService
from travel_api.domain.nearest import route_metres
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, Ground

FAR_ENOUGH: Final = "T-MIN-01"
DEAR_ENOUGH: Final = "T-MIN-02"


def thresholds_passed(sheet: Sheet, trip: Trip) -> bool:
    """Whether the journey is long and dear enough, or a document or an emergency lifts both.

    Both are tested on the distance that can be covered (A11).
    """
    for test in (_far_enough, _dear_enough):
        failed = test(sheet, trip)
        if failed is not None:
            return _lifted(sheet, trip, failed)
    return True


def _far_enough(sheet: Sheet, trip: Trip) -> Line | None:
    metres = route_metres(trip) if trip.cap is None else trip.cap.distance_km
    least = trip.parameters.least_distance
    exactly = metres == least.value
    if metres > least.value:
        return None
    if exactly and sheet.interpretations.exactly_least_distance == "granted":
        sheet.inform(FAR_ENOUGH, trip, readings=("A01",))
        return None
    return Line(
        FAR_ENOUGH,
        Effect.REFUSES,
        "patient",
        trip.journey.id,
        quantity=metres,
        unit="km",
        parameters=(least,),
        interpretations=("A01", "A11"),
        discretionary=exactly,
    )


def _dear_enough(sheet: Sheet, trip: Trip) -> Line | None:
    fare = trip.journey.cheapest_public_fare if trip.cap is None else trip.cap.fare
    minimum = trip.journey.local_minimum_fare
    if isinstance(fare, NoService) or isinstance(minimum, NoService):
        return None
    if isinstance(fare, Amount) and isinstance(minimum, Amount):
        if fare.amount > minimum.amount:
            return None
        return Line(
            DEAR_ENOUGH,
            Effect.REFUSES,
            "patient",
            trip.journey.id,
            quantity=1,
            unit="one_way_trip",
            rate=fare.amount,
            interpretations=("A04", "A11"),
        )
    if not _lifting_rule(sheet, trip):
        _ask_for_fares(sheet, trip, unknown_fare=isinstance(fare, FareUnknown))
    return None


def _ask_for_fares(sheet: Sheet, trip: Trip, *, unknown_fare: bool) -> None:
    if unknown_fare:
        sheet.lack("cheapest_public_fare", "patient_travel_office", DEAR_ENOUGH, trip)
    if isinstance(trip.journey.local_minimum_fare, FareUnknown):
        sheet.lack("local_minimum_fare", "patient_travel_office", DEAR_ENOUGH, trip)


def _lifted(sheet: Sheet, trip: Trip, failed: Line) -> bool:
    rule = _lifting_rule(sheet, trip)
    if rule is not None:
        sheet.inform(rule, trip, readings=("A05",))
        return True
    if trip.journey.emergency is Answer.UNKNOWN and sheet.interpretations.apply("X-EMERG"):
        sheet.lack("emergency", "treatment_centre", "X-EMERG", trip)
        return False
    sheet.lines.append(failed)
    return False


def _lifting_rule(sheet: Sheet, trip: Trip) -> str | None:
    if trip.need is Ground.HEALTH:
        return "T-MIN-03"
    if trip.journey.emergency is Answer.YES and sheet.interpretations.apply("X-EMERG"):
        return "X-EMERG"
    return None

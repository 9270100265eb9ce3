"""The two thresholds: far enough, and dearer than the local minimum fare."""

from typing import Final

from contracts.vocabulary import Ore
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import PATIENT, Amount, Fare, FareUnknown, NoService
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, Ground

FAR_ENOUGH: Final = "T-MIN-01"
DEAR_ENOUGH: Final = "T-MIN-02"


def thresholds_passed(sheet: Sheet, trip: Trip) -> Answer:
    """Whether the journey is long and dear enough, or a document or an emergency lifts both.

    Both are tested on the distance that can be covered (A11). Transport that was requisitioned the
    whole way has been granted already.
    """
    if trip.counted == 0 < trip.route:
        return Answer.YES
    for test in (_far_enough, _dear_enough):
        failed = test(sheet, trip)
        if failed is not None:
            return _lifted(sheet, trip, failed)
    return Answer.YES


def _far_enough(sheet: Sheet, trip: Trip) -> Line | None:
    metres = trip.route if trip.cap is None else trip.cap.distance_km
    least = trip.parameters.least_distance
    exactly = metres == least.value
    readings = (*(("A01",) if exactly else ()), *(("A11",) if trip.cap else ()))
    if metres > least.value:
        return None
    if exactly and sheet.interpretations.exactly_least_distance == "granted":
        sheet.inform(FAR_ENOUGH, trip, readings=("A01",))
        return None
    return Line(
        FAR_ENOUGH,
        Effect.REFUSES,
        PATIENT,
        trip.journey.id,
        quantity=metres,
        unit="km",
        parameters=(least,),
        interpretations=readings,
        discretionary=exactly,
    )


def _dear_enough(sheet: Sheet, trip: Trip) -> Line | None:
    """Compare the fare with the minimum; of a capped journey neither way may be too cheap."""
    fares = [trip.journey.cheapest_public_fare]
    if trip.cap is not None:
        fares.append(trip.cap.fare)
    minimum = trip.journey.local_minimum_fare
    if isinstance(minimum, Amount):
        for fare in fares:
            if isinstance(fare, Amount) and fare.amount <= minimum.amount:
                return _too_cheap(trip, fare.amount)
        if all(isinstance(fare, Amount) for fare in fares):
            return None
    if not isinstance(minimum, NoService) and _lifting_rule(sheet, trip) is None:
        _ask_for_fares(sheet, trip, fares)
    return None


def _too_cheap(trip: Trip, fare: Ore) -> Line:
    return Line(
        DEAR_ENOUGH,
        Effect.REFUSES,
        PATIENT,
        trip.journey.id,
        quantity=1,
        unit="one_way_trip",
        rate=fare,
        interpretations=("A04", "A11") if trip.cap else ("A04",),
    )


def _ask_for_fares(sheet: Sheet, trip: Trip, fares: list[Fare]) -> None:
    """Ask for a fare that is not known; where there is no public transport none is needed."""
    if all(isinstance(fare, NoService) for fare in fares):
        return
    if any(isinstance(fare, FareUnknown) for fare in fares):
        sheet.lack("cheapest_public_fare", "patient_travel_office", DEAR_ENOUGH, trip)
    if isinstance(trip.journey.local_minimum_fare, FareUnknown):
        sheet.lack("local_minimum_fare", "patient_travel_office", DEAR_ENOUGH, trip)


def _lifted(sheet: Sheet, trip: Trip, failed: Line) -> Answer:
    rule = _lifting_rule(sheet, trip)
    if rule is not None:
        sheet.lines.append(
            Line(
                rule,
                Effect.INFORMS,
                PATIENT,
                trip.journey.id,
                interpretations=("A05",),
                discretionary=rule == "X-EMERG",
            )
        )
        return Answer.YES
    if trip.journey.emergency is Answer.UNKNOWN and sheet.interpretations.apply("X-EMERG"):
        sheet.lack("emergency", "treatment_centre", "X-EMERG", trip)
        return Answer.UNKNOWN
    sheet.lines.append(failed)
    return Answer.NO


def _lifting_rule(sheet: Sheet, trip: Trip) -> str | None:
    if trip.need is Ground.HEALTH:
        return "T-MIN-03"
    if trip.journey.emergency is Answer.YES and sheet.interpretations.apply("X-EMERG"):
        return "X-EMERG"
    return None

"""Journeys completed up to and including 30 September 2016, under the regulation of 2008."""

from contracts.vocabulary import Ore
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.charge import charge_line, is_higher
from travel_api.domain.documents import confirm_attendance
from travel_api.domain.facts import PATIENT, Amount
from travel_api.domain.nearest import cap_rule_of
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Ground

_METRES_PER_KM = 1000


def assess_old(sheet: Sheet, trip: Trip) -> None:
    """Add the lines of a journey under the old regulation: cheapest fare less the charge (A25).

    Companions, expenses and farther places of that time are left to a handler: no rule for them
    was read.
    """
    sheet.inform("T-REG-01", trip, readings=("A23",))
    confirm_attendance(sheet, trip, "T-DOC-01")
    treatment = sheet.facts.treatment
    farther = cap_rule_of(treatment.level, treatment.choice) is not None
    accompanied = any(trip.journey.id in one.journeys for one in sheet.facts.companions)
    if trip.expenses or accompanied or farther:
        sheet.review = True
    if not _far_and_dear_enough(sheet, trip):
        return
    if not trip.patient or is_higher(sheet):
        sheet.review = True
        return
    sheet.entitled = True
    trip.covered.add(PATIENT)
    line = _transport(sheet, trip)
    if line is not None:
        sheet.lines.append(line)
        sheet.lines.append(charge_line(sheet, trip, line.amount))


def _far_and_dear_enough(sheet: Sheet, trip: Trip) -> bool:
    if trip.need is Ground.HEALTH or not sheet.interpretations.apply("X-OLD-3KM"):
        return True
    fare, minimum = trip.journey.cheapest_public_fare, trip.journey.local_minimum_fare
    cheap = (
        isinstance(fare, Amount) and isinstance(minimum, Amount) and fare.amount <= minimum.amount
    )
    if cheap or trip.route <= trip.parameters.least_distance.value:
        sheet.refuse("X-OLD-3KM", trip)
        return False
    if isinstance(fare, Amount) and minimum.kind == "unknown":
        sheet.lack("local_minimum_fare", "patient_travel_office", "X-OLD-3KM", trip)
    return True


def _transport(sheet: Sheet, trip: Trip) -> Line | None:
    if trip.need is not None and sheet.interpretations.apply("X-OLD-CAR"):
        rate, metres = trip.parameters.old_car_rate, trip.route
        return Line(
            "X-OLD-CAR",
            Effect.ADDS,
            PATIENT,
            trip.journey.id,
            amount=Ore((2 * metres * rate.value + _METRES_PER_KM) // (2 * _METRES_PER_KM)),
            quantity=metres,
            unit="km",
            rate=Ore(rate.value),
            parameters=(rate,),
            interpretations=("A25",),
        )
    fare = trip.journey.cheapest_public_fare
    if not isinstance(fare, Amount):
        sheet.lack("cheapest_public_fare", "patient_travel_office", "T-REG-01", trip)
        return None
    return Line(
        "T-REG-01",
        Effect.ADDS,
        PATIENT,
        trip.journey.id,
        amount=fare.amount,
        quantity=1,
        unit="one_way_trip",
        rate=fare.amount,
        interpretations=("A25",),
    )

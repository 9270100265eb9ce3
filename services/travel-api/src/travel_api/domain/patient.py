"""What a journey gives the patient: transport, car expenses, less the charge."""

from dataclasses import replace

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.charge import charge_line
from travel_api.domain.documents import need_rule
from travel_api.domain.extras import car_expenses, car_was_needed
from travel_api.domain.facts import PATIENT
from travel_api.domain.nearest import cap
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.transport import by_fare, by_leg, is_long, taxis_of_a_long_journey


def assess_patient(sheet: Sheet, trip: Trip) -> None:
    """Add the patient's lines of one journey."""
    lines = _transport_and_expenses(sheet, trip)
    sheet.lines += lines
    sheet.lines.append(charge_line(sheet, trip, max(0, sum(line.amount for line in lines))))


def _transport_and_expenses(sheet: Sheet, trip: Trip) -> list[Line]:
    if not is_long(sheet, trip):
        transport = cap(sheet, trip, by_leg(sheet, trip, PATIENT), PATIENT)
        return transport + _expenses(sheet, trip)
    needed = car_was_needed(sheet, trip, PATIENT)
    if not (needed and sheet.interpretations.apply("X-300-NEED")):
        transport = cap(sheet, trip, by_fare(sheet, trip, PATIENT), PATIENT)
        if trip.need is None:
            taxis_of_a_long_journey(sheet, trip, PATIENT)
        return transport + _expenses(sheet, trip)
    return _long_with_need(sheet, trip)


def _expenses(sheet: Sheet, trip: Trip) -> list[Line]:
    if not trip.expenses:
        return []
    if trip.need is not None:
        sheet.inform(need_rule(trip.need), trip)
    return car_expenses(sheet, trip, PATIENT)


def _long_with_need(sheet: Sheet, trip: Trip) -> list[Line]:
    """Choose between rate with expenses and the fare, for a long journey with a needed car (A06).

    A document more must never lead to a krone less, so by default the better one is paid.
    """
    rate = cap(sheet, trip, by_leg(sheet, trip, PATIENT), PATIENT) + _expenses(sheet, trip)
    reading = sheet.interpretations.long_with_need
    if reading == "rate" or trip.journey.cheapest_public_fare.kind != "amount":
        return [_because_of_need(line) for line in rate]
    fare = cap(sheet, trip, by_fare(sheet, trip, PATIENT), PATIENT)
    if reading == "fare" or _total(fare) > _total(rate):
        return fare
    return [_because_of_need(line) for line in rate]


def _total(lines: list[Line]) -> int:
    return sum(line.amount for line in lines)


def _because_of_need(line: Line) -> Line:
    if line.rule != "T-RATE-01":
        return line
    return replace(line, rule="X-300-NEED", effect=Effect.ADDS, interpretations=("A06",))

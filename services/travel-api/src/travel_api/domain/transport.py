"""What a journey itself is worth: by the kilometre, by the cheapest fare or by receipts."""

from collections.abc import Callable, Mapping
from typing import Final

from contracts.vocabulary import Metres, Ore
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.documents import ask_for_car_need
from travel_api.domain.facts import Amount, FareUnknown, Leg, NoService
from travel_api.domain.law_dates import CHAPTERS_REWRITTEN
from travel_api.domain.nearest import rate_amount
from travel_api.domain.receipts import of_leg, paid
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, ExpenseKind, Mode


def is_long(sheet: Sheet, trip: Trip) -> bool:
    """Whether the journey is paid by the fare: longer than the limit, booked legs left out."""
    metres = trip.counted
    limit = trip.parameters.long_distance.value
    if metres == limit:
        trip.readings = ("A02", "A03")
        return sheet.interpretations.exactly_long_distance == "fare"
    return metres > limit


def by_fare(sheet: Sheet, trip: Trip, traveller: str) -> list[Line]:
    """Return the line for the cheapest public transport, or ask for what it needs."""
    if trip.counted != trip.route:
        sheet.review = True
    flown = any(leg.mode is Mode.AIR for leg in trip.journey.legs)
    rule = "T-AIR-03" if flown else "T-RATE-02"
    match trip.journey.cheapest_public_fare:
        case Amount(amount=fare):
            return [
                Line(
                    rule,
                    Effect.ADDS,
                    traveller,
                    trip.journey.id,
                    amount=fare,
                    quantity=1,
                    unit="one_way_trip",
                    rate=fare,
                    parameters=(trip.parameters.long_distance,),
                    interpretations=trip.readings,
                )
            ]
        case FareUnknown():
            sheet.lack("cheapest_public_fare", "patient_travel_office", rule, trip)
        case NoService():
            sheet.lack(
                "need_car_or_taxi", "patient_travel_office", "T-EXTRA-03", trip, traveller=traveller
            )
    return []


def by_leg(sheet: Sheet, trip: Trip, traveller: str, *, along: bool = False) -> list[Line]:
    """Return the lines of a journey that is paid leg by leg.

    Args:
        sheet: the assessment so far.
        trip: the journey.
        traveller: whose lines.
        along: whether the traveller sits beside the patient in a car or a taxi, which is paid once.
    """
    lines: list[Line] = []
    for leg in trip.journey.legs:
        if leg.requisitioned is not Answer.NO:
            lines += _requisitioned(sheet, trip, leg, traveller)
        elif along and leg.mode in _SHARED:
            sheet.inform("T-COMP-02", trip, traveller=traveller)
        elif leg.mode in _BY_RECEIPT:
            lines += _BY_RECEIPT[leg.mode](sheet, trip, leg, traveller)
        else:
            rule = "T-AIR-02" if leg.mode is Mode.AIR else "T-RATE-01"
            lines.append(by_rate(trip, leg.distance_km, rule, traveller, leg.id))
    return lines


def by_rate(trip: Trip, metres: Metres, rule: str, traveller: str, leg: str | None = None) -> Line:
    """Return the line for a distance at the rate per kilometre."""
    parameters = trip.parameters
    return Line(
        rule,
        Effect.ADDS,
        traveller,
        trip.journey.id,
        leg,
        None,
        rate_amount(metres, parameters),
        metres,
        "km",
        Ore(parameters.km_rate.value),
        (parameters.km_rate,),
        trip.readings,
    )


def _requisitioned(sheet: Sheet, trip: Trip, leg: Leg, traveller: str) -> list[Line]:
    if leg.requisitioned is Answer.UNKNOWN:
        sheet.lack("requisition", "patient_travel_office", "T-ADP-02", trip)
        return []
    return [
        Line(
            "T-ADP-02",
            Effect.INFORMS,
            traveller,
            trip.journey.id,
            leg.id,
            quantity=leg.distance_km,
            unit="km",
            interpretations=("A31",),
        )
    ]


def _taxi(sheet: Sheet, trip: Trip, leg: Leg, traveller: str) -> list[Line]:
    claimed = of_leg(trip, leg, traveller)
    rate = by_rate(trip, leg.distance_km, "T-RATE-01", traveller, leg.id)
    if not claimed:
        return [rate]
    booked_only = _must_be_booked(sheet, trip)
    emergency = trip.journey.emergency if sheet.interpretations.apply("X-EMERG") else Answer.NO
    if emergency is Answer.UNKNOWN and (booked_only or trip.need is None):
        sheet.lack("emergency", "treatment_centre", "X-EMERG", trip)
        return [rate]
    urgent = emergency is Answer.YES
    if booked_only and not urgent:
        for expense in claimed:
            sheet.refuse("X-TAXI-2025", trip, traveller=traveller, expense=expense.id)
        return [rate]
    if trip.need is None and not urgent:
        for expense in claimed:
            ask_for_car_need(sheet, trip, traveller, expense.id)
        return [by_rate(trip, leg.distance_km, "T-EXTRA-04", traveller, leg.id)]
    rule = "X-EMERG" if trip.need is None else "T-EXTRA-01"
    return paid(sheet, trip, leg, claimed, rule) or [rate]


def _must_be_booked(sheet: Sheet, trip: Trip) -> bool:
    return trip.on >= CHAPTERS_REWRITTEN and sheet.interpretations.apply("X-TAXI-2025")


def taxis_of_a_long_journey(sheet: Sheet, trip: Trip, traveller: str) -> None:
    """Answer the taxi receipts of a journey that is paid by the fare."""
    for expense in trip.expenses:
        if expense.kind is not ExpenseKind.TAXI or expense.traveller != traveller:
            continue
        if trip.journey.emergency is not Answer.NO:
            sheet.review = True
        elif _must_be_booked(sheet, trip):
            sheet.refuse("X-TAXI-2025", trip, traveller=traveller, expense=expense.id)
        else:
            ask_for_car_need(sheet, trip, traveller, expense.id)


def _ferry(sheet: Sheet, trip: Trip, leg: Leg, traveller: str) -> list[Line]:
    match leg.with_car:
        case Answer.YES:
            return [by_rate(trip, leg.distance_km, "T-FERRY-01", traveller, leg.id)]
        case Answer.UNKNOWN:
            sheet.lack("with_car", "claimant", "T-FERRY-02", trip, traveller=traveller)
            return []
        case Answer.NO:
            tickets = of_leg(trip, leg, traveller)
            if not tickets:
                sheet.lack("ferry_ticket", "claimant", "T-FERRY-03", trip, traveller=traveller)
            return paid(sheet, trip, leg, tickets, "T-FERRY-02")


def _boat(sheet: Sheet, trip: Trip, leg: Leg, traveller: str) -> list[Line]:
    rate = [by_rate(trip, leg.distance_km, "T-RATE-01", traveller, leg.id)]
    if not sheet.interpretations.apply("X-BOAT"):
        return rate
    tickets = of_leg(trip, leg, traveller)
    lines = paid(sheet, trip, leg, tickets, "X-BOAT")
    if lines or trip.on < CHAPTERS_REWRITTEN:
        return lines or rate
    if not tickets:
        sheet.lack("boat_ticket", "claimant", "X-BOAT", trip, traveller=traveller)
    return []


_SHARED: Final = frozenset({Mode.CAR, Mode.TAXI})
_BY_RECEIPT: Final[Mapping[Mode, Callable[[Sheet, Trip, Leg, str], list[Line]]]] = {
    Mode.TAXI: _taxi,
    Mode.FERRY: _ferry,
    Mode.BOAT: _boat,
}

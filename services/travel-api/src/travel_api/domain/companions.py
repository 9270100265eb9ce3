"""What each companion is paid: one rate per car, and a rate for each on public transport."""

from dataclasses import replace

from contracts.vocabulary import Ore
from travel_api.domain.assessment import Effect, Line
from travel_api.domain.companion_rights import Party, ground_of_right, party_of
from travel_api.domain.documents import confirm_attendance
from travel_api.domain.extras import car_expenses
from travel_api.domain.facts import Companion
from travel_api.domain.law_dates import CHAPTERS_REWRITTEN
from travel_api.domain.nearest import cap
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.transport import by_fare, by_leg, by_rate, is_long
from travel_api.domain.words import Answer, ExpenseKind, Mode

_OF_DISCRETION = frozenset({"T-COMP-03", "T-COMP-07", "T-COMP-08"})


def assess_companions(sheet: Sheet, trip: Trip) -> None:
    """Add every companion's lines of one journey, in the order they are named."""
    if not sheet.facts.companions:
        return
    party = party_of(sheet, trip, patients_car_paid=_patient_by_car(trip))
    for companion in sheet.facts.companions:
        if trip.journey.id in companion.journeys:
            _assess(sheet, trip, companion, party)


def assess_in_own_right(sheet: Sheet, trip: Trip) -> None:
    """Refuse the companions of a refused journey, but for those with a right of their own.

    Without a right for the patient there is none for a companion (A34). From 3 March 2025 a
    companion who travels more than the least distance has one (X-COMP-2025).
    """
    applies = trip.on >= CHAPTERS_REWRITTEN and sheet.interpretations.apply("X-COMP-2025")
    least = trip.parameters.least_distance.value
    party = party_of(sheet, trip, patients_car_paid=False)
    for companion in sheet.facts.companions:
        if trip.journey.id not in companion.journeys:
            continue
        own = companion.own_distance_km
        if applies and own is not None and own > least:
            sheet.inform("X-COMP-2025", trip, traveller=companion.id)
            _assess(sheet, trip, companion, party)
        else:
            sheet.refuse("T-COMP-01", trip, traveller=companion.id, readings=("A34",))


def _assess(sheet: Sheet, trip: Trip, companion: Companion, party: Party) -> None:
    rule = ground_of_right(sheet, trip, companion, party)
    if rule is None:
        return
    sheet.entitled = True
    trip.covered.add(companion.id)
    confirm_attendance(sheet, trip, "T-DOC-03", companion.id)
    by_car = companion.mode == "car"
    if by_car and _car_is_paid(sheet, trip, companion, rule, party):
        if rule in _OF_DISCRETION:
            sheet.inform(rule, trip, traveller=companion.id)
        sheet.inform("T-COMP-02", trip, traveller=companion.id, readings=("A21",))
        lines = []
    else:
        if not by_car:
            _check_ticket(sheet, trip, companion)
        lines = _marked(_transport(sheet, trip, companion), rule, by_car=by_car)
    lines += car_expenses(sheet, trip, companion.id)
    sheet.lines += lines
    _charge(sheet, trip, companion, sum(line.amount for line in lines))


def _transport(sheet: Sheet, trip: Trip, companion: Companion) -> list[Line]:
    """Return what the way itself is worth to a companion.

    One who goes along by public transport is paid leg by leg; one who drives, or travels without
    the patient, for the whole way.
    """
    who, own = companion.id, companion.own_distance_km
    along = companion.accompanies is Answer.YES
    if own is not None and own > trip.parameters.long_distance.value:
        sheet.lack("companions_fare", "patient_travel_office", "T-RATE-02", trip, traveller=who)
        return []
    needed = trip.need is not None and trip.journey.cheapest_public_fare.kind != "amount"
    if own is None and is_long(sheet, trip) and not needed:
        lines = by_fare(sheet, trip, who)
    elif own is None and along and companion.mode == "public":
        with_patient = trip.journey.patient_travels is Answer.YES
        lines = by_leg(sheet, trip, who, along=with_patient)
    else:
        metres = trip.route if own is None else own
        lines = [by_rate(trip, metres, "T-RATE-01", who)]
    return cap(sheet, trip, lines, who) if along else lines


def _marked(lines: list[Line], rule: str, *, by_car: bool) -> list[Line]:
    """Name the companion's own rule on what is paid by rate, and mark what is at discretion."""
    shown = rule if by_car or rule in _OF_DISCRETION else "T-COMP-03"
    return [
        replace(line, rule=shown, discretionary=shown in _OF_DISCRETION)
        if line.rule == "T-RATE-01"
        else replace(line, discretionary=True)
        for line in lines
    ]


def _check_ticket(sheet: Sheet, trip: Trip, companion: Companion) -> None:
    shown = any(
        expense.kind is ExpenseKind.TICKET
        and expense.traveller == companion.id
        and expense.has_receipt
        for expense in trip.expenses
    )
    if not shown:
        sheet.lack("ticket", "claimant", "T-COMP-04", trip, traveller=companion.id)


def _car_is_paid(sheet: Sheet, trip: Trip, companion: Companion, rule: str, party: Party) -> bool:
    """Whether the rate of the car this companion went by is another traveller's.

    An ordinary companion of a patient who goes by car shares the one rate. Parents are paid one
    rate per car (A21).
    """
    with_patient = companion.accompanies is Answer.YES and party.patients_car_paid
    if with_patient and rule not in {"T-COMP-07", "T-COMP-08"}:
        return True
    if not (with_patient or party.parents_car_paid):
        party.parents_car_paid = True
        return False
    if companion.same_car is Answer.UNKNOWN:
        sheet.lack("same_car", "claimant", "T-COMP-02", trip, traveller=companion.id)
    return companion.same_car is not Answer.NO


def _patient_by_car(trip: Trip) -> bool:
    return trip.journey.patient_travels is Answer.YES and any(
        leg.mode is Mode.CAR for leg in trip.journey.legs
    )


def _charge(sheet: Sheet, trip: Trip, companion: Companion, granted: int) -> None:
    if sheet.interpretations.apply("X-COMP-NOCHARGE"):
        sheet.inform("X-COMP-NOCHARGE", trip, traveller=companion.id, readings=("A07c",))
        return
    due = trip.parameters.charge
    sheet.lines.append(
        Line(
            "T-COPAY-01",
            Effect.DEDUCTS,
            companion.id,
            trip.journey.id,
            amount=Ore(-min(due.value, granted)),
            quantity=1,
            unit="one_way_trip",
            rate=Ore(due.value),
            parameters=(due,),
            interpretations=("A07c",),
        )
    )

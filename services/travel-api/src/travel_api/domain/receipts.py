"""Which receipt belongs to which leg, and what a ticket or a taxi receipt pays."""

from collections.abc import Sequence

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import Expense, Leg
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, ExpenseKind, Mode

LEG_EXPENSES = {
    Mode.TAXI: ExpenseKind.TAXI,
    Mode.FERRY: ExpenseKind.FERRY_TICKET,
    Mode.BOAT: ExpenseKind.BOAT_TICKET,
}


def of_leg(trip: Trip, leg: Leg, traveller: str) -> Sequence[Expense]:
    """Return the expenses that belong to a leg.

    The first expense of the kind goes to the first leg of the mode, and so on; when there are
    more expenses than legs the last leg takes the rest. Those with a receipt come first, so that
    the order in which they are sent changes nothing.
    """
    if not trip.expenses:
        return ()
    kind = LEG_EXPENSES[leg.mode]
    expenses = sorted(
        (one for one in trip.expenses if one.kind is kind and one.traveller == traveller),
        key=lambda expense: not expense.has_receipt,
    )
    legs = [
        one.id
        for one in trip.journey.legs
        if one.mode is leg.mode and one.requisitioned is not Answer.YES and _on_foot(one)
    ]
    place = legs.index(leg.id)
    if place == len(legs) - 1:
        return expenses[place:]
    return expenses[place : place + 1]


def paid(sheet: Sheet, trip: Trip, leg: Leg, expenses: Sequence[Expense], rule: str) -> list[Line]:
    """Return a line for each receipt, and ask for the receipts that are lacking."""
    lines = []
    for expense in expenses:
        if expense.has_receipt:
            lines.append(
                Line(
                    rule,
                    Effect.ADDS,
                    expense.traveller,
                    trip.journey.id,
                    leg.id,
                    expense.id,
                    expense.amount,
                    discretionary=rule in {"T-EXTRA-01", "X-EMERG"},
                )
            )
        else:
            ask_for_receipt(sheet, trip, expense, "T-FERRY-03" if leg.mode is Mode.FERRY else rule)
    return lines


def ask_for_receipt(sheet: Sheet, trip: Trip, expense: Expense, rule: str) -> None:
    """Ask for the receipt of an expense."""
    sheet.lack("receipt", "claimant", rule, trip, traveller=expense.traveller, expense=expense.id)


def _on_foot(leg: Leg) -> bool:
    return leg.mode is not Mode.FERRY or leg.with_car is Answer.NO

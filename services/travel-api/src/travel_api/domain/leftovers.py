"""No expense goes without an answer: what no rule has taken up is answered here."""

from collections.abc import Mapping
from typing import Final

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.facts import Expense
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import ExpenseKind

_REFUSED_BY: Final[Mapping[ExpenseKind, str]] = {
    ExpenseKind.FERRY_TICKET: "T-FERRY-02",
    ExpenseKind.BOAT_TICKET: "X-BOAT",
    ExpenseKind.MEAL: "X-MEAL",
    ExpenseKind.OVERNIGHT: "X-OVERNIGHT",
    ExpenseKind.LOST_EARNINGS: "X-LOST-EARN",
    ExpenseKind.HIRED_HELP: "X-LOST-EARN",
}


def answer_leftovers(sheet: Sheet, trip: Trip, *, long: bool) -> None:
    """Answer every expense of a journey that has neither a line nor a question.

    A ticket shows how somebody travelled and is not paid beside the rate. On a long journey the
    cheapest fare covers the whole way. Anything else belongs to nothing that was travelled.
    """
    answered = {line.expense for line in sheet.lines[trip.first_line :]}
    answered.update(missing.expense for missing in sheet.missing)
    for expense in trip.expenses:
        if expense.id not in answered:
            _answer(sheet, trip, expense, long=long)


def _answer(sheet: Sheet, trip: Trip, expense: Expense, *, long: bool) -> None:
    ticket = expense.kind is ExpenseKind.TICKET
    if not (ticket or (long and expense.traveller in trip.covered)):
        rule = _REFUSED_BY.get(expense.kind, "T-EXTRA-01")
        sheet.refuse(rule, trip, traveller=expense.traveller, expense=expense.id)
        return
    rule = "T-RATE-02" if long else "T-RATE-01"
    sheet.lines.append(
        Line(rule, Effect.INFORMS, expense.traveller, trip.journey.id, expense=expense.id)
    )

"""Expenses of going by car, beside the kilometres."""

from typing import Final

from travel_api.domain.assessment import Effect, Line
from travel_api.domain.documents import ask_for_car_need
from travel_api.domain.facts import Expense
from travel_api.domain.law_dates import (
    CAR_PAPERS_REQUIRED_AGAIN,
    CAR_PAPERS_WAIVED,
    CHAPTERS_REWRITTEN,
)
from travel_api.domain.receipts import ask_for_receipt
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, ExpenseKind, Mode

CAR_EXPENSES: Final = frozenset(
    {
        ExpenseKind.PARKING,
        ExpenseKind.TOLL,
        ExpenseKind.CAR_FERRY,
        ExpenseKind.WINTER_TYRES,
    }
)


def car_was_needed(sheet: Sheet, trip: Trip, traveller: str) -> bool:
    """Whether a car was needed: documented, or claimed for when nobody had to document it.

    Who had to show less is given what a document would give, and no more.
    """
    if trip.need is not None:
        return True
    return _papers_waived(sheet, trip) and any(
        expense.kind in CAR_EXPENSES and expense.traveller == traveller for expense in trip.expenses
    )


def car_expenses(sheet: Sheet, trip: Trip, traveller: str) -> list[Line]:
    """Return a line for each documented car expense of a traveller, and ask for what is lacking.

    The need for the car must be documented, and each expense by a receipt (T-EXTRA-01). From
    12 March 2020 to 31 May 2022 the need was not asked for (X-COVID).
    """
    lines: list[Line] = []
    for expense in trip.expenses:
        if expense.kind in CAR_EXPENSES and expense.traveller == traveller:
            lines += _expense(sheet, trip, expense)
    return lines


def _expense(sheet: Sheet, trip: Trip, expense: Expense) -> list[Line]:
    ground = _uncovered(sheet, trip, expense)
    if ground is not None:
        sheet.refuse(ground, trip, traveller=expense.traveller, expense=expense.id)
        return []
    waived = _papers_waived(sheet, trip)
    documented = trip.need is not None or waived
    if not documented:
        ask_for_car_need(sheet, trip, expense.traveller, expense.id)
    if not expense.has_receipt:
        ask_for_receipt(sheet, trip, expense, "T-EXTRA-01")
    if not (documented and expense.has_receipt):
        return []
    return [
        Line(
            "X-COVID" if trip.need is None else "T-EXTRA-01",
            Effect.ADDS,
            expense.traveller,
            trip.journey.id,
            expense=expense.id,
            amount=expense.amount,
            discretionary=True,
        )
    ]


def _uncovered(sheet: Sheet, trip: Trip, expense: Expense) -> str | None:
    by_car = any(
        leg.mode is Mode.CAR or leg.with_car is Answer.YES for leg in trip.journey.legs
    ) or any(
        companion.id == expense.traveller and companion.mode == "car"
        for companion in sheet.facts.companions
    )
    if not by_car:
        return "T-EXTRA-01"
    tyres = expense.kind is ExpenseKind.WINTER_TYRES
    if tyres and trip.on >= CHAPTERS_REWRITTEN and sheet.interpretations.apply("X-TYRES-2025"):
        return "X-TYRES-2025"
    return None


def _papers_waived(sheet: Sheet, trip: Trip) -> bool:
    in_force = CAR_PAPERS_WAIVED <= trip.on < CAR_PAPERS_REQUIRED_AGAIN
    return in_force and sheet.interpretations.apply("X-COVID")

"""Meals, nights away, lost earnings and hired help: figures of the regulation, not the source."""

from collections.abc import Callable, Mapping
from typing import Final

from contracts.vocabulary import Ore, half_up
from travel_api.domain.assessment import Effect, Line, Unit
from travel_api.domain.facts import PATIENT, Expense
from travel_api.domain.parameters import Parameter
from travel_api.domain.receipts import ask_for_receipt
from travel_api.domain.sheet import Sheet, Trip
from travel_api.domain.words import Answer, Exemption, ExpenseKind

_MEALS_AFTER: Final = 12 * 60
_DAY: Final = 24 * 60
_NEW_DAY_AFTER: Final = 6 * 60
_WORKING_DAY: Final = 8 * 60
_HOUR: Final = 60


def meal_days(minutes: int) -> int:
    """Return the days of meals for a time away.

    Meals are covered after more than 12 hours; 6 hours or more into a new day make it a whole one.

    >>> [meal_days(hours * 60) for hours in (12, 13, 24, 29, 30)]
    [0, 1, 1, 1, 2]
    """
    if minutes <= _MEALS_AFTER:
        return 0
    days, rest = divmod(minutes, _DAY)
    return max(1, days + (rest >= _NEW_DAY_AFTER))


def assess_allowances(sheet: Sheet, trip: Trip) -> None:
    """Add the lines for meals, nights, lost earnings and hired help of one journey."""
    for expense in trip.expenses:
        allowance = ALLOWANCES.get(expense.kind)
        if allowance is None or expense.traveller not in trip.covered:
            continue
        rule, pay = allowance
        if sheet.interpretations.apply(rule):
            _look_for_doubles(sheet, trip, expense)
            pay(sheet, trip, expense)


def _look_for_doubles(sheet: Sheet, trip: Trip, expense: Expense) -> None:
    """Leave it to a person when one traveller's day is claimed twice: limits are for a day."""
    day = (expense.kind, expense.traveller, trip.on)
    if day in sheet.allowed:
        sheet.review = True
    sheet.allowed.add(day)


def _meal(sheet: Sheet, trip: Trip, expense: Expense) -> None:
    if expense.minutes is None:
        _ask(sheet, trip, expense, "minutes_away", "X-MEAL")
        return
    days = meal_days(expense.minutes)
    rate = trip.parameters.meal_day
    _pay(sheet, trip, expense, "X-MEAL", limit=days * rate.value, of=(days, "days", rate))


def _overnight(sheet: Sheet, trip: Trip, expense: Expense) -> None:
    if expense.private_lodging is Answer.YES:
        sheet.refuse("X-OVERNIGHT", trip, traveller=expense.traveller, expense=expense.id)
    elif expense.private_lodging is Answer.UNKNOWN:
        _ask(sheet, trip, expense, "private_lodging", "X-OVERNIGHT")
    elif expense.nights is None:
        _ask(sheet, trip, expense, "nights", "X-OVERNIGHT")
    elif not expense.has_receipt:
        ask_for_receipt(sheet, trip, expense, "X-OVERNIGHT")
    else:
        rate, nights = trip.parameters.overnight_max, expense.nights
        limit = nights * rate.value
        _pay(sheet, trip, expense, "X-OVERNIGHT", limit=limit, of=(nights, "nights", rate))


def _lost_earnings(sheet: Sheet, trip: Trip, expense: Expense) -> None:
    """A companion's lost earnings; a patient's only after an occupational injury."""
    parameters = trip.parameters
    own = expense.traveller == PATIENT
    if own and sheet.facts.charge.exemption_ground is not Exemption.OCCUPATIONAL_INJURY:
        sheet.refuse("X-LOST-EARN", trip, expense=expense.id)
        return
    rate = parameters.injury_earnings_hour if own else parameters.companion_earnings_hour
    most = parameters.injury_earnings_day.value if own else None
    _by_the_hour(sheet, trip, expense, rate, most)


def _hired_help(sheet: Sheet, trip: Trip, expense: Expense) -> None:
    _by_the_hour(sheet, trip, expense, trip.parameters.hired_help_hour, None)


def _by_the_hour(
    sheet: Sheet, trip: Trip, expense: Expense, rate: Parameter, most: int | None
) -> None:
    if expense.minutes is None:
        _ask(sheet, trip, expense, "hours", "X-LOST-EARN")
        return
    if not expense.has_receipt:
        ask_for_receipt(sheet, trip, expense, "X-LOST-EARN")
        return
    minutes = min(expense.minutes, _WORKING_DAY)
    limit = half_up(minutes * rate.value, _HOUR)
    if most is not None:
        limit = min(limit, most)
    _pay(sheet, trip, expense, "X-LOST-EARN", limit=limit, of=(minutes, "hours", rate))


def _pay(
    sheet: Sheet,
    trip: Trip,
    expense: Expense,
    rule: str,
    *,
    limit: int,
    of: tuple[int, Unit, Parameter],
) -> None:
    """Pay what is claimed, up to the limit; what is claimed above it is refused."""
    quantity, unit, rate = of
    if limit < expense.amount:
        sheet.refuse(rule, trip, traveller=expense.traveller, expense=expense.id)
    if limit == 0:
        return
    sheet.lines.append(
        Line(
            rule,
            Effect.ADDS,
            expense.traveller,
            trip.journey.id,
            expense=expense.id,
            amount=Ore(min(limit, expense.amount)),
            quantity=quantity,
            unit=unit,
            rate=Ore(rate.value),
            parameters=(rate,),
            interpretations=("A37",),
            discretionary=rule == "X-OVERNIGHT",
        )
    )


def _ask(sheet: Sheet, trip: Trip, expense: Expense, what: str, rule: str) -> None:
    sheet.lack(what, "claimant", rule, trip, traveller=expense.traveller, expense=expense.id)


ALLOWANCES: Final[Mapping[ExpenseKind, tuple[str, Callable[[Sheet, Trip, Expense], None]]]] = {
    ExpenseKind.MEAL: ("X-MEAL", _meal),
    ExpenseKind.OVERNIGHT: ("X-OVERNIGHT", _overnight),
    ExpenseKind.LOST_EARNINGS: ("X-LOST-EARN", _lost_earnings),
    ExpenseKind.HIRED_HELP: ("X-LOST-EARN", _hired_help),
}

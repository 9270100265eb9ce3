"""Deadlines counted in weeks, from the day a person was told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

COMPLAINT_PERIOD: Final = timedelta(weeks=4)
"""How long a decision on patient travel can be complained about."""

_SATURDAY: Final = 5

IsHoliday = Callable[[date], bool]
"""Tells whether a day is a public holiday."""


def last_day_to_complain(notified_on: date, is_holiday: IsHoliday) -> date:
    """Return the last day on which a complaint is in time.

    Four weeks from the day the claimant was told; a period that ends on a Saturday, a Sunday or a
    public holiday runs to the next working day.

    >>> last_day_to_complain(date(2026, 3, 2), lambda day: False)
    datetime.date(2026, 3, 30)
    >>> last_day_to_complain(date(2026, 3, 7), lambda day: day == date(2026, 4, 6))
    datetime.date(2026, 4, 7)
    """
    day = notified_on + COMPLAINT_PERIOD
    while day.weekday() >= _SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day

"""When the switchboard answers, by the source page."""

from collections.abc import Container
from datetime import date, time
from typing import Final

Opening = tuple[time, time] | None
"""From when to when, or closed."""

_SATURDAY: Final = 5
_OPENS: Final = time.fromisoformat("09:00")
_CLOSES: Final = time.fromisoformat("15:00")
_CLOSES_IN_SUMMER: Final = time.fromisoformat("14:30")
_SUMMER: Final = ((5, 15), (9, 14))
"""First and last day of the short hours, as month and day."""


def opening(on: date, public_holidays: Container[date]) -> Opening:
    """Return when the switchboard answers on a day.

    That it is closed on public holidays is how this service reads "weekdays".

    >>> opening(date(2024, 5, 14), ())
    (datetime.time(9, 0), datetime.time(15, 0))
    >>> opening(date(2024, 5, 15), ())
    (datetime.time(9, 0), datetime.time(14, 30))
    >>> opening(date(2024, 5, 18), ()) is None
    True
    """
    if on.weekday() >= _SATURDAY or on in public_holidays:
        return None
    first, last = _SUMMER
    is_summer = first <= (on.month, on.day) <= last
    return _OPENS, _CLOSES_IN_SUMMER if is_summer else _CLOSES

"""Public holidays of Norway: deadlines do not end on them, and nobody answers the telephone.

The days of the Act on Holy Days (24 February 1995 no. 12, section 2) and of the Act on 1 and 17 May
(26 April 1947 no. 1). Whoever asks knows the weekday: other Sundays are not among them.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

_FIXED: Final = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
_FROM_EASTER: Final = (-3, -2, 0, 1, 39, 49, 50)
"""Maundy Thursday to Easter Monday, Ascension Day, Whit Sunday and Whit Monday."""


def is_public_holiday(day: date) -> bool:
    """Tell whether `day` is a public holiday.

    >>> is_public_holiday(date(2026, 4, 3))
    True
    """
    return day in public_holidays(day.year)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of `year`."""
    easter = _easter_sunday(year)
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {easter + timedelta(days=days) for days in _FROM_EASTER})


def _easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones, Butcher)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, since_leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    weekday = (32 + 2 * since_leap + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)

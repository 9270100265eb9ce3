"""Norwegian public holidays."""

from datetime import date

import holidays

_NORWAY = holidays.country_holidays("NO")


def is_holiday(day: date) -> bool:
    """Tell whether `day` is a public holiday in Norway (Sundays are told by the week)."""
    return day in _NORWAY

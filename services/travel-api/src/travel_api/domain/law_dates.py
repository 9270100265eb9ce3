"""The days on which the rules changed."""

from calendar import monthrange
from datetime import date
from typing import Final

NEW_REGULATION: Final = date(2016, 10, 1)
"""First day of the patient travel regulation of 2015; the old one governs the days before."""

CHAPTERS_REWRITTEN: Final = date(2025, 3, 3)
"""First day of the rewritten chapters 1 to 3: taxis, boats, car expenses, companions."""

CAR_PAPERS_WAIVED: Final = date(2020, 3, 12)
CAR_PAPERS_REQUIRED_AGAIN: Final = date(2022, 6, 1)
"""Between these days nobody had to document that a car was needed."""

MONTHS_TO_CLAIM: Final = 6
MONTHS_TO_CLAIM_WHEN_EXCUSED: Final = 36


def months_after(day: date, months: int) -> date:
    """Return the same day number some months later, or the last day of a shorter month.

    >>> months_after(date(2019, 8, 31), 6)
    datetime.date(2020, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

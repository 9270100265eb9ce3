"""When a case must be decided, and when somebody is reminded of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DAYS_TO_DECIDE: Final = 30
"""The form promises an answer "senest innen 30 dager": calendar days from the day it came in."""

_SATURDAY: Final = 5

IsHoliday = Callable[[date], bool]
"""Tells whether a day is a public holiday."""


class Notice(StrEnum):
    """What is said of a deadline."""

    DAY_20 = "day20"
    DAY_27 = "day27"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A notice and the local day on which it is given, at its beginning."""

    notice: Notice
    on: date


def decide_before(received_on: date) -> date:
    """Return the last local day on which the case can be decided in time.

    >>> decide_before(date(2026, 3, 1))
    datetime.date(2026, 3, 31)
    """
    return received_on + timedelta(days=DAYS_TO_DECIDE)


def notices(received_on: date, is_holiday: IsHoliday) -> tuple[NoticeDue, ...]:
    """Return when to remind of the deadline: on day 20 and 27, and when it has been missed.

    A reminder that would fall on a day off is given on the last working day before it, so that
    somebody reads it in time. The alarm goes on the day after the deadline, working day or not.

    Args:
        received_on: local day the form came in.
        is_holiday: tells whether a day is a public holiday.
    """
    return (
        NoticeDue(Notice.DAY_20, working_day_before(received_on + timedelta(days=20), is_holiday)),
        NoticeDue(Notice.DAY_27, working_day_before(received_on + timedelta(days=27), is_holiday)),
        NoticeDue(Notice.BREACH, decide_before(received_on) + timedelta(days=1)),
    )


def working_day_before(day: date, is_holiday: IsHoliday) -> date:
    """Return `day` if people work on it, else the last earlier day on which they do.

    >>> working_day_before(date(2026, 5, 17), lambda day: day == date(2026, 5, 14))
    datetime.date(2026, 5, 15)
    """
    while day.weekday() >= _SATURDAY or is_holiday(day):
        day -= timedelta(days=1)
    return day

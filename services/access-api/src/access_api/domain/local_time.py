"""Local days in Norway. Instants are UTC; days that people read are days in Oslo."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")


def local_day(instant: datetime) -> date:
    """Return the day in Oslo that `instant` falls on.

    >>> local_day(datetime(2026, 6, 30, 22, 0, tzinfo=UTC))
    datetime.date(2026, 7, 1)
    """
    return instant.astimezone(OSLO).date()


def start_of(day: date) -> datetime:
    """Return the instant at which `day` begins in Oslo, in UTC.

    >>> start_of(date(2026, 7, 1))
    datetime.datetime(2026, 6, 30, 22, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, time.min, OSLO).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the instant at which `day` is over in Oslo, in UTC."""
    return start_of(day + timedelta(days=1))

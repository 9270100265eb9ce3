"""What people on watch are told: counters that dashboards and alerts read, and alarms."""

import logging
from enum import StrEnum
from typing import Final

from prometheus_client import Counter, Gauge

from access_api.domain.limits import Result

_log = logging.getLogger(__name__)

CALLS: Final = Counter("access_calls", "Calls with a code by what came of them", ["result"])
LETTERS: Final = Counter("access_letters", "Letters by what became of them", ["status"])
RUNNING: Final = Gauge(
    "access_undecided", "Undecided cases by how near their deadline is", ["deadline"]
)
_ALARMS: Final = Counter("access_alarms", "Things that a person must look at now", ["alarm"])
for _result in Result:
    CALLS.labels(_result)


class Alarm(StrEnum):
    """Something that must not wait."""

    MANY_WRONG_CODES = "many_wrong_codes"
    RETURNED_AFTER_USE = "returned_after_use"
    LETTER_OVERDUE = "letter_overdue"
    DEADLINE_MISSED = "deadline_missed"


for _alarm in Alarm:
    _ALARMS.labels(_alarm)


def sound(alarm: Alarm, **ids: str) -> None:
    """Sound an alarm. `ids` name rows, never people."""
    _ALARMS.labels(alarm).inc()
    _log.error("Alarm: %s", alarm.value.replace("_", " "), extra=ids)

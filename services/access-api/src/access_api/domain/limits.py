"""How many wrong codes are borne, beside the five that one code stands."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` wrong guesses within `window`."""

    failures: int
    window: timedelta


AGENT: Final = Limit(20, HOUR)
"""One helpdesk agent. The agent is told."""

CLIENT: Final = Limit(100, HOUR)
"""One client, all its agents together. The client is told."""

PERSON: Final = Limit(10, timedelta(days=30))
"""One person over all their codes and cases. Nobody is told: the answer is `not_verified`."""

ALARM: Final = Limit(50, HOUR)
"""All wrong guesses together, from which an alarm is raised."""


class Result(StrEnum):
    """What a call with a code leads to. Every reason for a failure reads the same."""

    REOPENED = "reopened"
    NOT_VERIFIED = "not_verified"
    NOT_READY = "not_ready"

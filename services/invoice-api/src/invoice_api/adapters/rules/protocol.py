"""What the service and its rule workers say to each other: one request, one answer, in turn.

Answers are JSON that is validated on arrival, not pickles: a worker handles what strangers wrote,
and what it says is not trusted to run as code.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from invoice_api.domain.report import LayerResults

READY: Final = b"ready"
"""The first thing that a worker says, once its rules are compiled."""

_DAY: Final = len("2026-01-31")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker makes of one document: results, or the name of why it is unreadable."""

    results: LayerResults | None
    unreadable: str | None
    resident_bytes: int


_ANSWERS: Final = TypeAdapter(Answer)


def request(body: bytes, on: date) -> bytes:
    """Return the request to check `body` on the day `on`."""
    return on.isoformat().encode() + body


def parse_request(message: bytes) -> tuple[bytes, date]:
    """Return body and day of a request."""
    return message[_DAY:], date.fromisoformat(message[:_DAY].decode())


def answer(given: Answer) -> bytes:
    """Return `given` as a message."""
    return _ANSWERS.dump_json(given, exclude_defaults=True)


def parse_answer(message: bytes) -> Answer:
    """Return the answer in a message.

    Raises:
        ValueError: the message is no answer.
    """
    return _ANSWERS.validate_json(message)

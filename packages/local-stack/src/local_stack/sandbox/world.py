"""What the sandbox remembers, forgotten at every start and by `POST /_control/reset`."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Request

from local_stack.sandbox.shapes import Attendance, Body, Contact, Person


class Fault(Body):
    """How a system misbehaves for its next requests."""

    fail: int = 0
    status: int = 503
    when: Literal["before", "after"] = "before"
    delay_ms: int = 0


@dataclass
class Letter:
    """A letter the printer took: one envelope, whatever was asked later."""

    letter_id: str
    status: str
    sha256: str
    file: str
    callback_url: str
    envelopes: int = 1


@dataclass
class World:
    """Everything that was changed, sent and ordered."""

    faults: dict[str, Fault] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    attendances: dict[tuple[str, date], Attendance] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)


def today() -> date:
    """Return today's date in the sandbox."""
    return datetime.now(UTC).date()


def _world(request: Request) -> World:
    return cast("World", request.app.state.world)


WorldDep = Annotated[World, Depends(_world)]

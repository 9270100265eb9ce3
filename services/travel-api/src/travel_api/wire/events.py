"""Bodies about what happened to a claim."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service_kit.wire import Response
from travel_api.storage.journal import Event


class ClaimEventOut(Response):
    """Something that happened to a claim. Details are ids, codes and versions, never a person."""

    event_id: int
    at: datetime
    type: str
    actor: str
    details: Mapping[str, Any]


class ClaimEvents(Response):
    """Everything that happened to a claim, oldest first."""

    items: Sequence[ClaimEventOut]


def events_out(found: Sequence[Event]) -> ClaimEvents:
    """Return the journal of a claim as it goes on the wire."""
    return ClaimEvents(
        items=[
            ClaimEventOut(
                event_id=event.event_id,
                at=event.at,
                type=event.type,
                actor=event.actor,
                details=event.details,
            )
            for event in found
        ]
    )

"""The journal as it is answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from invoice_api.storage.events import Event
from service_kit.wire import Response


class InvoiceEventOut(Response):
    """One entry of the journal."""

    event_id: int
    at: datetime
    type: str
    case_id: Annotated[UUID, Field(description="The invoice or assignment it is about")]
    actor: str
    details: Annotated[dict[str, Any], Field(description="Ids, codes and versions only")]


class InvoiceEventsOut(Response):
    """Entries of the journal, oldest first."""

    items: list[InvoiceEventOut]

    @classmethod
    def of(cls, entries: Iterable[Event]) -> "InvoiceEventsOut":
        """Return entries as they go on the wire."""
        items = [
            InvoiceEventOut(
                event_id=entry.event_id,
                at=entry.at,
                type=entry.type,
                case_id=entry.case_id,
                actor=entry.actor,
                details=dict(entry.details),
            )
            for entry in entries
        ]
        return cls(items=items)

"""The journal as an archive takes it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from access_api.domain.archive import ACCESS_BASIS, DOCUMENTS, TITLES, Direction, Document
from access_api.domain.local_time import local_day
from access_api.storage.journal import DocumentEvent
from service_kit.wire import Response, TextOut


class ShieldedOut(Response):
    """What the archive keeps of an entry and never publishes."""

    request_id: UUID = Field(description="The request that the document belongs to")
    handled_by: str = Field(description="Who sent, registered or ordered it, as a subject")


class JournalEntryOut(Response):
    """A document that came or went. It names nobody; without `shielded` it can be published."""

    sequence: int = Field(description="Rises from entry to entry; ask for what comes after it")
    journalled_on: date
    case_number: str
    direction: Direction
    document: Document
    title: TextOut
    access_basis: str = Field(description="Why party and content are kept from the public")
    shielded: ShieldedOut


class JournalOut(Response):
    """Entries in the order they were journalled."""

    items: Sequence[JournalEntryOut]


def journal_out(events: Sequence[DocumentEvent]) -> JournalOut:
    """Return the entries of these events."""
    return JournalOut(items=[_entry(event) for event in events])


def _entry(event: DocumentEvent) -> JournalEntryOut:
    kind = DOCUMENTS[event.type]
    return JournalEntryOut(
        sequence=event.event_id,
        journalled_on=local_day(event.at),
        case_number=event.case_number,
        direction=kind.direction,
        document=kind.document,
        title=TextOut.of(TITLES[kind.document]),
        access_basis=ACCESS_BASIS,
        shielded=ShieldedOut(request_id=event.case_id, handled_by=event.actor),
    )

"""Reads the journal: who did what to which case, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.storage.tables import events

_c = events.c


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `details` holds ids, codes and versions only."""

    event_id: int
    at: datetime
    type: str
    case_id: UUID
    actor: str
    details: Mapping[str, Any]


async def of_case(tx: AsyncConnection, case_id: UUID) -> Sequence[Event]:
    """Return everything that was done to a case, oldest first."""
    return await _read(tx, select(events).where(_c.case_id == case_id))


async def after(tx: AsyncConnection, event_id: int, *, limit: int) -> Sequence[Event]:
    """Return what was written to the journal after an entry, oldest first."""
    return await _read(tx, select(events).where(_c.event_id > event_id).limit(limit))


async def _read(tx: AsyncConnection, query: Select[Any]) -> Sequence[Event]:
    rows = (await tx.execute(query.order_by(_c.event_id))).all()
    return [
        Event(row.event_id, row.at, row.type, row.case_id, row.actor, row.details) for row in rows
    ]

"""Table `event`: who did what to which case, only ever added to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.deadlines import Notice
from access_api.storage.tables import cases, events, notices
from service_kit.database import append_event

_SETTLED: Final = timedelta(minutes=2)
SYSTEM: Final = "system"
"""Actor of what the service does by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    event_id: int
    at: datetime
    type: str
    case_id: UUID
    actor: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """An event by which a document came or went."""

    event_id: int
    at: datetime
    type: str
    case_id: UUID
    actor: str
    case_number: str


async def write(
    tx: AsyncConnection, event_type: str, case_id: UUID, actor: str, **details: Any
) -> None:
    """Add a line in the transaction of the change it tells of. Ids and codes only."""
    await append_event(
        tx, events, event_type=event_type, case_id=case_id, actor=actor, details=details
    )


async def has_handled(
    tx: AsyncConnection, case_id: UUID, actor: str, event_types: Sequence[str]
) -> bool:
    """Tell whether `actor` did any of these things to the case."""
    c = events.c
    did = exists().where(c.case_id == case_id, c.actor == actor, c.type.in_(event_types))
    return bool(await tx.scalar(select(did)))


async def of_case(tx: AsyncConnection, case_id: UUID) -> Sequence[Entry]:
    """Return the case's journal, the oldest line first."""
    return await _entries(tx, events.c.case_id == case_id, 1000)


async def documents_after(
    tx: AsyncConnection, event_types: Collection[str], event_id: int, limit: int
) -> Sequence[DocumentEvent]:
    """Return events of these types that came after `event_id`.

    Ids are given before their transactions commit, so that a lower one can become visible later.
    What is younger than any transaction can be is therefore left for the next time.
    """
    c = events.c
    settled = c.at < func.clock_timestamp() - bindparam("settled", _SETTLED)
    rows = await tx.execute(
        select(c.event_id, c.at, c.type, c.case_id, c.actor, cases.c.case_number)
        .join(cases, cases.c.case_id == c.case_id)
        .where(c.event_id > event_id, c.type.in_(event_types), settled)
        .order_by(c.event_id)
        .limit(limit)
    )
    return [DocumentEvent(*row) for row in rows]


async def notice_given(tx: AsyncConnection, case_id: UUID, notice: Notice) -> bool:
    """Write down that a deadline's notice was given; false when it was given before."""
    added = await tx.execute(
        insert(notices).values(case_id=case_id, notice=notice).on_conflict_do_nothing()
    )
    return added.rowcount == 1


async def _entries(tx: AsyncConnection, which: Any, limit: int) -> Sequence[Entry]:
    c = events.c
    columns = (c.event_id, c.at, c.type, c.case_id, c.actor, c.details)
    rows = await tx.execute(select(*columns).where(which).order_by(c.event_id).limit(limit))
    return [Entry(*row) for row in rows]

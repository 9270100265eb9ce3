"""Tables `block`, `block_clock` and `block_change`: the set of blocked people and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage.tables import block_changes, block_clock, blocks


@dataclass(frozen=True, slots=True)
class Change:
    """One person's access was blocked or reopened."""

    version: int
    person_id: UUID
    blocked: bool
    at: datetime


async def is_blocked(tx: AsyncConnection, person_id: UUID) -> bool:
    """Tell whether the person's access is blocked."""
    return bool(await tx.scalar(select(exists().where(blocks.c.person_id == person_id))))


async def block(tx: AsyncConnection, person_id: UUID, now: datetime) -> Change | None:
    """Block the person's access; none when it was blocked already, which changes nothing."""
    added = await tx.execute(
        upsert(blocks).values(person_id=person_id, since=now).on_conflict_do_nothing()
    )
    return await _changed(tx, person_id, blocked=True, now=now) if added.rowcount == 1 else None


async def unblock(tx: AsyncConnection, person_id: UUID, now: datetime) -> Change | None:
    """Reopen the person's access; none when it was not blocked."""
    gone = await tx.execute(delete(blocks).where(blocks.c.person_id == person_id))
    return await _changed(tx, person_id, blocked=False, now=now) if gone.rowcount == 1 else None


async def tell_anew(tx: AsyncConnection, person_id: UUID, since: datetime) -> Change:
    """Raise the version for a person who is blocked still, but has more numbers than was told."""
    return await _changed(tx, person_id, blocked=True, now=since)


async def newest_of(tx: AsyncConnection, person_id: UUID) -> int | None:
    """Return the version of the last change that was told of the person."""
    c = block_changes.c
    newest: int | None = await tx.scalar(
        select(func.max(c.version)).where(c.person_id == person_id)
    )
    return newest


async def since(tx: AsyncConnection, person_id: UUID) -> datetime | None:
    """Return when the person's access was blocked, if it is."""
    found: datetime | None = await tx.scalar(
        select(blocks.c.since).where(blocks.c.person_id == person_id)
    )
    return found


async def version(tx: AsyncConnection) -> int:
    """Return the version of the whole set."""
    return int((await tx.execute(select(block_clock.c.version))).scalar_one())


async def go_on_above(tx: AsyncConnection, seen: int) -> None:
    """Raise the version above `seen` and above what it was."""
    clock = block_clock.c.version
    await tx.execute(update(block_clock).values(version=func.greatest(clock, seen) + 1))


async def changes(tx: AsyncConnection, after: int, limit: int) -> Sequence[Change]:
    """Return the changes that came after version `after`, in their order."""
    c = block_changes.c
    rows = await tx.execute(
        select(c.version, c.person_id, c.blocked, c.at)
        .where(c.version > after)
        .order_by(c.version)
        .limit(limit)
    )
    return [Change(*row) for row in rows]


async def change(tx: AsyncConnection, number: int) -> Change | None:
    """Return the change that made version `number`."""
    found = await changes(tx, number - 1, 1)
    return found[0] if found and found[0].version == number else None


async def _changed(tx: AsyncConnection, person_id: UUID, *, blocked: bool, now: datetime) -> Change:
    raised = await tx.execute(
        update(block_clock)
        .values(version=block_clock.c.version + 1)
        .returning(block_clock.c.version)
    )
    made = Change(int(raised.scalar_one()), person_id, blocked, now)
    await tx.execute(
        insert(block_changes).values(
            version=made.version, person_id=person_id, blocked=blocked, at=now
        )
    )
    return made

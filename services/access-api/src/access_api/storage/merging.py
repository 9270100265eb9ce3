"""Two rows of `person` that turn out to be one person: everything goes to the one that is kept.

The other row stays, without numbers: the history of blocks, which is only ever added to, names it.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Table, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage.tables import (
    blocks,
    cases,
    codes,
    guesses,
    letters,
    person_indexes,
    person_numbers,
)

_OF_A_PERSON: Final[tuple[Table, ...]] = (person_numbers, person_indexes, codes, letters, guesses)


async def move(tx: AsyncConnection, gone: UUID, kept: UUID) -> None:
    """Give everything that is `gone`'s to `kept`. Whoever has read a case must read it again."""
    for table in _OF_A_PERSON:
        await tx.execute(update(table).where(table.c.person_id == gone).values(person_id=kept))
    await tx.execute(
        update(cases)
        .where(cases.c.person_id == gone)
        .values(person_id=kept, version=cases.c.version + 1)
    )


async def move_block(tx: AsyncConnection, gone: UUID, kept: UUID) -> None:
    """Block `kept` if `gone` was blocked, from the earlier of the two days."""
    since: datetime | None = await tx.scalar(
        delete(blocks).where(blocks.c.person_id == gone).returning(blocks.c.since)
    )
    if since is None:
        return
    block = insert(blocks).values(person_id=kept, since=since)
    earlier = func.least(blocks.c.since, block.excluded.since)
    await tx.execute(
        block.on_conflict_do_update(index_elements=["person_id"], set_={"since": earlier})
    )

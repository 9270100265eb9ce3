"""What is no longer needed, removed: forms of cases that are over, and old guesses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage.tables import cases, guesses

_NOW: Final = func.clock_timestamp()
_AT_ONCE: Final = 500


async def forget_forms(tx: AsyncConnection, kept: timedelta) -> Sequence[UUID]:
    """Delete the form of cases that ended longer than `kept` ago, and return which they were."""
    c = cases.c
    over = c.ended_at <= _NOW - bindparam("kept", kept)
    which = (
        select(c.case_id)
        .where(over, c.sealed_form.is_not(None))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    forgotten = await tx.execute(
        update(cases).where(c.case_id.in_(which)).values(sealed_form=None).returning(c.case_id)
    )
    return list(forgotten.scalars())


async def forget_guesses(tx: AsyncConnection, kept: timedelta) -> None:
    """Delete guesses older than `kept`, which no limit counts any more."""
    await tx.execute(delete(guesses).where(guesses.c.at <= _NOW - bindparam("kept", kept)))

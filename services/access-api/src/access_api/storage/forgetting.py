"""What a case that is over no longer needs, removed from table `access_case`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.storage.tables import cases

_AT_ONCE: Final = 500


async def forget_forms(tx: AsyncConnection, kept: timedelta) -> Sequence[UUID]:
    """Delete the form of cases that ended longer than `kept` ago, and return which they were."""
    c = cases.c
    over = c.ended_at <= func.clock_timestamp() - bindparam("kept", kept)
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

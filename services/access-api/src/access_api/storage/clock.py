"""The database's clock: the only one that decides anything."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection


async def now(tx: AsyncConnection) -> datetime:
    """Return the instant it is."""
    instant: datetime = (await tx.execute(select(func.clock_timestamp()))).scalar_one()
    return instant

"""The database's clock: every instant and day that decides comes from it."""

from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_TODAY: Final = text("SELECT (clock_timestamp() AT TIME ZONE 'Europe/Oslo')::date")


async def today(tx: AsyncConnection) -> date:
    """Return today's date in Norway."""
    day: date = (await tx.execute(_TODAY)).scalar_one()
    return day

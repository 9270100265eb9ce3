"""Time that passes in a test: every instant of the database moves into the past."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine


async def pass_time(owner: AsyncEngine, interval: timedelta) -> None:
    """Let `interval` pass by subtracting it from every instant column of every table.

    `owner` is an engine of the role that owns the tables: the application's own role may not
    touch the journal.
    """
    async with owner.begin() as tx:
        columns = await tx.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND data_type = 'timestamp with time zone'"
            )
        )
        for table, column in columns.all():
            await tx.execute(
                text(f'UPDATE "{table}" SET "{column}" = "{column}" - CAST(:interval AS interval)'),  # noqa: S608
                {"interval": interval},
            )

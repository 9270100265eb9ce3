"""Months of the journal: made ahead, detached and dropped when outlived, by the tables' owner.

Table `event` is partitioned by the month (UTC) of its instant. Its partitions lie in the schema
`journal`, where the application's role has no business: it reaches rows through `event` alone, with
the rights it has there. `journal.event_rest` takes what falls into no month, so nothing is lost.
"""

from datetime import date
from typing import Final

from prometheus_client import Gauge
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

AHEAD: Final = Gauge("journal_months_ahead", "Months of the journal that are ready after this one")

_SESSION: Final = {"lock_timeout": "3s", "timezone": "UTC"}
_TODAY: Final = text("SELECT CAST(clock_timestamp() AS date)")
_MISSING: Final = text("""
    SELECT to_char(month, 'YYYY_MM'), CAST(month AS date), CAST(month + interval '1 month' AS date)
    FROM generate_series(
        date_trunc('month', least(:today, (SELECT CAST(min(at) AS date) FROM journal.event_rest))),
        CAST(:today AS date) + interval '3 months',
        interval '1 month'
    ) AS month
    WHERE to_regclass('journal.event_' || to_char(month, 'YYYY_MM')) IS NULL
""")
_MAKE: Final = (
    "CREATE TABLE journal.event_{0} (LIKE event)",
    """
    WITH moved AS (DELETE FROM journal.event_rest WHERE at >= '{1}' AND at < '{2}' RETURNING *)
    INSERT INTO journal.event_{0} SELECT * FROM moved
    """,
    "ALTER TABLE event ATTACH PARTITION journal.event_{0} FOR VALUES FROM ('{1}') TO ('{2}')",
)
_LOOSE: Final = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = CAST('journal' AS regnamespace) AND relkind = 'r' AND NOT relispartition
""")
_OUTLIVED: Final = text("""
    SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = oid
    WHERE inhparent = CAST('event' AS regclass) AND relname < 'event_' || to_char(
        CAST(:today AS date) - make_interval(months => :kept), 'YYYY_MM'
    )
""")
_READY: Final = text("""
    SELECT count(*) FROM pg_class JOIN pg_inherits ON inhrelid = oid
    WHERE inhparent = to_regclass('event') AND relname <> 'event_rest'
    AND relname > 'event_' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY_MM')
""")


async def keep_months(database_url: str, kept: int | None) -> None:
    """Make the months that are missing, and let go of those that are outlived.

    Args:
        database_url: PostgreSQL address of the role that owns the tables.
        kept: how many whole months of the journal are kept; without it all of them.
    """
    engine = create_async_engine(
        database_url, hide_parameters=True, connect_args={"server_settings": _SESSION}
    )
    async with engine.begin() as tx:
        today = await tx.scalar(_TODAY)
        await make_months(tx, today)
    if kept is not None:
        async with engine.begin() as tx:
            await let_go(tx, today, kept)
    await engine.dispose()


async def make_months(tx: AsyncConnection, today: date) -> None:
    """Make this month, three more, and every month that rows of `event_rest` belong to."""
    await tx.execute(text("LOCK TABLE journal.event_rest IN ACCESS EXCLUSIVE MODE"))
    for month in (await tx.execute(_MISSING, {"today": today})).all():
        for statement in _MAKE:
            await tx.execute(text(statement.format(*month)))


async def let_go(tx: AsyncConnection, today: date, kept: int) -> None:
    """Detach the months before the last `kept` whole ones, and drop those detached before.

    Between the two whoever set the wrong number can attach them again.
    """
    for name in (await tx.scalars(_LOOSE)).all():
        await tx.execute(text(f"DROP TABLE journal.{name}"))
    for name in (await tx.scalars(_OUTLIVED, {"today": today, "kept": kept})).all():
        await tx.execute(text(f"ALTER TABLE event DETACH PARTITION journal.{name}"))


async def count_months(tx: AsyncConnection) -> None:
    """Tell the metrics how many months are ready; a chore of the relay."""
    AHEAD.set(await tx.scalar(_READY))

"""The one question that is asked at every login, on connections of its own.

Asked through the driver: on this path SQLAlchemy's checkout, ping and result objects cost more than
the question. A connection is only ever used for these single statements, so there is nothing to
reset when it goes back.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import asyncpg
from opentelemetry import trace
from opentelemetry.trace import SpanKind

from access_api.settings import Settings

_tracer = trace.get_tracer(__name__)

_ONE: Final = """
SELECT block_clock.version, (
    SELECT block.since FROM person_index JOIN block USING (person_id)
    WHERE person_index.ix = ANY ($1::bytea[]) LIMIT 1
) AS since
FROM block_clock
"""
_MANY: Final = """
SELECT block_clock.version, (
    SELECT block.since FROM person_index JOIN block USING (person_id)
    WHERE person_index.ix = ANY (asked.ixs) LIMIT 1
) AS since
FROM block_clock, (
    SELECT place, array_agg(ix) AS ixs
    FROM unnest($1::int[], $2::bytea[]) AS one (place, ix) GROUP BY place
) AS asked
ORDER BY asked.place
"""
_LOST: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""A connection was gone, as after a failover; new ones are then opened, once."""

_TIME_LIMIT: Final = {"statement_timeout": "2s", "timezone": "UTC"}


@dataclass(frozen=True, slots=True)
class AccessStatus:
    """Whether somebody is blocked, since when, and the version of the whole set of blocks."""

    blocked: bool
    since: datetime | None
    version: int


@dataclass(slots=True)
class LookUps:
    """Asks the primary, never a replica or a cache: the login after a block sees it."""

    settings: Settings
    _pool: asyncpg.Pool | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def one(self, indexes: Sequence[bytes]) -> AccessStatus:
        """Return whether whoever answers to one of `indexes` is blocked."""
        return (await self._fetch(_ONE, indexes))[0]

    async def many(self, people: Sequence[Sequence[bytes]]) -> Sequence[AccessStatus]:
        """Return the same for each of `people`, in their order, all of one version."""
        pairs = [(place, index) for place, indexes in enumerate(people) for index in indexes]
        places, indexes = [place for place, _ in pairs], [index for _, index in pairs]
        return await self._fetch(_MANY, places, indexes)

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()

    async def _fetch(self, sql: str, *values: Any) -> list[AccessStatus]:
        pool = self._pool or await self._open()
        span = None
        if trace.get_current_span().is_recording():
            span = _tracer.start_span("SQL SELECT", kind=SpanKind.CLIENT)
        try:
            rows = await _ask(pool, sql, values)
        except _LOST:
            await pool.expire_connections()
            rows = await _ask(pool, sql, values)
        finally:
            if span is not None:
                span.end()
        return [AccessStatus(row[1] is not None, row[1], row[0]) for row in rows]

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                url = self.settings.database_url.get_secret_value()
                self._pool = await asyncpg.create_pool(
                    url.replace("postgresql+asyncpg", "postgresql", 1),
                    min_size=1,
                    max_size=self.settings.lookup_pool_size,
                    reset=_nothing,
                    server_settings=_TIME_LIMIT,
                )
            return self._pool


async def _ask(pool: asyncpg.Pool, sql: str, values: Sequence[Any]) -> Any:
    async with pool.acquire() as connection:
        return await connection.fetch(sql, *values)


async def _nothing(_connection: asyncpg.Connection) -> None:
    """Leave a connection as it is."""

"""Is this person's access blocked? Asked at every login, so the shortest way to the answer.

One statement on the primary, through the driver: no replica and no cache, so that the login after
a block sees it. Whoever is unknown gets the same answer, in the same form, from the same work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from opentelemetry import trace
from opentelemetry.trace import SpanKind

from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber

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


@dataclass(frozen=True, slots=True)
class AccessStatus:
    """Whether somebody is blocked, since when, and the version of the whole set of blocks."""

    blocked: bool
    since: datetime | None
    version: int


async def look_up(shell: Shell, number: NationalIdentityNumber) -> AccessStatus:
    """Return whether the access of whoever has `number` is blocked."""
    indexes = list(shell.registry.indexes(number).values())
    return (await _ask(shell, _ONE, indexes))[0]


async def look_up_many(
    shell: Shell, numbers: Sequence[NationalIdentityNumber]
) -> Sequence[AccessStatus]:
    """Return the same for each of `numbers`, in their order, all of one version."""
    pairs = [
        (place, index)
        for place, number in enumerate(numbers)
        for index in shell.registry.indexes(number).values()
    ]
    return await _ask(shell, _MANY, [place for place, _ in pairs], [index for _, index in pairs])


async def _ask(shell: Shell, sql: str, *values: Any) -> list[AccessStatus]:
    with _tracer.start_as_current_span("SQL SELECT", kind=SpanKind.CLIENT):
        async with shell.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            rows = await driver.fetch(sql, *values)
    return [AccessStatus(row["since"] is not None, row["since"], row["version"]) for row in rows]

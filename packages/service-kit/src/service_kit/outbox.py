"""Transactional outbox: work leaves a transaction as a row, and a relay carries it out.

A row is claimed with a lease and its attempt is counted at the claim, so that a relay that dies
leaves its rows to the next one and a poisonous row ends as a dead letter. Handlers run at least
once; what they do elsewhere is made idempotent by the row's key. Acknowledged rows are deleted.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from opentelemetry import context, propagate, trace
from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Gauge
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer(__name__)

HANDLED: Final = Counter("outbox_handled", "Attempts at work of the outbox", ["topic", "outcome"])
WAITING: Final = Gauge("outbox_waiting", "Rows that wait to be carried out")
LAG: Final = Gauge("outbox_lag_seconds", "How long the most overdue row has been due")
DEAD: Final = Gauge("outbox_dead_letters", "Rows that no relay will try again")

MAX_ATTEMPTS: Final = 12
_LONGEST_WAIT: Final = timedelta(hours=1)
_MEASURE_EVERY_S: Final = 5.0
_TIDY_EVERY_S: Final = 3_600.0


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `payload` holds ids only; `key` names the work for receivers."""

    outbox_id: int
    topic: str
    key: str
    payload: Mapping[str, Any]
    attempts: int


Handler = Callable[[Job], Awaitable[None]]


class GiveUp(Exception):
    """Raised by a handler when trying again cannot help: the row becomes a dead letter."""


def outbox_table(metadata: MetaData) -> Table:
    """Return the outbox of a service."""
    now = func.clock_timestamp()
    table = Table(
        "outbox",
        metadata,
        Column("outbox_id", BigInteger, Identity(always=True), primary_key=True),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False, unique=True),
        Column("payload", JSONB, nullable=False),
        Column("trace", JSONB, nullable=False),
        Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=now),
        Column("due_at", DateTime(timezone=True), nullable=False, server_default=now),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("dead_at", DateTime(timezone=True)),
        Column("last_error", Text),
    )
    Index("outbox_due_idx", table.c.due_at, postgresql_where=table.c.dead_at.is_(None))
    return table


async def record(
    tx: AsyncConnection,
    outbox: Table,
    *,
    topic: str,
    key: str,
    payload: Mapping[str, Any],
    due_in: timedelta = timedelta(0),
) -> None:
    """Add work to the transaction. The same `key` again, while it waits, is the same work."""
    with _tracer.start_as_current_span(
        f"outbox {topic}", kind=SpanKind.PRODUCER, record_exception=False
    ):
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        await tx.execute(
            insert(outbox)
            .values(
                topic=topic,
                key=key,
                payload=dict(payload),
                trace=carrier,
                due_at=func.clock_timestamp() + due_in,
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )
        await tx.execute(text("SELECT pg_notify('outbox', '')"))


@dataclass(frozen=True, kw_only=True)
class Relay:
    """Claims due rows and hands each to the handler of its topic.

    Attributes:
        engine: where the outbox lives.
        outbox: its table.
        handlers: handler of each topic; a row without one waits as any failed row does.
        lease: how long a claimed row is left to its relay; longer than any handler runs.
        poll: how long an idle relay sleeps.
        batch: rows claimed at once, run side by side, acknowledged one by one.
        chores: what is tidied up each hour, such as deleting what has outlived its time; each in a
            transaction of its own, and safe to do in several relays at once.
    """

    engine: AsyncEngine
    outbox: Table
    handlers: Mapping[str, Handler]
    lease: timedelta = timedelta(seconds=60)
    poll: timedelta = timedelta(seconds=0.5)
    batch: int = 5
    chores: Sequence[Callable[[AsyncConnection], Awaitable[None]]] = ()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. What is under way then is finished first."""
        measured = tidied = float("-inf")
        while not stop.is_set():
            try:
                if time.monotonic() - tidied >= _TIDY_EVERY_S:
                    tidied = time.monotonic()  # first, so that a failing chore stops no work
                    await self.tidy()
                if time.monotonic() - measured >= _MEASURE_EVERY_S:
                    await self.measure()
                    measured = time.monotonic()
                worked = await self.run_once()
            except Exception:  # noqa: BLE001 - the database may be away; the relay outlives it
                _log.exception("The relay could not claim or acknowledge work")
                worked = 0
            if not worked:
                await _wait(stop, self.poll)

    async def run_once(self) -> int:
        """Carry out one batch of due rows and return how many there were."""
        jobs = await self._claim()
        await asyncio.gather(*(self._carry_out(job, carrier) for job, carrier in jobs))
        return len(jobs)

    async def tidy(self) -> None:
        """Do every chore once."""
        for chore in self.chores:
            async with self.engine.begin() as tx:
                await chore(tx)

    async def measure(self) -> None:
        """Tell the metrics how much waits, how long it has been due, and how much is dead."""
        box = self.outbox.c
        alive = box.dead_at.is_(None)
        overdue = func.extract("epoch", func.clock_timestamp() - func.min(box.due_at).filter(alive))
        counts = select(
            func.count().filter(alive), func.greatest(overdue, 0), func.count(box.dead_at)
        )
        async with self.engine.connect() as connection:
            waiting, lag, dead = (await connection.execute(counts)).one()
        WAITING.set(waiting)
        LAG.set(lag or 0)
        DEAD.set(dead)

    async def _claim(self) -> list[tuple[Job, Mapping[str, str]]]:
        box = self.outbox.c
        now = func.clock_timestamp()
        due = (
            select(box.outbox_id)
            .where(box.dead_at.is_(None), box.due_at <= now)
            .order_by(box.due_at)
            .limit(self.batch)
            .with_for_update(skip_locked=True)
        )
        claim = (
            update(self.outbox)
            .where(box.outbox_id.in_(due))
            .values(attempts=box.attempts + 1, due_at=now + self.lease)
            .returning(box.outbox_id, box.topic, box.key, box.payload, box.attempts, box.trace)
        )
        async with self.engine.begin() as tx:
            rows = (await tx.execute(claim)).all()
        return [(Job(*row[:5]), row.trace) for row in rows]

    async def _carry_out(self, job: Job, carrier: Mapping[str, str]) -> None:
        token = context.attach(propagate.extract(carrier))
        try:
            with _tracer.start_as_current_span(
                f"relay {job.topic}", kind=SpanKind.CONSUMER, record_exception=False
            ):
                await self.handlers[job.topic](job)
        except Exception as error:  # noqa: BLE001 - whatever failed, the row must not be lost
            dead = isinstance(error, GiveUp) or job.attempts >= MAX_ATTEMPTS
            _log.warning(
                "Work failed",
                extra={
                    "topic": job.topic,
                    "outbox_id": job.outbox_id,
                    "attempts": job.attempts,
                    "dead": dead,
                    "error": type(error).__name__,
                },
            )
            HANDLED.labels(job.topic, "dead" if dead else "failed").inc()
            await self._put_back(job, error, dead=dead)
        else:
            HANDLED.labels(job.topic, "done").inc()
            await self._acknowledge(job)
        finally:
            context.detach(token)

    async def _acknowledge(self, job: Job) -> None:
        box = self.outbox.c
        async with self.engine.begin() as tx:
            await tx.execute(
                delete(self.outbox).where(
                    box.outbox_id == job.outbox_id, box.attempts == job.attempts
                )
            )

    async def _put_back(self, job: Job, error: Exception, *, dead: bool) -> None:
        box = self.outbox.c
        now = func.clock_timestamp()
        async with self.engine.begin() as tx:
            await tx.execute(
                update(self.outbox)
                .where(box.outbox_id == job.outbox_id, box.attempts == job.attempts)
                .values(
                    due_at=now + bindparam("wait", _backoff(job.attempts)),
                    dead_at=now if dead else None,
                    last_error=type(error).__name__,
                )
            )


def _backoff(attempts: int) -> timedelta:
    """Return how long to wait after `attempts` failures: full jitter under a doubling cap."""
    cap = min(timedelta(seconds=2**attempts), _LONGEST_WAIT)
    return cap * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing


async def _wait(stop: asyncio.Event, longest: timedelta) -> None:
    try:
        await asyncio.wait_for(stop.wait(), longest.total_seconds())
    except TimeoutError:
        return

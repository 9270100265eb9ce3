from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import MetaData, insert, select, text

from service_kit.database import event_table
from service_kit.months import count_months, keep_months, let_go, make_months

EVENTS = event_table(MetaData())
NOVEMBER = date(2026, 11, 22)
ATTACHED = """
    SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = 'event'::regclass ORDER BY 1
"""
DETACHED = "SELECT relname FROM pg_class WHERE relname ~ '^event_[0-9_]+$' AND NOT relispartition"
PLACES = (
    "SELECT at::date, substring(tableoid::regclass::text FROM 'event_.*') FROM event ORDER BY 1"
)


@pytest.fixture
async def tx(engine):
    async with engine.begin() as tx:
        await tx.execute(text("SET LOCAL timezone = 'UTC'"))
        await tx.execute(text("CREATE SCHEMA journal"))
        await tx.execute(text("CREATE TABLE journal.event_rest PARTITION OF event DEFAULT"))
        yield tx


async def happened(tx, *instants: datetime) -> None:
    for at in instants:
        row = {"at": at, "type": "t", "case_id": uuid4(), "actor": "a", "details": {}}
        await tx.execute(insert(EVENTS).values(row))


async def attached(tx) -> list[str]:
    return list(await tx.scalars(text(ATTACHED)))


async def detached(tx) -> list[str]:
    return list(await tx.scalars(text(DETACHED)))


async def test_this_month_and_three_more_are_ready_and_made_once(tx):
    for _ in range(2):
        await make_months(tx, NOVEMBER)

    months = ["event_2026_11", "event_2026_12", "event_2027_01", "event_2027_02"]
    assert await attached(tx) == [*months, "event_rest"]


async def test_what_came_before_its_month_was_there_moves_into_it(tx):
    newest = datetime(2026, 11, 30, 23, 59, 59, 999_999, tzinfo=UTC)
    oldest = datetime(2026, 9, 1, tzinfo=UTC)
    await happened(tx, newest, oldest, newest + timedelta(microseconds=1))
    assert {place for _, place in await tx.execute(text(PLACES))} == {"event_rest"}

    await make_months(tx, NOVEMBER)

    assert [tuple(row) for row in await tx.execute(text(PLACES))] == [
        (date(2026, 9, 1), "event_2026_09"),
        (date(2026, 11, 30), "event_2026_11"),
        (date(2026, 12, 1), "event_2026_12"),
    ]


async def test_what_falls_into_no_month_is_kept(tx):
    await make_months(tx, NOVEMBER)
    await happened(tx, datetime(2027, 3, 1, tzinfo=UTC))

    assert [place for _, place in await tx.execute(text(PLACES))] == ["event_rest"]


async def test_an_outlived_month_is_detached_and_dropped_the_next_time(tx):
    await make_months(tx, date(2026, 9, 1))
    await happened(tx, datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))

    await let_go(tx, NOVEMBER, 1)
    assert "event_2026_09" not in await attached(tx)
    assert await detached(tx) == ["event_2026_09"]
    assert [day for day, _ in await tx.execute(text(PLACES))] == [date(2026, 10, 1)]

    await let_go(tx, NOVEMBER, 1)
    assert await detached(tx) == []
    assert "event_2026_10" in await attached(tx)


@pytest.mark.parametrize(("kept", "gone"), [(2, []), (1, ["event_2026_09"])])
async def test_as_many_whole_months_are_kept_as_was_said(tx, kept, gone):
    await make_months(tx, date(2026, 9, 1))
    await let_go(tx, NOVEMBER, kept)

    assert await detached(tx) == gone


async def test_a_journal_without_a_term_is_kept_whole(engine, tx, database_url):
    await make_months(tx, date(2006, 1, 1))
    await tx.commit()

    await keep_months(database_url, None)
    await keep_months(database_url, None)

    async with engine.connect() as later:
        assert await detached(later) == []
        assert "event_2006_01" in await attached(later)


async def test_metrics_tell_how_many_months_are_ready(engine, tx, database_url):
    await tx.commit()
    await keep_months(database_url, None)

    async with engine.connect() as later:
        await count_months(later)

    assert REGISTRY.get_sample_value("journal_months_ahead") == 3


async def test_a_case_is_found_through_an_index_in_every_month(engine, tx):
    await make_months(tx, NOVEMBER)
    await tx.execute(text("SET LOCAL enable_seqscan = off"))

    for question in (
        select(EVENTS).where(EVENTS.c.case_id == uuid4()),
        select(EVENTS).where(EVENTS.c.event_id > 7).order_by(EVENTS.c.event_id).limit(9),
    ):
        compiled = question.compile(engine.sync_engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(await tx.scalars(text(f"EXPLAIN {compiled}")))
        assert "Seq Scan" not in plan
        assert plan.count("_idx") + plan.count("_pkey") >= 5

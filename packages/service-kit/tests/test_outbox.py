import asyncio
from datetime import timedelta

from prometheus_client import REGISTRY
from sqlalchemy import MetaData, func, select, text

from service_kit.outbox import MAX_ATTEMPTS, GiveUp, Job, Relay, outbox_table, record
from service_kit.testing import pass_time

OUTBOX = outbox_table(MetaData())
LETTER = {"letter_id": "5a0c"}


class Printer:
    """Remembers what it was given; fails as often as told."""

    def __init__(self, *, failures: int = 0, error: type[Exception] = ConnectionError) -> None:
        self.jobs: list[Job] = []
        self._failures, self._error = failures, error

    async def __call__(self, job: Job) -> None:
        self.jobs.append(job)
        if len(self.jobs) <= self._failures:
            raise self._error


async def order(engine, key="letter-1"):
    async with engine.begin() as tx:
        await record(tx, OUTBOX, topic="letter.print", key=key, payload=LETTER)


async def waiting(engine):
    async with engine.connect() as tx:
        return (await tx.execute(select(func.count()).select_from(OUTBOX))).scalar_one()


def relay(engine, printer, **options):
    return Relay(engine=engine, outbox=OUTBOX, handlers={"letter.print": printer}, **options)


async def test_recorded_work_is_carried_out_once_and_its_row_deleted(engine):
    printer = Printer()
    await order(engine)

    assert await relay(engine, printer).run_once() == 1
    assert await relay(engine, printer).run_once() == 0

    assert [(job.key, job.payload, job.attempts) for job in printer.jobs] == [
        ("letter-1", LETTER, 1)
    ]
    assert await waiting(engine) == 0


async def test_work_of_a_transaction_that_rolled_back_never_was(engine):
    printer = Printer()
    try:
        async with engine.begin() as tx:
            await record(tx, OUTBOX, topic="letter.print", key="letter-1", payload=LETTER)
            raise ConnectionResetError
    except ConnectionResetError:
        pass

    assert await relay(engine, printer).run_once() == 0
    assert printer.jobs == []


async def test_the_same_key_twice_is_the_same_work(engine):
    await order(engine)
    await order(engine)

    assert await waiting(engine) == 1


async def test_failed_work_waits_and_is_tried_again(engine):
    printer = Printer(failures=1)
    await order(engine)

    assert await relay(engine, printer).run_once() == 1
    assert await relay(engine, printer).run_once() == 0
    await pass_time(engine, timedelta(minutes=1))
    assert await relay(engine, printer).run_once() == 1

    assert [job.attempts for job in printer.jobs] == [1, 2]
    assert await waiting(engine) == 0


async def test_work_whose_relay_died_is_claimed_again_when_the_lease_ends(engine):
    await order(engine)
    blocked = asyncio.Event()

    async def never_ends(_job: Job) -> None:
        await blocked.wait()

    dying = asyncio.create_task(relay(engine, never_ends).run_once())
    while not await claimed(engine):
        await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    printer = Printer()
    assert await relay(engine, printer).run_once() == 0
    await pass_time(engine, timedelta(minutes=2))
    assert await relay(engine, printer).run_once() == 1
    assert [(job.key, job.attempts) for job in printer.jobs] == [("letter-1", 2)]


async def claimed(engine):
    async with engine.connect() as tx:
        return (await tx.execute(select(OUTBOX.c.attempts))).scalar_one() == 1


async def test_a_late_acknowledgement_leaves_the_row_to_the_relay_that_has_it_now(engine):
    await order(engine)

    async def overtaken(_job: Job) -> None:
        await pass_time(engine, timedelta(minutes=2))
        await relay(engine, Printer(failures=1)).run_once()

    await relay(engine, overtaken).run_once()

    assert await waiting(engine) == 1


async def test_hopeless_work_becomes_a_dead_letter_at_once(engine):
    await order(engine)

    await relay(engine, Printer(failures=1, error=GiveUp)).run_once()
    await pass_time(engine, timedelta(days=2))

    assert await relay(engine, Printer()).run_once() == 0
    async with engine.connect() as tx:
        row = (await tx.execute(select(OUTBOX.c.last_error, OUTBOX.c.dead_at))).one()
    assert row.last_error == "GiveUp"
    assert row.dead_at is not None


async def test_work_that_always_fails_dies_after_its_last_attempt(engine):
    printer = Printer(failures=MAX_ATTEMPTS + 1)
    await order(engine)

    for _ in range(MAX_ATTEMPTS + 3):
        await relay(engine, printer).run_once()
        await pass_time(engine, timedelta(hours=2))

    assert len(printer.jobs) == MAX_ATTEMPTS


async def test_two_relays_share_the_work_without_doing_any_of_it_twice(engine):
    printer = Printer()
    for n in range(20):
        await order(engine, f"letter-{n}")

    async def drain():
        while await relay(engine, printer, batch=3).run_once():
            pass

    await asyncio.gather(drain(), drain())

    assert sorted(job.key for job in printer.jobs) == sorted(f"letter-{n}" for n in range(20))


async def test_a_running_relay_stops_when_told_and_survives_a_lost_database(engine):
    stop = asyncio.Event()
    printer = Printer()
    running = asyncio.create_task(relay(engine, printer, poll=timedelta(milliseconds=10)).run(stop))
    async with engine.begin() as tx:
        await tx.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    await asyncio.sleep(0.05)
    async with engine.begin() as tx:
        await tx.execute(text("ALTER TABLE elsewhere RENAME TO outbox"))
    await order(engine)
    while await waiting(engine):
        await asyncio.sleep(0.01)
    stop.set()
    await running

    assert len(printer.jobs) == 1


async def test_the_metrics_tell_what_waits_how_late_it_is_and_what_is_dead(engine):
    await order(engine, "hopeless")
    await relay(engine, Printer(failures=1, error=GiveUp)).run_once()
    await order(engine, "letter-1")
    await order(engine, "letter-2")
    await pass_time(engine, timedelta(minutes=5))

    await relay(engine, Printer()).measure()

    assert REGISTRY.get_sample_value("outbox_waiting") == 2
    assert REGISTRY.get_sample_value("outbox_dead_letters") == 1
    lag = REGISTRY.get_sample_value("outbox_lag_seconds")
    assert lag is not None
    assert lag >= 300


async def test_the_metrics_of_an_empty_outbox_are_zero(engine):
    await relay(engine, Printer()).measure()

    for name in ("outbox_waiting", "outbox_lag_seconds", "outbox_dead_letters"):
        assert REGISTRY.get_sample_value(name) == 0


async def test_chores_are_done_beside_the_work_and_a_failing_one_stops_neither(engine):
    printer, stop, done = Printer(), asyncio.Event(), []

    async def sweep(tx):
        done.append((await tx.execute(text("SELECT 1"))).scalar_one())

    async def broken(_tx):
        raise ConnectionError

    await order(engine)
    working = relay(engine, printer, chores=(sweep, broken), poll=timedelta(milliseconds=10))
    task = asyncio.create_task(working.run(stop))
    while await waiting(engine):
        await asyncio.sleep(0.01)
    stop.set()
    await task

    assert done == [1]
    assert len(printer.jobs) == 1

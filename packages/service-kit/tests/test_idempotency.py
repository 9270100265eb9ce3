import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData, func, select

from service_kit.idempotency import (
    IdempotencyKeyReused,
    Once,
    RequestInProgress,
    Stored,
    idempotency_table,
    remember,
    replay,
    sweep,
)
from service_kit.testing import pass_time

KEYS = idempotency_table(MetaData())
CREATED = UUID("8e2f5cbb-6a01-4d39-9c35-3a6a2c1f0001")


def a_request(**changes) -> Once:
    given = {"principal": "person:a", "operation": "create", "key": "0123456789", "said": b"x"}
    given |= changes
    return Once(given["principal"], given["operation"], given["key"], given["said"])


async def create(engine, once: Once, created: UUID = CREATED) -> Stored | None:
    async with engine.begin() as tx:
        earlier = await replay(tx, KEYS, once)
        if earlier is None:
            await remember(tx, KEYS, once, status=201, location="/v1/x", resource_id=created)
        return earlier


async def test_the_second_time_the_first_answer_is_told(engine):
    assert await create(engine, a_request()) is None
    assert await create(engine, a_request()) == Stored(201, "/v1/x", CREATED)


@pytest.mark.parametrize(
    "other", [{"principal": "person:b"}, {"operation": "delete"}, {"key": "9876543210"}]
)
async def test_another_callers_or_operations_key_is_another_key(engine, other):
    await create(engine, a_request())

    assert await create(engine, a_request(**other), uuid4()) is None


async def test_the_same_key_with_another_body_is_refused(engine):
    await create(engine, a_request())

    with pytest.raises(IdempotencyKeyReused):
        await create(engine, a_request(said=b"y"))


async def test_while_the_first_is_running_the_second_is_told_so(engine):
    async with engine.begin() as first:
        assert await replay(first, KEYS, a_request()) is None
        with pytest.raises(RequestInProgress):
            await create(engine, a_request())

    assert await create(engine, a_request()) is None


async def test_of_many_at_once_exactly_one_takes_effect(engine):
    outcomes = await asyncio.gather(
        *(create(engine, a_request(), uuid4()) for _ in range(12)), return_exceptions=True
    )

    assert [outcome for outcome in outcomes if outcome is None] == [None]
    async with engine.connect() as tx:
        assert (await tx.execute(select(func.count()).select_from(KEYS))).scalar_one() == 1


async def test_a_key_is_kept_a_day_and_then_free_again(engine):
    await create(engine, a_request())
    await pass_time(engine, timedelta(hours=23, minutes=59))
    assert await create(engine, a_request()) is not None

    await pass_time(engine, timedelta(minutes=2))
    assert await create(engine, a_request(said=b"new")) is None


async def test_the_sweep_removes_only_what_has_outlived_its_day(engine):
    await create(engine, a_request(key="old-key-00"))
    await pass_time(engine, timedelta(hours=25))
    await create(engine, a_request(key="new-key-00"))

    async with engine.begin() as tx:
        await sweep(tx, KEYS)
        assert (await tx.execute(select(KEYS.c.key))).scalars().all() == ["new-key-00"]

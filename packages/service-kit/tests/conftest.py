"""A database with the tables the kit defines."""

import secrets
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from local_stack import databases
from service_kit.database import event_table
from service_kit.idempotency import idempotency_table
from service_kit.outbox import outbox_table

METADATA = MetaData()
for table in (event_table, outbox_table, idempotency_table):
    table(METADATA)


@pytest.fixture
def database_url(postgres) -> Iterator[str]:
    name = f"kit_{secrets.token_hex(4)}"
    yield databases.create(postgres, "kit", name).owner_url
    databases.drop(postgres, name)


@pytest.fixture
async def engine(database_url) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.begin() as tx:
        await tx.run_sync(METADATA.create_all)
    yield engine
    await engine.dispose()

"""Migrations: what they leave behind, how they go back, and that they never wait for long."""

import asyncio
from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine

from local_stack.databases import SERVICES

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
RIGHTS = """
    SELECT DISTINCT privilege_type FROM information_schema.role_table_grants
    WHERE grantee = :role AND table_name LIKE :table
"""
MONTHS = "SELECT 'journal.' || tablename FROM pg_tables WHERE schemaname = 'journal'"
A_LINE = """
    INSERT INTO event (type, case_id, actor, details)
    VALUES ('t', gen_random_uuid(), 'a', '{}') RETURNING event_id
"""
pytestmark = pytest.mark.parametrize("service", SERVICES)


@pytest.fixture
def database(service, service_database):
    return service_database(service)


@pytest.fixture
async def owner(database):
    engine = create_async_engine(database.owner_url)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


def migrations(service, database=None) -> Config:
    config = Config()
    config.set_main_option("script_location", f"{service}_api:migrations")
    if database is not None:
        config.attributes["database_url"] = database.owner_url
    return config


async def test_they_make_the_tables_that_the_code_names(service, database):
    await asyncio.to_thread(command.check, migrations(service, database))


async def test_they_go_back_to_nothing_and_forward_again(service, database, owner):
    before = (await owner.scalars(text(TABLES))).all()
    await owner.rollback()
    config = migrations(service, database)

    await asyncio.to_thread(command.downgrade, config, "base")
    assert (await owner.scalars(text(TABLES))).all() == ["alembic_version"]
    await owner.rollback()
    await asyncio.to_thread(command.upgrade, config, "head")

    assert (await owner.scalars(text(TABLES))).all() == before
    await owner.rollback()
    await asyncio.to_thread(command.check, config)


async def test_they_fail_rather_than_wait_for_a_lock(service, database, owner):
    await owner.execute(text("LOCK TABLE event IN ACCESS SHARE MODE"))

    with pytest.raises(DBAPIError, match="lock timeout"):
        await asyncio.to_thread(command.downgrade, migrations(service, database), "base")


def test_two_revisions_made_at_the_same_time_collide_in_a_file(service):
    module = import_module(f"{service}_api.migrations")
    written = Path(module.__path__[0], "head.txt").read_text(encoding="utf-8").split()

    assert written == ScriptDirectory.from_config(migrations(service)).get_heads()


async def test_the_application_owns_nothing_and_only_adds_to_the_journal(service, owner):
    role = f"{service}_app"

    async def rights(table: str) -> set[str]:
        return set(await owner.scalars(text(RIGHTS), {"role": role, "table": table}))

    owned = text("SELECT count(*) FROM pg_tables WHERE tableowner = :role")
    creates = text("SELECT has_schema_privilege(:role, 'public', 'CREATE')")

    assert await owner.scalar(owned, {"role": role}) == 0
    assert await owner.scalar(creates, {"role": role}) is False
    assert await rights("%") <= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert await rights("event") == {"SELECT", "INSERT"}


async def test_the_application_reaches_no_month_of_the_journal_past_the_table(database, owner):
    months = (await owner.scalars(text(MONTHS))).all()
    app = create_async_engine(database.app_url)

    assert len(months) >= 5
    for attempt in ("SELECT FROM {}", "UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {}"):
        for table in ("event", *months) if attempt != "SELECT FROM {}" else months:
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with app.begin() as tx:
                    await tx.execute(text(attempt.format(table)))
    await app.dispose()


async def test_a_journal_that_is_there_becomes_its_first_month_and_goes_back(
    service, database, owner
):
    """The release before keeps writing, over a connection from before, and so does the next."""
    config = migrations(service, database)
    before = create_async_engine(database.app_url, pool_size=1, max_overflow=0)

    async def write() -> int:
        async with before.begin() as tx:
            return await tx.scalar(text(A_LINE))

    async def journal() -> list[int]:
        async with before.connect() as connection:
            return list(await connection.scalars(text("SELECT event_id FROM event ORDER BY 1")))

    await asyncio.to_thread(command.downgrade, config, "0001")
    written = [await write(), await write()]
    await asyncio.to_thread(command.upgrade, config, "head")
    assert await owner.scalar(text("SELECT count(*) FROM journal.event_rest")) == 0
    written.append(await write())
    assert await journal() == written == sorted(set(written))
    await owner.rollback()

    await asyncio.to_thread(command.downgrade, config, "0001")
    written.append(await write())

    assert await journal() == written == sorted(set(written))
    await before.dispose()


def test_the_owner_keeps_the_months_without_touching_the_revision(service, database, monkeypatch):
    run = import_module(f"{service}_api.migrations.__main__").main
    monkeypatch.setenv(f"{service}_MIGRATION_URL".upper(), database.owner_url)

    monkeypatch.setenv(f"{service}_JOURNAL_MONTHS".upper(), "60")
    assert run(["months"]) == 0
    assert run(["month"]) == 2
    monkeypatch.setenv(f"{service}_JOURNAL_MONTHS".upper(), "59")
    with pytest.raises(ValidationError, match="journal_months"):
        run(["months"])

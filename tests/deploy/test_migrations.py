"""Migrations: what they leave behind, how they go back, and that they never wait for long."""

import asyncio
from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from local_stack.databases import SERVICES

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
RIGHTS = """
    SELECT DISTINCT privilege_type FROM information_schema.role_table_grants
    WHERE grantee = :role AND table_name LIKE :table
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

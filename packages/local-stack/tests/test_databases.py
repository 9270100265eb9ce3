import asyncpg
import pytest

from local_stack import databases
from local_stack.databases import ServiceDatabase
from local_stack.postgres import Server


async def run(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


@pytest.fixture
def database(postgres: Server):
    made = databases.create(postgres, "travel", "travel_original")
    yield made
    databases.drop(postgres, "travel_original")


async def test_the_owner_makes_tables_and_the_app_role_does_not(database: ServiceDatabase):
    await run(database.owner_url, "CREATE TABLE claim (n int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(database.app_url, "CREATE TABLE other (n int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(database.app_url, "SELECT n FROM claim")


@pytest.mark.usefixtures("database")
async def test_another_services_role_cannot_connect(postgres: Server):
    other = databases.create(postgres, "access", "access_other")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(other.app_url.replace("access_other", "travel_original"), "SELECT 1")
    databases.drop(postgres, "access_other")


async def test_a_copy_has_the_rows_and_changes_nothing_in_the_original(
    postgres: Server, database: ServiceDatabase
):
    await run(database.owner_url, "CREATE TABLE claim AS SELECT 1 AS n")
    copy = databases.copy(postgres, "travel", "travel_copy", "travel_original")
    await run(copy.owner_url, "DELETE FROM claim")
    assert await run(copy.owner_url, "SELECT count(*) FROM claim") == 0
    assert await run(database.owner_url, "SELECT count(*) FROM claim") == 1
    databases.drop(postgres, "travel_copy")


def test_making_a_database_again_keeps_it(postgres: Server, database: ServiceDatabase):
    assert databases.create(postgres, "travel", "travel_original") == database


def test_no_password_shows_in_what_is_printed(postgres: Server, database: ServiceDatabase):
    assert postgres.password not in repr(postgres)
    assert "travel_app" not in repr(database)


def test_an_existing_server_is_named_by_its_url():
    server = databases.external("postgresql://ad%40min:p%2Fw@db.example:6432/postgres", b"s")
    assert (server.host, server.port) == ("db.example", 6432)
    assert (server.user, server.password) == ("ad@min", "p/w")

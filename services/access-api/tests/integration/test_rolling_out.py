"""The code of one release works on the expanded schema of the next, and may be rolled back to."""

import pytest
from sqlalchemy import text

from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture
async def expanded(desk):
    """A database that the next release has prepared: new columns everywhere, and a new table."""
    async with desk.owner.begin() as tx:
        for table in (await tx.scalars(text(TABLES))).all():
            await tx.execute(text(f"ALTER TABLE {table} ADD COLUMN of_next_release text"))
            await tx.execute(text(f"ALTER TABLE {table} ADD COLUMN counted int NOT NULL DEFAULT 0"))
        await tx.execute(text("CREATE TABLE table_of_next_release (id int PRIMARY KEY)"))
    return desk


async def test_a_block_is_made_and_undone_on_the_schema_of_the_next_release(expanded):
    await expanded.blocked(KARI)
    case = await expanded.form(KARI)
    await expanded.relay()
    await expanded.review(case)
    called = await expanded.call(case["case_number"], await expanded.code_in(case))

    assert called.json()["result"] == "reopened"
    assert (await expanded.look_up(KARI))["blocked"] is False

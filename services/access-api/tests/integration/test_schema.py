"""The database refuses by itself what must never be."""

import asyncio

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from service_kit.testing import synthetic_number

KARI = synthetic_number(1)


async def test_the_tables_of_the_code_are_those_of_the_migrations(database):
    config = Config()
    config.set_main_option("script_location", "access_api:migrations")
    config.attributes["database_url"] = database.owner_url
    await asyncio.to_thread(command.check, config)


@pytest.mark.parametrize("table", ["event", "block_change"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_application_cannot_rewrite_what_was(desk, table, change):
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with desk.shell.engine.begin() as tx:
            await tx.execute(text(change.format(table)))


async def a_code(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    return case


async def refused(desk, statement: str) -> str:
    with pytest.raises(DBAPIError) as caught:
        async with desk.owner.begin() as tx:
            await tx.execute(text(statement))
    assert isinstance(caught.value, IntegrityError)
    return str(caught.value.orig)


async def test_9_a_second_live_code_of_a_case_or_a_person_cannot_be_written(desk):
    await a_code(desk)
    copied = (
        "INSERT INTO code (code_id, case_id, person_id, status, salt, hash, pepper_id, "
        "valid_through, expires_at) SELECT gen_random_uuid(), {case}, {person}, 'issued', salt, "
        "hash, pepper_id, valid_through, expires_at FROM code"
    )
    per_case = copied.format(case="case_id", person="person_id")
    assert "code_one_live_per" in await refused(desk, per_case)
    other = "(SELECT case_id FROM access_case WHERE kind = 'block')"
    per_person = copied.format(case=other, person="person_id")
    assert "code_one_live_per_person_idx" in await refused(desk, per_person)


async def test_a_code_cannot_be_marked_as_sent_digitally(desk):
    await a_code(desk)
    statement = "UPDATE letter SET digital = true WHERE code_id IS NOT NULL"
    assert "letter_code_on_paper_check" in await refused(desk, statement)


async def test_a_printed_letter_cannot_hold_its_code(desk):
    await a_code(desk)
    statement = "UPDATE letter SET sealed_code = 'x' WHERE code_id IS NOT NULL"
    assert "letter_code_until_printed_check" in await refused(desk, statement)


async def test_no_more_than_five_guesses_can_be_counted(desk):
    await a_code(desk)
    assert "code_attempts_check" in await refused(desk, "UPDATE code SET attempts = 6")


async def test_one_open_case_of_a_kind_for_one_person(desk):
    case = await a_code(desk)
    await desk.withdraw(case)
    await a_code(desk)
    statement = "UPDATE access_case SET status = 'under_review' WHERE kind = 'reopen'"
    assert "access_case_one_open_idx" in await refused(desk, statement)

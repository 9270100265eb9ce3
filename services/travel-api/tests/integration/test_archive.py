from datetime import date
from random import Random

from sqlalchemy import select

from travel_api.storage import forms
from travel_api.storage.tables import assessments, claims, decisions
from travel_api.testing import archive
from travel_api.testing.archive import kind_of
from travel_api.testing.everyday import Everyday
from travel_api.testing.people import submitted
from travel_api.use_cases.replaying import replay_decisions

BORN_ON = date(1985, 5, 17)
OF_ONE_CLAIM = {"claim_id", "number", "received_at", "assessed_at", "issued_at", "submitted_by"}
SEALED = ("claimant", "patient")


async def stored(shell, table, claim_id) -> dict:
    async with shell.engine.connect() as connection:
        query = select(table).where(table.c.claim_id == claim_id)
        return dict((await connection.execute(query)).mappings().one())


async def test_an_archive_holds_the_rows_that_the_service_writes(citizen, shell):
    by_service = (await submitted(citizen))["claim_id"]
    row = await stored(shell, claims, by_service)
    everyday = Everyday(
        facts=forms.read_facts(row["facts"]),
        received_on=row["received_on"],
        born_on=BORN_ON,
        answers=forms.read_answers(row["answers"]),
    )
    rows = kind_of(shell, everyday).for_somebody(shell, Random(0), 0)  # noqa: S311
    await archive.keep(shell, [rows])

    for table in (claims, assessments, decisions):
        before = await stored(shell, table, by_service)
        after = await stored(shell, table, rows["claim"]["claim_id"])
        differing = {name for name in before if before[name] != after[name]}
        assert differing <= OF_ONE_CLAIM | {f"{part}_sealed" for part in SEALED}
    for part in SEALED:
        claim = await stored(shell, claims, rows["claim"]["claim_id"])
        number = shell.identities.open(claim[f"{part}_sealed"], claim["claim_id"], part)
        assert number.reveal() == citizen.national_id


async def test_what_an_archive_decided_comes_out_the_same_again(shell):
    await archive.fill(shell, 60)
    again = [one.same async for one in replay_decisions(shell.engine)]
    assert len(again) > 20
    assert all(again)

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from travel_api.testing.bodies import a_return_journey
from travel_api.testing.people import submitted
from travel_api.use_cases.replaying import replay_decisions


@pytest.fixture
async def owner(database):
    engine = create_async_engine(database.owner_url)
    yield engine
    await engine.dispose()


async def replayed(shell) -> dict[str, bool]:
    return {one.number: one.same async for one in replay_decisions(shell.engine)}


async def test_every_decision_comes_out_the_same_byte_for_byte(citizen, handler, shell):
    granted = await submitted(citizen)
    refused = await submitted(citizen, journeys=[a_return_journey(km="9.9")])
    path = f"/v1/claims/{refused['claim_id']}/decisions"
    await handler.post(path, {"verdict": "as_assessed", "acknowledged": ["refused"]})

    assert await replayed(shell) == {f"{granted['number']}-1": True, f"{refused['number']}-1": True}


async def test_a_decision_whose_facts_were_changed_is_found(citizen, owner, shell):
    claim = await submitted(citizen)
    async with owner.begin() as tx:
        await tx.execute(
            text("""UPDATE assessment SET facts = replace(facts, '"120.0"', '"121.0"')""")
        )
    assert await replayed(shell) == {f"{claim['number']}-1": False}


async def test_the_rules_it_was_decided_by_are_used_and_not_todays(citizen, owner, shell):
    claim = await submitted(citizen)
    async with owner.begin() as tx:
        await tx.execute(
            text(
                "UPDATE ruleset SET documents = jsonb_set(documents, "
                "'{parameters/km_rate.yaml}', to_jsonb(replace("
                "documents->>'parameters/km_rate.yaml', '3.20', '3.30')))"
            )
        )
    assert await replayed(shell) == {f"{claim['number']}-1": False}


@pytest.mark.parametrize("table", ["assessment", "decision", "event", "ruleset"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {}"])
async def test_the_service_itself_cannot_take_back_what_it_wrote(citizen, shell, table, change):
    await submitted(citizen)
    with pytest.raises(Exception, match="permission denied"):
        async with shell.engine.begin() as tx:
            await tx.execute(text(change.format(table)))


async def test_identity_numbers_are_nowhere_in_the_database(citizen, owner):
    await submitted(citizen)
    async with owner.connect() as connection:
        tables = await connection.execute(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        for (table,) in tables.all():
            rows = await connection.execute(text(f'SELECT t::text FROM "{table}" t'))  # noqa: S608
            for (row,) in rows.all():
                assert citizen.national_id not in row
                assert citizen.national_id.encode().hex() not in row


async def test_an_old_assessment_is_told_in_the_words_of_its_own_rules(citizen, owner, shell):
    claim = await submitted(citizen)
    async with owner.begin() as tx:
        await tx.execute(
            text(
                "INSERT INTO ruleset (version, documents) SELECT 'earlier', jsonb_set(documents, "
                "'{catalogue.yaml}', to_jsonb(replace(documents->>'catalogue.yaml', "
                "'id: T-RATE-01', 'id: T-RATE-99'))) FROM ruleset"
            )
        )
        await tx.execute(
            text(
                "UPDATE assessment SET ruleset_version = 'earlier', "
                "result = replace(result, 'T-RATE-01', 'T-RATE-99')"
            )
        )

    now = (await citizen.get(f"/v1/claims/{claim['claim_id']}")).json()

    assert "T-RATE-99" not in shell.rulebook.catalogue
    assert "T-RATE-99" in {rule["id"] for rule in now["assessment"]["rules"]}

"""A block is a person's: it follows them from number to number."""

from datetime import datetime, timedelta
from operator import itemgetter

from service_kit.testing import synthetic_number

OLD, NEW = synthetic_number(11), synthetic_number(12)
DAY = timedelta(days=1)


async def change_number(desk, old: str = OLD, new: str = NEW) -> None:
    """Let the register give a person a new number; both find the same person from now on."""
    lookups = "/population-register/persons/lookups"
    person = (await desk.outside.post(lookups, json={"national_id": old})).json()
    person |= {"national_id": new, "former_national_ids": [old]}
    stored = await desk.outside.put("/_control/population-register/persons", json=person)
    assert stored.status_code == 204


async def a_day_passes(desk) -> None:
    await desk.pass_time(DAY + timedelta(minutes=1))
    await desk.relay()


async def told(desk) -> list[tuple[bool, int]]:
    """Return what the login system was told: blocked or not, and of how many numbers."""
    await desk.relay()
    received = (await desk.outside.get("/_control/webhooks/events")).json()
    changes = sorted((it["event"]["data"] for it in received), key=itemgetter("version"))
    return [(change["blocked"], len(change["subjects"])) for change in changes]


async def test_31_a_new_number_is_blocked_within_a_day_and_receivers_are_told_of_it(desk):
    await desk.blocked(OLD)
    await desk.relay()
    await change_number(desk)
    assert not (await desk.look_up(NEW))["blocked"]

    await a_day_passes(desk)

    assert (await desk.look_up(NEW))["blocked"]
    assert (await desk.look_up(NEW))["since"] == (await desk.look_up(OLD))["since"]
    assert await told(desk) == [(True, 1), (True, 2)]


async def test_a_person_is_asked_about_each_day_as_long_as_they_are_blocked(desk):
    await desk.blocked(OLD)
    await desk.relay()
    for _ in range(3):
        await a_day_passes(desk)
    await change_number(desk)
    await a_day_passes(desk)

    assert (await desk.look_up(NEW))["blocked"]
    assert await desk.sql("SELECT count(*) FROM outbox WHERE topic = 'access.follow'") == 1


async def test_nothing_new_is_told_to_nobody(desk):
    await desk.blocked(OLD)
    for _ in range(3):
        await a_day_passes(desk)

    assert await told(desk) == [(True, 1)]


async def test_a_register_that_is_away_is_asked_again(desk):
    await desk.blocked(OLD)
    await desk.relay()
    await change_number(desk)
    await desk.disturb("population-register", fail=3, status=503)
    await a_day_passes(desk)
    assert not (await desk.look_up(NEW))["blocked"]

    for _ in range(4):
        await desk.pass_time(timedelta(hours=1))
        await desk.relay()
    assert (await desk.look_up(NEW))["blocked"]


async def reopen(desk, person: str) -> None:
    case = await desk.form(person)
    await desk.relay()
    await desk.review(case)
    answer = await desk.call(case["case_number"], await desk.code_in(case))
    assert answer.json()["result"] == "reopened"


async def test_whoever_is_open_again_is_not_followed(desk):
    await desk.blocked(OLD)
    await reopen(desk, OLD)
    await a_day_passes(desk)

    assert await desk.sql("SELECT count(*) FROM outbox WHERE topic = 'access.follow'") == 0


async def test_31_a_reopening_under_the_new_number_opens_the_old_one_too(desk):
    await desk.blocked(OLD)
    await desk.relay()
    await change_number(desk)
    await a_day_passes(desk)

    await reopen(desk, NEW)

    assert not (await desk.look_up(OLD))["blocked"]
    assert not (await desk.look_up(NEW))["blocked"]
    assert (await told(desk))[-1] == (False, 2)


async def test_31_two_rows_that_are_one_person_become_one_and_the_earlier_block_counts(desk):
    await desk.blocked(OLD)
    since = (await desk.look_up(OLD))["since"]
    await desk.relay()
    await desk.blocked(NEW)
    await desk.relay()
    await change_number(desk)
    await a_day_passes(desk)

    assert await desk.sql("SELECT count(*) FROM block") == 1
    assert await desk.sql("SELECT count(DISTINCT person_id) FROM person_number") == 1
    assert (await desk.look_up(NEW))["blocked"]
    kept = await desk.sql("SELECT since FROM block")
    assert kept == datetime.fromisoformat(since) - DAY - timedelta(minutes=1)
    assert (await told(desk))[-1] == (True, 2)


async def test_31_a_case_under_one_number_finds_the_block_under_the_other(desk):
    await desk.blocked(OLD)
    await desk.relay()
    await change_number(desk)

    await desk.form(NEW, "block")  # the register check meets the other row
    await desk.relay()

    assert (await desk.look_up(NEW))["blocked"]
    assert (await desk.look_up(OLD))["blocked"]


async def test_an_open_reopening_of_the_row_that_goes_is_withdrawn_with_its_code(desk):
    await desk.blocked(OLD)
    reopening = await desk.form(OLD)
    await desk.relay()
    code = await desk.code_in(reopening)
    await change_number(desk)

    await desk.form(NEW, "block")
    await desk.relay()

    assert (await desk.read(reopening))["status"] == "withdrawn"
    answer = await desk.call(reopening["case_number"], code)
    assert answer.json()["result"] == "not_verified"
    assert (await desk.look_up(NEW))["blocked"]


async def test_two_open_requests_for_the_same_block_become_one(desk):
    first = await desk.form(OLD, "block")
    await desk.relay()
    await change_number(desk)
    second = await desk.form(NEW, "block")
    await desk.relay()

    assert (await desk.read(first))["status"] == "withdrawn"
    assert (await desk.read(second))["status"] == "under_review"
    assert "request.withdrawn" in await desk.events(first)

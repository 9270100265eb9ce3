"""A person's block and reopening, through the gateway, with a real letter on real paper (PDF)."""

from datetime import UTC, datetime

import pytest

from local_stack.demo import access
from local_stack.demo.summary import somebody_new
from local_stack.environments import LOGIN_SYSTEM

REQUESTS = "/access/v1/access-requests"


@pytest.fixture
async def team(entrance) -> access.Team:
    return await access.Team.of(entrance, LOGIN_SYSTEM)


@pytest.fixture
def person() -> str:
    return somebody_new()


async def blocked(entrance, team, person) -> None:
    request = await access.ask_to_block(entrance, person)
    await access.accept(team, request["id"])


def another(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


async def test_a_block_is_seen_by_the_very_next_look_up(entrance, team, person):
    before = await access.look_up(team, person)
    await blocked(entrance, team, person)
    after = await access.look_up(team, person)

    assert (before["blocked"], after["blocked"]) == (False, True)
    assert after["version"] > before["version"]
    assert before.keys() == after.keys()


async def test_only_the_newest_code_on_paper_reopens_and_only_once(entrance, team, person):
    await blocked(entrance, team, person)
    today = datetime.now(UTC).date()
    request = await access.register_reopening(entrance, team, person, today)
    letter = await access.posted_letter(entrance, request["case_number"])

    async def call(code: str) -> str:
        return (await access.call(team, request["case_number"], code))["result"]

    assert await call(letter.code) == "not_ready"
    await access.accept(team, request["id"])
    assert await call(another(letter.code)) == "not_verified"
    assert (await access.look_up(team, person))["blocked"]
    assert await call(letter.code) == "reopened"
    assert not (await access.look_up(team, person))["blocked"]
    assert await call(letter.code) == "not_verified"


async def test_the_letter_shows_no_identity_number(entrance, team, person):
    await blocked(entrance, team, person)
    today = datetime.now(UTC).date()
    request = await access.register_reopening(entrance, team, person, today)

    letter = await access.posted_letter(entrance, request["case_number"])

    assert person not in letter.text.replace(" ", "").replace("\n", "")
    assert len(letter.code) == 10


async def test_a_citizen_may_block_but_never_ask_to_reopen(entrance, person):
    citizen = await entrance.citizen(person, "access:request")
    form = {
        "kind": "reopen",
        "channel": "self_service",
        "person": {"name": "Made Up", "national_id": person},
    }
    answer = await citizen.post(REQUESTS, 403, json=form)

    assert person not in answer.text


async def test_who_reviews_a_case_may_not_finish_its_call(entrance, team, person):
    await blocked(entrance, team, person)
    today = datetime.now(UTC).date()
    request = await access.register_reopening(entrance, team, person, today)
    letter = await access.posted_letter(entrance, request["case_number"])
    await access.accept(team, request["id"])
    both = await entrance.staff(access.REVIEWER, "access:review", "access:helpdesk")

    said = {
        "case_number": request["case_number"],
        "code": letter.code,
        "identity_attested": True,
    }
    await both.post("/access/v1/code-verifications", 403, json=said)

    assert (await access.look_up(team, person))["blocked"]

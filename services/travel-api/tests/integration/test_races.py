"""Two at once: exactly one of them takes effect, and nothing is done twice."""

import asyncio

from travel_api.testing.bodies import a_claim, a_return_journey
from travel_api.testing.people import a_member_of_staff, submitted
from travel_api.testing.relay import relay_until_idle
from travel_api.use_cases.asking import ask_registers

TOO_SHORT = [a_return_journey(km="9.9")]
AS_ASSESSED = {"verdict": "as_assessed", "acknowledged": ["refused"]}


async def test_two_handlers_decide_at_once_and_one_does(citizen, client, tokens):
    claim = await submitted(citizen, journeys=TOO_SHORT)
    path = f"/v1/claims/{claim['claim_id']}/decisions"
    handlers = [a_member_of_staff(client, tokens, "travel:handle", name) for name in "ab"]

    answers = await asyncio.gather(*(handler.post(path, AS_ASSESSED) for handler in handlers))

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len((await citizen.get(path)).json()["items"]) == 1


async def test_a_withdrawal_and_a_decision_at_once(citizen, handler):
    claim = await submitted(citizen, journeys=TOO_SHORT)
    path = f"/v1/claims/{claim['claim_id']}"

    answers = await asyncio.gather(
        citizen.post(f"{path}/withdrawals"), handler.post(f"{path}/decisions", AS_ASSESSED)
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    decided = answers[1].status_code == 201
    after = (await citizen.get(path)).json()
    assert after["status"] == ("decided" if decided else "withdrawn")
    assert len(after["decisions"]) == decided


async def test_the_same_request_twice_at_once_is_one_claim(citizen):
    body = a_claim(citizen.national_id)
    answers = await asyncio.gather(
        *(citizen.post("/v1/claims", body, key="twice-at-once") for _ in range(4))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    found = (await citizen.post("/v1/claims/searches", {})).json()["items"]
    assert len(found) == 1


async def test_answers_that_come_twice_at_once_are_taken_once(citizen, registers, shell):
    registers.down = True
    claim = await submitted(citizen)
    registers.down = False

    await asyncio.gather(*(ask_registers(shell, claim["claim_id"]) for _ in range(3)))
    await relay_until_idle(shell)

    path = f"/v1/claims/{claim['claim_id']}"
    assert len((await citizen.get(f"{path}/assessments")).json()["items"]) == 1
    assert len((await citizen.get(f"{path}/decisions")).json()["items"]) == 1
    assert len(registers.payments) == 1

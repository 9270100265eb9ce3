"""Codes under guessing, racing, resending and the passing of time."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from access_api.testing.desk import AGENT, CLERK, REVIEWER, staff
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
OLA = synthetic_number(2)


async def awaiting_call(desk, person=KARI):
    await desk.blocked(person)
    case = await desk.form(person)
    await desk.relay()
    await desk.review(case)
    return case, await desk.code_in(case)


def wrong(code: str, by: int = 1) -> str:
    return f"{(int(code.replace(' ', '')) + by) % 10**10:010d}"


async def results(calls) -> Counter:
    return Counter([answer.json()["result"] for answer in await asyncio.gather(*calls)])


async def test_1_five_wrong_guesses_lock_the_code_and_the_agent_sees_it_on_the_case_alone(desk):
    case, code = await awaiting_call(desk)
    answers = [await desk.call(case["case_number"], wrong(code)) for _ in range(5)]
    answers.append(await desk.call(case["case_number"], code))

    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["result"] == "not_verified"
    assert (await desk.read(case))["code"]["state"] == "new_letter_needed"
    assert (await desk.read(case))["status"] == "awaiting_call"
    assert await desk.sql("SELECT status FROM code") == "locked"


async def test_the_fifth_guess_can_still_be_right(desk):
    case, code = await awaiting_call(desk)
    for _ in range(4):
        await desk.call(case["case_number"], wrong(code))
    assert (await desk.call(case["case_number"], code)).json()["result"] == "reopened"


async def test_4_a_used_code_is_refused_and_written_down(desk):
    case, code = await awaiting_call(desk)
    await desk.call(case["case_number"], code)
    again = await desk.call(case["case_number"], code)

    assert again.json()["result"] == "not_verified"
    assert (await desk.events(case)).count("access.reopened") == 1
    assert (await desk.events(case))[-1] == "code.refused"


async def test_5_sixty_right_guesses_at_once_reopen_exactly_once(desk):
    case, code = await awaiting_call(desk)
    calls = [
        desk.call(case["case_number"], code, agent=f"staff:t:{n}", client_id=f"c{n % 3}")
        for n in range(60)
    ]
    outcome = await results(calls)

    assert outcome["reopened"] == 1
    assert outcome["not_verified"] == 59
    assert await desk.sql("SELECT count(*) FROM letter WHERE kind = 'reopened'") == 1
    assert await desk.sql("SELECT count(*) FROM event WHERE type = 'access.reopened'") == 1
    assert (await desk.look_up(KARI))["version"] == 2


async def test_6_sixty_wrong_guesses_at_once_are_compared_exactly_five_times(desk):
    case, code = await awaiting_call(desk)
    calls = [
        desk.call(case["case_number"], wrong(code, n + 1), f"staff:t:{n}", f"c{n % 3}")
        for n in range(60)
    ]
    outcome = await results(calls)

    assert outcome == {"not_verified": 60}
    assert await desk.sql("SELECT attempts FROM code") == 5
    assert await desk.sql("SELECT status FROM code") == "locked"
    assert await desk.sql("SELECT count(*) FROM guess WHERE failed") == 60
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"


async def test_8_a_new_letter_kills_the_old_code_whose_use_costs_an_attempt(desk):
    case, old = await awaiting_call(desk)
    assert (await desk.order_letter(case)).status_code == 201
    await desk.relay()
    new = await desk.code_in(case)

    assert (await desk.call(case["case_number"], old)).json()["result"] == "not_verified"
    assert await desk.sql("SELECT attempts FROM code WHERE status = 'printed'") == 1
    assert (await desk.call(case["case_number"], new)).json()["result"] == "reopened"


async def test_9_of_many_orders_at_once_one_code_lives(desk):
    case, _ = await awaiting_call(desk)
    answers = await asyncio.gather(*(desk.order_letter(case) for _ in range(20)))
    statuses = Counter(answer.status_code for answer in answers)

    assert statuses[201] + statuses[409] == 20
    assert 1 <= statuses[201] <= 2
    live = "SELECT count(*) FROM code WHERE status IN ('issued', 'printed', 'posted')"
    assert await desk.sql(live) == 1


async def test_3_a_person_gets_three_codes_in_thirty_days_over_all_cases(desk):
    case, _ = await awaiting_call(desk)
    assert (await desk.order_letter(case)).status_code == 201
    assert (await desk.order_letter(case)).status_code == 201
    refused = await desk.order_letter(case)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/access-too-many-codes")

    await desk.withdraw(case)
    again = await desk.form(KARI)
    await desk.relay()
    assert (await desk.read(again))["findings"] == ["too_many_codes"]
    assert (await desk.read(again))["code"]["state"] == "none"

    await desk.pass_time(timedelta(days=30))
    ordered = await desk.order_letter(again, address_confirmed=True)
    assert ordered.status_code == 201


async def test_10_a_code_works_until_its_last_local_day_is_over(desk):
    case, code = await awaiting_call(desk)
    left = await desk.sql("SELECT expires_at - clock_timestamp() FROM code")
    await desk.pass_time(left - timedelta(minutes=1))
    assert (await desk.read(case))["code"]["state"] == "live"
    await desk.pass_time(timedelta(minutes=1))

    assert (await desk.read(case))["code"]["state"] == "new_letter_needed"
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"
    await desk.relay()
    assert await desk.sql("SELECT status FROM code") == "expired"


async def test_10_a_code_works_on_the_evening_of_its_last_day(desk):
    case, code = await awaiting_call(desk)
    left = await desk.sql("SELECT expires_at - clock_timestamp() FROM code")
    await desk.pass_time(left - timedelta(minutes=1))
    assert (await desk.call(case["case_number"], code)).json()["result"] == "reopened"


async def test_a_reopening_that_nobody_pursues_lapses(desk):
    case, _ = await awaiting_call(desk)
    await desk.pass_time(timedelta(days=34))
    await desk.relay()
    assert (await desk.read(case))["status"] == "awaiting_call"
    await desk.pass_time(timedelta(days=3))
    await desk.relay()
    assert (await desk.read(case))["status"] == "lapsed"
    assert (await desk.look_up(KARI))["blocked"] is True


async def test_12_a_block_wins_over_a_reopening_under_way(desk):
    case, code = await awaiting_call(desk)
    block = (await desk.self_service(KARI)).json()
    paused = await desk.call(case["case_number"], code)
    assert paused.json()["result"] == "not_ready"
    assert await desk.sql("SELECT attempts FROM code") == 0

    await desk.review(block)
    now = await desk.read(case)
    assert (now["status"], now["ground"]["code"]) == ("withdrawn", "new_block")
    assert await desk.sql("SELECT status FROM code") == "revoked"
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"
    status = await desk.look_up(KARI)
    assert (status["blocked"], status["version"]) == (True, 1)


async def test_12_a_block_accepted_while_the_right_code_is_given_leaves_the_person_blocked(desk):
    case, code = await awaiting_call(desk)
    block = (await desk.self_service(KARI)).json()
    await asyncio.gather(
        desk.review(block), *(desk.call(case["case_number"], code) for _ in range(5))
    )
    assert (await desk.look_up(KARI))["blocked"] is True


async def test_a_code_of_another_case_is_worth_nothing(desk):
    _, code = await awaiting_call(desk)
    other, _ = await awaiting_call(desk, OLA)
    assert (await desk.call(other["case_number"], code)).json()["result"] == "not_verified"


async def test_34_unknown_cases_and_blocks_answer_as_wrong_codes_do(desk):
    case, code = await awaiting_call(desk)
    known = await desk.call(case["case_number"], wrong(code))
    unknown = await desk.call("0000005724", code)
    block = (await desk.self_service(OLA)).json()
    of_a_block = await desk.call(block["case_number"], code)
    assert known.text == unknown.text == of_a_block.text


async def test_34_a_slip_in_the_case_number_is_told_before_anything_is_tried(desk):
    case, code = await awaiting_call(desk)
    number = case["case_number"]
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = await desk.call(slip, code)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/case_number"
    assert await desk.sql("SELECT count(*) FROM guess") == 0


@pytest.mark.parametrize("worker", [CLERK, REVIEWER])
async def test_20_whoever_worked_on_a_case_does_not_take_its_call(desk, worker):
    case, code = await awaiting_call(desk)
    answer = await desk.call(case["case_number"], code, agent=worker)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/problems/access-four-eyes")
    assert await desk.sql("SELECT attempts FROM code") == 0


async def test_19_without_the_agents_attestation_nothing_is_tried(desk):
    case, code = await awaiting_call(desk)
    body = {"case_number": case["case_number"], "code": code, "identity_attested": False}
    answer = await desk.service.post(
        "/v1/code-verifications", json=body, headers=staff(AGENT, "access:helpdesk")
    )
    assert answer.status_code == 422
    assert await desk.sql("SELECT attempts FROM code") == 0


async def test_2_an_agent_with_twenty_wrong_codes_in_an_hour_waits(desk):
    for _ in range(20):
        assert (await desk.call("0000005724", "0000000000")).status_code == 200
    answer = await desk.call("0000005724", "0000000000")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    other = await desk.call("0000005724", "0000000000", agent="staff:t:other")
    assert other.status_code == 200

    await desk.pass_time(timedelta(hours=1))
    assert (await desk.call("0000005724", "0000000000")).status_code == 200


async def test_2_a_client_with_a_hundred_wrong_codes_in_an_hour_waits(desk, caplog):
    calls = [desk.call("0000005724", "0000000000", agent=f"staff:t:{n}") for n in range(100)]
    assert {answer.status_code for answer in await asyncio.gather(*calls)} == {200}
    answer = await desk.call("0000005724", "0000000000", agent="staff:t:last")
    assert answer.status_code == 429
    elsewhere = await desk.call("0000005724", "0000000000", "staff:t:last", "other-client")
    assert elsewhere.status_code == 200
    assert "Alarm: many wrong codes" in caplog.text


async def test_a_person_stands_ten_wrong_guesses_in_thirty_days_and_nobody_is_told(desk):
    case, code = await awaiting_call(desk)
    for _ in range(5):
        await desk.call(case["case_number"], wrong(code))
    await desk.order_letter(case)
    await desk.relay()
    code = await desk.code_in(case)
    for _ in range(4):
        await desk.call(case["case_number"], wrong(code))
    await desk.call(case["case_number"], wrong(code))
    await desk.order_letter(case)
    await desk.relay()
    code = await desk.code_in(case)

    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"
    await desk.pass_time(timedelta(days=20))
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"

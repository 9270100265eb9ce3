"""Thirty days: reminders, the alarm, and the list of what is urgent."""

from datetime import date, timedelta

import pytest

from access_api.testing.desk import CLERK, REVIEWER, staff
from service_kit.testing import synthetic_number

KARI, OLA = synthetic_number(1), synthetic_number(2)
DAY = timedelta(days=1)


async def urgent(desk, **query) -> list[dict]:
    headers = staff(REVIEWER, "access:review")
    found = await desk.service.get("/v1/deadlines", params=query, headers=headers)
    return found.raise_for_status().json()["items"]


async def notices(desk, case) -> list[str]:
    return [kind for kind in await desk.events(case) if kind.startswith("deadline.")]


async def days_pass(desk, days: int) -> None:
    """Let days pass for what was received, too: dates do not move by themselves."""
    await desk.pass_time(days * DAY)
    async with desk.owner.begin() as tx:
        await tx.exec_driver_sql(
            f"UPDATE access_case SET received_on = received_on - {days}, "  # noqa: S608
            f"decide_before = decide_before - {days}"
        )


async def test_an_undecided_case_is_reminded_of_twice_and_then_alarmed_about(desk):
    case = await desk.form(KARI, "block")
    await desk.relay()
    assert await notices(desk, case) == []

    await days_pass(desk, 21)
    await desk.relay()
    assert await notices(desk, case) == ["deadline.day20"]

    await days_pass(desk, 7)
    await desk.relay()
    assert await notices(desk, case) == ["deadline.day20", "deadline.day27"]

    await days_pass(desk, 4)
    await desk.relay()
    assert await notices(desk, case) == ["deadline.day20", "deadline.day27", "deadline.breach"]


async def test_each_notice_is_given_once_however_often_it_comes(desk):
    case = await desk.form(KARI, "block")
    await days_pass(desk, 40)
    async with desk.owner.begin() as tx:
        await tx.exec_driver_sql(
            "INSERT INTO outbox (topic, key, payload, trace) SELECT topic, key || ':again', "
            "payload, trace FROM outbox WHERE topic = 'access.deadline'"
        )
    await desk.relay()

    assert sorted(await notices(desk, case)) == [
        "deadline.breach",
        "deadline.day20",
        "deadline.day27",
    ]


@pytest.mark.parametrize("ground", [None, "details_incorrect"], ids=["accepted", "rejected"])
async def test_a_decided_case_is_not_reminded_of(desk, ground):
    case = await desk.form(KARI, "block")
    await desk.review(case, ground)
    await days_pass(desk, 40)
    await desk.relay()

    assert await notices(desk, case) == []
    assert await urgent(desk) == []


async def test_a_missed_deadline_decides_nothing(desk):
    case = await desk.form(KARI, "block")
    await days_pass(desk, 60)
    await desk.relay()

    assert (await desk.read(case))["status"] == "under_review"
    assert not (await desk.look_up(KARI))["blocked"]


async def test_the_most_urgent_case_stands_first_and_a_late_one_is_there(desk):
    late = await desk.form(KARI, "block")
    await days_pass(desk, 31)
    fresh = await desk.form(OLA, "block")

    listed = await urgent(desk)

    assert [entry["request_id"] for entry in listed] == [late["id"], fresh["id"]]
    assert [entry["days_left"] for entry in listed] == [-1, 30]


async def test_the_list_is_cut_by_days_and_by_number(desk):
    await desk.form(KARI, "block")
    await days_pass(desk, 25)
    await desk.form(OLA, "block")

    assert len(await urgent(desk, within_days=5)) == 1
    assert len(await urgent(desk, within_days=4)) == 0
    assert len(await urgent(desk, within_days=30)) == 2
    assert len(await urgent(desk, limit=1)) == 1


async def test_what_the_list_cannot_show_is_refused(desk):
    clerk = staff(CLERK, "access:register")
    for query in ({"within_days": -1}, {"within_days": 31}, {"limit": 0}):
        found = await desk.service.get("/v1/deadlines", params=query, headers=clerk)

        assert found.status_code == 422


async def test_a_case_says_until_when_it_is_decided_and_the_list_names_nobody(desk):
    case = await desk.form(KARI, "block")
    assert KARI not in str(await urgent(desk))
    received, before = (date.fromisoformat(case[name]) for name in ("received_on", "decide_before"))

    assert before - received == 30 * DAY

"""The copy of an identification: seen by reviewers who say why, and never without a trace."""

from uuid import uuid4

from access_api.testing.bodies import a_form
from access_api.testing.desk import AGENT, CLERK, REVIEWER, once, staff
from service_kit.testing import synthetic_number

PERSON = synthetic_number()
VIEWED = "identification.viewed"


async def show(desk, case_id, reason="review", *, headers=None, key=None):
    who = headers or staff(REVIEWER, "access:review")
    path = f"/v1/access-requests/{case_id}/identification-views"
    return await desk.service.post(path, json={"reason": reason}, headers=who | (key or once()))


async def views(desk, case) -> int:
    return (await desk.events(case)).count(VIEWED)


async def test_a_reviewer_sees_what_the_clerk_sent_in(desk):
    case = await desk.form(PERSON, "block")

    shown = await show(desk, case["id"])

    assert shown.status_code == 201
    assert shown.content == b"%PDF-1.4\n%%EOF\n"
    assert shown.headers["content-type"] == "application/pdf"


async def test_a_browser_neither_runs_nor_keeps_what_is_shown(desk):
    shown = await show(desk, (await desk.form(PERSON, "block"))["id"])

    assert shown.headers["content-disposition"] == "attachment"
    assert shown.headers["content-security-policy"] == "sandbox"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"


async def test_the_journal_says_who_looked_and_why(desk):
    case = await desk.form(PERSON, "block")
    await show(desk, case["id"], "complaint")

    details = await desk.sql(f"SELECT details FROM event WHERE type = '{VIEWED}'")  # noqa: S608
    actor = await desk.sql(f"SELECT actor FROM event WHERE type = '{VIEWED}'")  # noqa: S608

    assert details == {"reason": "complaint"}
    assert actor == REVIEWER


async def test_each_look_is_one_line_and_a_repeated_request_is_the_same_look(desk):
    case, key = await desk.form(PERSON, "block"), once()

    first = await show(desk, case["id"], key=key)
    again = await show(desk, case["id"], key=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert await views(desk, case) == 1

    await show(desk, case["id"])
    assert await views(desk, case) == 2


async def test_without_a_reason_of_the_list_nothing_is_shown(desk):
    case = await desk.form(PERSON, "block")

    for reason in ("curiosity", "", None):
        assert (await show(desk, case["id"], reason)).status_code == 422
    assert await views(desk, case) == 0


async def test_nobody_but_a_reviewer_sees_it(desk):
    case = await desk.form(PERSON, "block")

    for headers, status in (
        (staff(CLERK, "access:register"), 403),
        (staff(AGENT, "access:helpdesk"), 403),
        ({"Authorization": "Bearer x"}, 401),
    ):
        assert (await show(desk, case["id"], headers=headers)).status_code == status
    assert await views(desk, case) == 0


async def test_what_is_not_there_reads_alike(desk):
    without = (await desk.register(a_form(PERSON, name="Kari Nordmann"))).json()

    assert (await show(desk, uuid4())).status_code == 404
    assert (await show(desk, without["id"])).status_code == 404

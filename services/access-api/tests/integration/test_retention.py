"""What is deleted when its time is over, and what is not."""

from datetime import timedelta

from access_api.testing.desk import REVIEWER, once, staff
from access_api.use_cases.retention import chores
from service_kit.testing import synthetic_number

PERSON = synthetic_number()
DAY = timedelta(days=1)


async def tidy(desk) -> None:
    for chore in chores(desk.shell):
        async with desk.shell.engine.begin() as tx:
            await chore(tx)


async def forms_and_copies(desk) -> tuple[int, int]:
    return (
        await desk.sql("SELECT count(*) FROM access_case WHERE sealed_form IS NOT NULL"),
        await desk.sql("SELECT count(*) FROM upload"),
    )


async def test_form_and_copy_stay_while_a_case_is_open_however_long(desk):
    await desk.form(PERSON, "block")

    await desk.pass_time(400 * DAY)
    await tidy(desk)

    assert await forms_and_copies(desk) == (1, 1)


async def test_form_and_copy_go_thirty_days_after_the_end_and_the_decision_stays(desk):
    case = await desk.form(PERSON, "block")
    await desk.review(case)

    await desk.pass_time(30 * DAY - timedelta(minutes=1))
    await tidy(desk)
    assert await forms_and_copies(desk) == (1, 1)

    await desk.pass_time(timedelta(minutes=2))
    await tidy(desk)
    assert await forms_and_copies(desk) == (0, 0)
    assert (await desk.read(case))["status"] == "effected"
    assert (await desk.events(case)).count("request.forgotten") == 1
    assert (await desk.look_up(PERSON))["blocked"]


async def test_what_was_forgotten_once_is_not_forgotten_again(desk):
    case = await desk.form(PERSON, "block")
    await desk.review(case)
    await desk.pass_time(31 * DAY)

    await tidy(desk)
    await tidy(desk)

    assert (await desk.events(case)).count("request.forgotten") == 1


async def test_a_copy_that_was_forgotten_cannot_be_shown(desk):
    case = await desk.form(PERSON, "block")
    await desk.review(case)
    await desk.pass_time(31 * DAY)
    await tidy(desk)

    shown = await desk.service.post(
        f"/v1/access-requests/{case['id']}/identification-views",
        json={"reason": "supervision"},
        headers=staff(REVIEWER, "access:review") | once(),
    )

    assert shown.status_code == 404


async def test_uploads_and_keys_go_after_a_day(desk):
    await desk.upload()

    await desk.pass_time(DAY)
    await tidy(desk)

    assert await desk.sql("SELECT count(*) FROM upload") == 0
    assert await desk.sql("SELECT count(*) FROM idempotency") == 0


async def test_guesses_are_kept_as_long_as_they_count_against_a_person(desk):
    await desk.call("0000005724", "0000000000")

    await desk.pass_time(30 * DAY)
    await tidy(desk)
    assert await desk.sql("SELECT count(*) FROM guess") == 1

    await desk.pass_time(2 * DAY)
    await tidy(desk)
    assert await desk.sql("SELECT count(*) FROM guess") == 0

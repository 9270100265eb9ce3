"""Letters: addresses that are doubtful, printers that fail, envelopes that come back."""

from datetime import timedelta

import pytest

from access_api.testing.desk import CLERK, once, staff
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)


async def reopening(desk, person=KARI):
    await desk.blocked(person)
    case = await desk.form(person)
    await desk.relay()
    return case


async def code_letter(desk, case):
    letters = [x for x in (await desk.read(case))["letters"] if x["kind"] == "reopening_code"]
    return letters[-1] if letters else None


async def printed_codes(desk):
    query = "SELECT count(*) FROM letter WHERE kind = 'reopening_code' AND status = 'accepted'"
    return await desk.sql(query)


async def test_a_code_is_on_paper_also_for_who_takes_digital_post(desk):
    case = await reopening(desk)
    assert (await code_letter(desk, case))["status"] == "accepted"
    messages = (await desk.outside.get("/_control/digital-mailbox/messages")).text
    assert (await code_letter(desk, case))["letter_id"] not in messages


async def test_the_code_is_wiped_once_the_printer_has_it(desk):
    await desk.blocked(KARI)
    await desk.form(KARI)
    await desk.disturb("print-provider", fail=1, status=503)
    await desk.relay()
    assert await desk.sql("SELECT sealed_code IS NOT NULL FROM letter WHERE code_id IS NOT NULL")
    await desk.pass_time(timedelta(seconds=10))
    await desk.relay()
    assert await printed_codes(desk) == 1
    assert await desk.sql("SELECT sealed_code IS NULL FROM letter WHERE code_id IS NOT NULL")


async def test_23_an_answer_lost_on_its_way_makes_no_second_envelope(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.disturb("print-provider", fail=1, status=503, when="after")
    await desk.relay()
    assert (await code_letter(desk, case))["status"] == "submitted"
    await desk.pass_time(timedelta(seconds=10))
    await desk.relay()
    assert (await code_letter(desk, case))["status"] == "accepted"
    assert [letter["envelopes"] for letter in await desk.letters()] == [1]


async def test_22_a_letter_not_accepted_in_five_days_is_written_anew_with_another_code(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.disturb("print-provider", fail=1000, status=503)
    await desk.relay()
    await desk.pass_time(timedelta(days=5))
    await desk.relay()
    assert await desk.sql("SELECT count(*) FROM code WHERE status = 'revoked'") == 1
    assert await desk.sql("SELECT count(*) FROM code WHERE status = 'issued'") == 1
    await desk.disturb("print-provider", fail=0)
    await desk.pass_time(timedelta(hours=2))
    await desk.relay()
    assert (await code_letter(desk, case))["status"] == "accepted"
    assert len(await desk.letters()) == 1


async def test_22_and_36_a_printer_that_stays_away_is_tried_for_as_long_as_it_takes(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.disturb("print-provider", fail=30, status=503)
    for _ in range(60):
        await desk.relay()
        await desk.pass_time(timedelta(minutes=16))
    assert (await code_letter(desk, case))["status"] == "accepted"
    assert await desk.sql("SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL") == 0


async def test_38_posted_twice_and_late_moves_the_letter_once(desk):
    case = await reopening(desk)
    letter_id = (await code_letter(desk, case))["letter_id"]
    assert (await desk.tell(letter_id, "posted")).status_code == 200
    assert (await desk.tell(letter_id, "posted")).status_code == 200
    letter = await code_letter(desk, case)
    assert (letter["status"], letter["posted_on"] is not None) == ("posted", True)
    assert await desk.sql("SELECT status FROM code") == "posted"
    await desk.tell(letter_id, "returned")
    await desk.tell(letter_id, "posted")
    assert (await code_letter(desk, case))["status"] == "returned"


async def test_38_a_forged_callback_changes_nothing(desk):
    case = await reopening(desk)
    letter_id = (await code_letter(desk, case))["letter_id"]
    forged = await desk.tell(letter_id, "returned", forged=True)
    assert forged.status_code == 401
    assert forged.json()["type"].endswith("/problems/access-signature-invalid")
    assert (await code_letter(desk, case))["status"] == "accepted"
    bare = await desk.service.post(
        "/v1/print-callbacks",
        json={"letter_id": letter_id, "status": "posted", "at": "2026-01-01T00:00:00Z"},
    )
    assert bare.status_code == 401


async def test_21_a_returned_letter_kills_its_code_and_the_address_is_checked(desk):
    case = await reopening(desk)
    await desk.review(case)
    code = await desk.code_in(case)
    await desk.tell((await code_letter(desk, case))["letter_id"], "returned")

    now = await desk.read(case)
    assert (now["status"], now["findings"]) == ("address_check", ["letter_returned"])
    assert await desk.sql("SELECT status FROM code") == "returned"
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"
    await desk.relay()
    assert await desk.sql("SELECT count(*) FROM code") == 1

    assert (await desk.order_letter(case)).status_code == 409
    ordered = await desk.order_letter(case, address_confirmed=True)
    assert ordered.json()["status"] == "awaiting_call"


async def test_21_a_letter_that_comes_back_by_hand_does_the_same(desk):
    case = await reopening(desk)
    letter_id = (await code_letter(desk, case))["letter_id"]
    headers = staff(CLERK, "access:register") | once()
    body = {"letter_id": letter_id, "reason": "moved"}
    first = await desk.service.post("/v1/letter-returns", json=body, headers=headers)
    again = await desk.service.post("/v1/letter-returns", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"letter_id": letter_id, "status": "returned"}
    assert (await desk.read(case))["status"] == "under_review"
    assert (await desk.review(case)).json()["status"] == "address_check"


async def test_21_a_letter_that_comes_back_after_its_code_was_used_raises_an_alarm(desk, caplog):
    case = await reopening(desk)
    await desk.review(case)
    await desk.call(case["case_number"], await desk.code_in(case))
    await desk.tell((await code_letter(desk, case))["letter_id"], "returned")
    assert "alarm.returned_after_use" in await desk.events(case)
    assert "Alarm: returned after use" in caplog.text
    assert (await desk.read(case))["status"] == "reopened"


async def test_a_letter_the_printer_failed_at_waits_for_a_person(desk):
    case = await reopening(desk)
    await desk.tell((await code_letter(desk, case))["letter_id"], "failed")
    assert (await desk.read(case))["findings"] == ["unprintable"]
    assert await desk.sql("SELECT status FROM code") == "revoked"


@pytest.mark.parametrize(
    ("special", "finding"),
    [
        ("moved", "address_changed_recently"),
        ("confidential", "confidential"),
        ("client_address", "client_address"),
        ("abroad", "address_abroad"),
        ("emigrated", "emigrated"),
        ("child_13", "under_sixteen"),
        ("youth_15", "under_sixteen"),
    ],
)
async def test_24_to_29_a_doubtful_address_waits_for_a_person(desk, special, finding):
    desk, person = desk.trusted(), await desk.special(special)
    case = await reopening(desk, person)
    now = await desk.read(case)
    assert finding in now["findings"]
    assert await desk.sql("SELECT count(*) FROM code") == 0
    assert (await desk.order_letter(case)).status_code == 409

    assert (await desk.order_letter(case, address_confirmed=True)).status_code == 201
    await desk.relay()
    assert (await code_letter(desk, case))["status"] == "accepted"
    assert (await desk.review(case)).json()["status"] == "awaiting_call"


@pytest.mark.parametrize("special", ["strictly_confidential", "no_address"])
async def test_25_and_27_no_letter_leaves_the_system_whoever_confirms(desk, special):
    desk, person = desk.trusted(), await desk.special(special)
    case = await reopening(desk, person)
    refused = await desk.order_letter(case, address_confirmed=True)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/access-letter-needs-hands")
    assert await desk.letters() == []
    assert (await desk.look_up(person))["blocked"] is True


async def test_25_strictly_confidential_people_get_no_message_either(desk):
    desk = desk.trusted()
    case = await reopening(desk, await desk.special("strictly_confidential"))
    assert {x["status"] for x in (await desk.read(case))["letters"]} == {"held"}
    messages = await desk.outside.get("/_control/digital-mailbox/messages")
    assert messages.json() == []


async def test_27_abroad_a_code_works_thirty_days(desk):
    case = await reopening(desk, await desk.special("abroad"))
    await desk.order_letter(case, address_confirmed=True)
    days = "SELECT valid_through - (issued_at AT TIME ZONE 'Europe/Oslo')::date FROM code"
    assert await desk.sql(days) == 30


async def test_28_a_deceased_persons_case_is_closed_and_the_block_stays(desk):
    person = await desk.special("deceased")
    case = await reopening(desk, person)
    now = await desk.read(case)
    assert (now["status"], now["ground"]["code"]) == ("closed", "deceased")
    assert await desk.letters() == []
    assert (await desk.look_up(person))["blocked"] is True


@pytest.mark.parametrize("special", ["unknown", "ceased", "child_12"])
async def test_29_and_33_what_the_register_rules_out_is_not_accepted(desk, special):
    person = await desk.special(special)
    case = await desk.form(person, "block")
    await desk.relay()
    refused = await desk.review(case)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/access-cannot-accept")
    assert (await desk.review(case, "details_incorrect")).json()["status"] == "rejected"


async def test_16_a_name_that_differs_is_told_to_the_reviewer(desk):
    case = await desk.form(KARI, "block", name="Somebody Else")
    await desk.relay()
    assert (await desk.read(case))["findings"] == ["name_differs"]


async def test_36_a_block_is_accepted_while_the_register_is_down_and_checked_later(desk):
    await desk.disturb("population-register", fail=1000, status=503)
    case = (await desk.self_service(KARI)).json()
    await desk.relay()
    assert (await desk.review(case)).json()["register_check"] == "pending"
    assert (await desk.look_up(KARI))["blocked"] is True
    await desk.disturb("population-register", fail=0)
    await desk.pass_time(timedelta(hours=1))
    await desk.relay()
    now = await desk.read(case)
    assert (now["status"], now["register_check"]) == ("effected", "done")


async def test_36_a_reopening_waits_for_the_register(desk):
    await desk.blocked(KARI)
    await desk.disturb("population-register", fail=1000, status=503)
    case = await desk.form(KARI, name="Kari Nordmann")
    await desk.relay()
    refused = await desk.review(case)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/access-register-check-pending")


@pytest.mark.parametrize("special", ["reserved", "no_mailbox", "stale_contact", "unregistered"])
async def test_an_answer_goes_on_paper_to_whoever_takes_no_digital_post(desk, special):
    case = await desk.form(await desk.special(special), "block")
    await desk.relay()
    assert [x["status"] for x in (await desk.read(case))["letters"]] == ["accepted"]
    assert len(await desk.letters()) == 1


async def test_24_an_address_that_changes_between_form_and_printing_stops_the_letter(desk):
    await desk.blocked(KARI)
    await desk.disturb("print-provider", fail=1, status=503)
    case = await desk.form(KARI)
    await desk.relay()
    lookup = await desk.outside.post(
        "/population-register/persons/lookups", json={"national_id": KARI}
    )
    moved = lookup.json()
    moved["address"]["moved_on"] = "2099-01-01"
    await desk.outside.put("/_control/population-register/persons", json=moved)
    await desk.pass_time(timedelta(minutes=1))
    await desk.relay()

    letter = await code_letter(desk, case)
    assert (letter["status"], letter["held_for"]) == ("held", "address_changed_recently")
    assert await desk.sql("SELECT status FROM code") == "revoked"
    assert await desk.letters() == []


async def test_25_and_26_an_agent_at_the_phone_is_not_told_that_somebody_is_protected(desk):
    desk = desk.trusted()
    case = await reopening(desk, await desk.special("strictly_confidential"))
    path, agent = f"/v1/access-requests/{case['id']}", staff("staff:t:a", "access:helpdesk")
    seen = (await desk.service.get(path, headers=agent)).json()
    assert seen["findings"] == []
    assert {letter["held_for"] for letter in seen["letters"]} == {None}
    assert seen["shielded"] is False
    assert (await desk.read(case))["findings"] == ["strictly_confidential"]

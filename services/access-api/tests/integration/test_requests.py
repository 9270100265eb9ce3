"""Requests come in: whole, lacking, doubled, for somebody else, at the wrong moment."""

import asyncio
from datetime import date

import pytest

from access_api.testing.bodies import a_form
from access_api.testing.desk import CLERK, citizen, once, staff
from service_kit.testing import synthetic_number

KARI = synthetic_number(1)
OLA = synthetic_number(2)


async def test_7_the_same_key_makes_one_case_and_another_body_under_it_is_refused(desk):
    key = once()
    body = a_form(KARI, "block", name="Kari", upload_id=await desk.upload())
    first, again = await desk.register(body, key), await desk.register(body, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["Location"].endswith(f"/access/v1/access-requests/{first.json()['id']}")

    other = await desk.register(body | {"kind": "reopen"}, key)
    assert other.status_code == 422
    assert other.json()["type"].endswith("/problems/idempotency-key-reused")


async def test_7_a_second_form_for_the_same_thing_is_the_same_case(desk):
    first = await desk.self_service(KARI)
    again = await desk.self_service(KARI)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert "request.repeated" in await desk.events(first.json())


async def test_7_many_forms_at_once_for_a_person_never_seen_before_are_one_case(desk):
    answers = await asyncio.gather(*(desk.self_service(KARI) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await desk.sql("SELECT count(*) FROM person") == 1


async def test_13_a_reopening_for_somebody_who_is_not_blocked_is_refused_to_the_registered_person(
    desk,
):
    case = await desk.form(KARI)
    assert (case["status"], case["ground"]["code"]) == ("rejected", "not_blocked")
    await desk.relay()
    assert [x["kind"] for x in (await desk.read(case))["letters"]] == ["request_rejected"]
    assert await desk.sql("SELECT count(*) FROM code") == 0


async def test_14_a_block_of_a_blocked_person_changes_nothing_and_is_confirmed(desk):
    await desk.blocked(KARI)
    before = await desk.look_up(KARI)
    again = await desk.blocked(KARI)
    assert await desk.look_up(KARI) == before
    assert (await desk.read(again))["status"] == "effected"
    assert "block_in_effect" in [x["kind"] for x in (await desk.read(again))["letters"]]


async def test_15_and_17_an_incomplete_form_is_answered_with_everything_it_lacks(desk):
    body = {
        "channel": "paper",
        "kind": "unclear",
        "person": {"name": "Kari", "national_id": KARI},
        "identification": {"kind": "passport", "expires_on": "2020-01-01"},
    }
    answer = await desk.register(body)
    assert answer.status_code == 201
    case = answer.json()
    assert case["status"] == "incomplete"
    assert [lack["what"] for lack in case["missing"]] == [
        "choice",
        "identification_copy",
        "unexpired_identification",
        "signature",
    ]
    assert all(lack["text"]["nb"] and lack["text"]["en"] for lack in case["missing"])
    await desk.relay()
    letters = (await desk.read(case))["letters"]
    assert [(x["kind"], x["status"]) for x in letters] == [("form_incomplete", "delivered")]
    assert await desk.sql("SELECT count(*) FROM code") == 0


async def test_17_a_form_that_names_nobody_is_a_case_without_letters(desk):
    answer = await desk.register({"channel": "paper", "kind": "block"})
    assert answer.json()["status"] == "incomplete"
    assert answer.json()["letters"] == []


async def test_an_incomplete_case_is_over_and_a_whole_form_begins_a_new_one(desk):
    first = (await desk.register(a_form(KARI, "block"))).json()
    assert first["status"] == "incomplete"
    whole = await desk.form(KARI, "block")
    assert (whole["status"], whole["id"] != first["id"]) == ("under_review", True)


async def test_18_the_registered_person_hears_of_every_request_in_their_name(desk):
    await desk.form(KARI, "block")
    await desk.relay()
    told = await desk.outside.get("/_control/digital-mailbox/messages")
    assert len(told.json()) == 1


async def test_32_a_synthetic_number_in_production_is_no_number(desk, settings):
    number = (await desk.register(a_form(KARI, "block"))).json()
    assert "valid_national_identity_number" not in [x["what"] for x in number["missing"]]
    real = "13097248022"
    strict = settings.model_copy(update={"allow_synthetic": False})
    object.__setattr__(desk.shell, "settings", strict)
    lacking = (await desk.register(a_form(KARI, "block"))).json()
    assert "valid_national_identity_number" in [x["what"] for x in lacking["missing"]]
    fine = (await desk.register(a_form(real, "block"))).json()
    assert "valid_national_identity_number" not in [x["what"] for x in fine["missing"]]


@pytest.mark.parametrize("kind", ["reopen"])
async def test_a_login_never_begins_a_reopening(desk, kind):
    answer = await desk.self_service(KARI, kind=kind)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/problems/access-self-service-blocks-only")


async def test_30_a_citizen_blocks_nobody_else_and_registers_no_paper(desk):
    other = await desk.self_service(KARI, person={"national_id": OLA})
    assert other.status_code == 403
    headers = citizen(KARI) | once()
    paper = await desk.service.post(
        "/v1/access-requests", json=a_form(KARI, "block"), headers=headers
    )
    assert paper.status_code == 403
    clerk = staff(CLERK, "access:register") | once()
    body = {"channel": "self_service", "kind": "block"}
    assert (
        await desk.service.post("/v1/access-requests", json=body, headers=clerk)
    ).status_code == 403


async def test_a_citizen_sees_own_cases_only_and_no_findings(desk):
    case = (await desk.self_service(KARI)).json()
    path = f"/v1/access-requests/{case['id']}"
    own = await desk.service.get(path, headers=citizen(KARI))
    other = await desk.service.get(path, headers=citizen(OLA))
    missing = await desk.service.get(path.replace(case["id"], KARI_CASE), headers=citizen(OLA))
    assert own.status_code == 200
    assert (own.json()["register_check"], own.json()["code"]) == (None, None)
    assert other.status_code == missing.status_code == 404
    assert other.text == missing.text


async def test_a_form_cannot_come_from_the_future_or_from_long_ago(desk):
    for received_on in (date(2099, 1, 1), date(2020, 1, 1)):
        body = a_form(KARI, "block", received_on=received_on.isoformat())
        answer = await desk.register(body)
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("/problems/access-received-on-implausible")


async def test_an_upload_serves_one_case_of_its_owner(desk):
    upload_id = await desk.upload()
    first = await desk.register(a_form(KARI, "block", name="Kari", upload_id=upload_id))
    second = await desk.register(a_form(OLA, "block", name="Ola", upload_id=upload_id))
    assert (first.status_code, second.status_code) == (201, 409)
    assert await desk.sql("SELECT count(*) FROM person") == 1


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"MZ\x90\x00 not an image", "image/png", 415),
        (b"%PDF-1.4\n%%EOF\n", "image/jpeg", 415),
        (b"\x89PNG\r\n\x1a\n<script>", "image/png", 422),
        (b"%PDF-1.4 cut short", "application/pdf", 422),
        (b"%PDF-1.4" + bytes(11 * 1024 * 1024), "application/pdf", 413),
    ],
)
async def test_37_what_is_not_a_harmless_copy_is_not_taken(desk, content, media_type, status):
    headers = staff(CLERK, "access:register") | once() | {"Content-Type": media_type}
    answer = await desk.service.post("/v1/uploads", content=content, headers=headers)
    assert answer.status_code == status
    assert await desk.sql("SELECT count(*) FROM upload") == 0


async def test_42_guidance_points_to_the_other_form_and_a_block_stays(desk):
    await desk.blocked(KARI)
    answer = await desk.service.get("/v1/guidance")
    assert "Trekke samtykke til bruk av Helsenorge" in answer.text
    assert (await desk.look_up(KARI))["blocked"] is True


async def test_a_withdrawn_block_blocks_nobody_and_an_effected_one_is_not_withdrawn(desk):
    case = (await desk.self_service(KARI)).json()
    assert (await desk.withdraw(case)).json()["status"] == "withdrawn"
    assert (await desk.review(case)).status_code == 409
    assert (await desk.look_up(KARI))["blocked"] is False

    effected = await desk.blocked(KARI)
    refused = await desk.withdraw(effected)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/access-step-not-allowed")
    assert (await desk.look_up(KARI))["blocked"] is True


async def test_a_rejected_reopening_has_no_living_code(desk):
    await desk.blocked(KARI)
    case = await desk.form(KARI)
    await desk.relay()
    code = await desk.code_in(case)
    rejected = await desk.review(case, "identification_not_accepted")
    assert rejected.json()["ground"]["code"] == "identification_not_accepted"
    assert await desk.sql("SELECT status FROM code") == "revoked"
    assert (await desk.call(case["case_number"], code)).json()["result"] == "not_verified"


async def test_a_second_review_is_a_conflict(desk):
    case = (await desk.self_service(KARI)).json()
    assert (await desk.review(case)).status_code == 201
    assert (await desk.review(case)).status_code == 409


async def test_lists_are_paged_by_a_cursor_bound_to_its_filter(desk):
    for n in range(5):
        await desk.self_service(synthetic_number(n))
    headers = staff("staff:t:r", "access:review")
    seen, cursor = [], {}
    while True:
        page = await desk.service.get(
            "/v1/access-requests",
            params={"limit": 2, "status": "under_review"} | cursor,
            headers=headers,
        )
        seen += [item["id"] for item in page.json()["items"]]
        if page.json()["next_cursor"] is None:
            break
        cursor = {"cursor": page.json()["next_cursor"]}
    assert len(seen) == len(set(seen)) == 5

    elsewhere = await desk.service.get("/v1/access-requests", params=cursor, headers=headers)
    assert elsewhere.status_code == 422


async def test_staff_find_cases_by_number_and_person_and_it_is_written_down(desk):
    case = (await desk.self_service(KARI)).json()
    headers = staff("staff:t:agent", "access:helpdesk")
    path = "/v1/access-requests/searches"
    by_number = {"by": "case_number", "case_number": case["case_number"]}
    by_person = {"by": "national_id", "national_id": KARI}
    for body in (by_number, by_person):
        found = await desk.service.post(path, json=body, headers=headers)
        assert [item["id"] for item in found.json()["items"]] == [case["id"]]
    nobody = {"by": "national_id", "national_id": OLA}
    assert (await desk.service.post(path, json=nobody, headers=headers)).json()["items"] == []
    assert (await desk.events(case)).count("request.read") == 2


KARI_CASE = "00000000-0000-4000-8000-000000000000"

"""Cases of people whose address is protected: seen by everybody as shielded, handled by few."""

import pytest

from access_api.testing.desk import CLERK, REVIEWER, citizen, once, staff
from service_kit.testing import synthetic_number

PROTECTED = ("strictly_confidential", "confidential", "client_address")
TELLING = ("letters", "findings", "missing", "ground", "register_check", "code")


async def a_checked_case(desk, special):
    case = await desk.form(await desk.special(special), "block")
    await desk.relay()
    return case


async def post(desk, case, what, body, scopes, subject=REVIEWER):
    path = f"/v1/access-requests/{case['id']}/{what}"
    return await desk.service.post(path, json=body, headers=staff(subject, scopes) | once())


@pytest.mark.parametrize("special", PROTECTED)
async def test_25_and_26_others_see_that_a_case_is_shielded_and_no_more(desk, special):
    case = await a_checked_case(desk, special)

    seen = await desk.read(case)
    assert seen["shielded"]
    assert not any(seen[name] for name in TELLING)
    assert {name: seen[name] for name in ("id", "case_number", "kind")} == {
        name: case[name] for name in ("id", "case_number", "kind")
    }
    full = await desk.trusted().read(case)
    assert (full["shielded"], full["findings"]) == (False, [special])
    assert full["letters"]


async def test_25_and_26_lists_and_searches_shield_too(desk):
    person = await desk.special("confidential")
    case = await desk.form(person, "block")
    open_case = await desk.form(synthetic_number(1), "block")
    await desk.relay()
    reviewer = staff(REVIEWER, "access:review")
    listed = (await desk.service.get("/v1/access-requests", headers=reviewer)).json()["items"]
    assert {one["id"]: one["shielded"] for one in listed} == {
        case["id"]: True,
        open_case["id"]: False,
    }
    for wanted in (
        {"by": "national_id", "national_id": person},
        {"by": "case_number", "case_number": case["case_number"]},
    ):
        found = await desk.service.post(
            "/v1/access-requests/searches", json=wanted, headers=reviewer
        )
        assert [one["shielded"] for one in found.json()["items"]] == [True]


async def test_25_and_26_only_those_with_the_right_handle_the_case(desk):
    case = await a_checked_case(desk, "confidential")
    acts = (
        ("reviews", {"verdict": "accept"}, "access:review"),
        ("withdrawals", {"signed_on": "2026-01-02"}, "access:register"),
        ("letters", {"address_confirmed": True}, "access:register"),
        ("identification-views", {"reason": "review"}, "access:review"),
    )
    for what, body, scope in acts:
        refused = await post(desk, case, what, body, scope)
        assert refused.status_code == 403, what
        assert refused.json()["type"].endswith("/problems/access-shielded")
    assert (await desk.trusted().read(case))["status"] == "under_review"

    what, body, scope = acts[3]
    assert (await post(desk, case, what, body, f"{scope} access:protected")).status_code == 201
    assert (await desk.trusted().review(case)).json()["status"] == "effected"


async def test_25_and_26_the_right_alone_opens_nothing(desk):
    case = await a_checked_case(desk, "confidential")
    answer = await desk.service.get(
        f"/v1/access-requests/{case['id']}", headers=staff(REVIEWER, "access:protected")
    )
    assert answer.status_code == 403


async def test_25_and_26_a_new_request_is_shielded_before_the_register_is_asked_again(desk):
    person = await desk.special("confidential")
    first = await desk.form(person, "block")
    await desk.relay()
    await desk.trusted().review(first)
    second = await desk.form(person, "reopen")

    assert second["shielded"]
    assert (await desk.trusted().read(second))["register_check"] == "pending"


async def test_25_a_block_waits_for_nobody_while_the_register_has_not_answered(desk):
    case = await desk.form(await desk.special("strictly_confidential"), "block")
    assert (await desk.review(case)).json()["status"] == "effected"
    await desk.relay()
    assert (await desk.read(case))["shielded"]


async def test_26_a_person_sees_their_own_case_whole(desk):
    person = await desk.special("confidential")
    case = (await desk.self_service(person)).json()
    await desk.relay()
    path = f"/v1/access-requests/{case['id']}"
    own = (await desk.service.get(path, headers=citizen(person))).json()
    assert own["shielded"] is False
    assert own["letters"]


async def test_25_and_26_auditors_see_who_did_what_and_details_with_the_right_only(desk):
    case = await a_checked_case(desk, "strictly_confidential")
    path = f"/v1/access-requests/{case['id']}/events"

    async def details(scopes):
        answer = await desk.service.get(path, headers=staff(CLERK, scopes))
        return {event["type"]: event["details"] for event in answer.json()["items"]}

    shown, hidden = await details("suite:audit access:protected"), await details("suite:audit")
    assert shown["register.checked"] == {"findings": ["strictly_confidential"]}
    assert shown.keys() == hidden.keys()
    assert not any(hidden.values())


async def test_25_look_ups_work_as_for_all(desk):
    person = await desk.special("strictly_confidential")
    case = await desk.form(person, "block")
    await desk.review(case)
    await desk.relay()
    assert (await desk.look_up(person))["blocked"] is True

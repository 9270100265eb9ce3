from datetime import date, timedelta
from uuid import uuid4

import pytest

from service_kit.testing import synthetic_number
from travel_api.testing.bodies import a_claim, a_return_journey
from travel_api.testing.people import Caller, a_member_of_staff, submitted
from travel_api.testing.relay import relay_until_idle
from travel_api.use_cases.replaying import replay_decisions


async def test_an_ordinary_claim_is_assessed_and_decided_at_once(citizen):
    claim = await submitted(citizen)

    assert claim["status"] == "decided"
    assert claim["assessment"]["outcome"] == "granted"
    assert claim["assessment"]["payable"] == "426.00"
    (decision,) = claim["decisions"]
    assert decision["issued_by"] == "automatic"
    assert decision["payable"] == "426.00"
    assert decision["number"] == f"{claim['number']}-1"
    told = date.fromisoformat(decision["notified_on"])
    assert date.fromisoformat(decision["complain_before"]) >= told + timedelta(weeks=4)


async def test_the_location_leads_through_the_gateway_to_the_claim(citizen):
    answer = await citizen.post("/v1/claims", a_claim(citizen.national_id))

    claim_id = answer.json()["claim_id"]
    assert answer.headers["location"] == f"https://api.example/travel/v1/claims/{claim_id}"
    assert (await citizen.get(f"/v1/claims/{claim_id}")).json() == answer.json()


async def test_nobody_s_number_comes_back(citizen, handler):
    claim = await submitted(citizen)
    for path in ("", "/assessments", "/decisions", "/documents"):
        answer = await handler.get(f"/v1/claims/{claim['claim_id']}{path}")
        assert citizen.national_id not in answer.text


async def test_the_lines_sum_to_what_is_payable(citizen):
    assessment = (await submitted(citizen))["assessment"]
    ore = [int(line["amount"].replace(".", "")) for line in assessment["lines"]]
    assert sum(ore) == int(assessment["payable"].replace(".", ""))


@pytest.mark.parametrize("path", ["", "/assessments", "/decisions", "/documents"])
async def test_another_persons_claim_answers_as_one_that_does_not_exist(citizen, stranger, path):
    claim = await submitted(citizen)

    theirs = await stranger.get(f"/v1/claims/{claim['claim_id']}{path}")
    none = await stranger.get(f"/v1/claims/{uuid4()}{path}")

    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("withdrawals", None),
        ("documents", {"kind": "receipt", "expense": "e1", "upload_id": str(uuid4())}),
    ],
)
async def test_nothing_can_be_done_to_another_persons_claim(citizen, stranger, path, body):
    claim = await submitted(citizen)

    theirs = await stranger.post(f"/v1/claims/{claim['claim_id']}/{path}", body)
    none = await stranger.post(f"/v1/claims/{uuid4()}/{path}", body)

    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()


async def test_the_same_request_again_is_the_same_claim(citizen):
    body = a_claim(citizen.national_id)
    first = await citizen.post("/v1/claims", body, key="the-same-key")
    second = await citizen.post("/v1/claims", body, key="the-same-key")
    other = await citizen.post(
        "/v1/claims",
        a_claim(citizen.national_id, journeys=[a_return_journey("2026-09-07")]),
        key="the-same-key",
    )

    assert first.json() == second.json()
    assert (other.status_code, other.json()["type"][-22:]) == (422, "idempotency-key-reused")


async def test_a_citizen_claims_only_in_the_own_name(citizen):
    answer = await citizen.post("/v1/claims", a_claim(synthetic_number(7)))
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/problems/not-your-own-claim")


async def test_silent_registers_delay_a_claim_and_lose_nothing(citizen, registers, shell):
    registers.down = True
    claim = await submitted(citizen)
    assert (claim["status"], claim["assessment"]) == ("received", None)

    registers.down = False
    await relay_until_idle(shell)

    after = (await citizen.get(f"/v1/claims/{claim['claim_id']}")).json()
    assert after["status"] == "decided"


async def test_registers_that_stay_silent_are_a_task_for_the_office(
    citizen, handler, registers, shell
):
    registers.down = True
    claim = await submitted(citizen)
    await relay_until_idle(shell)

    after = (await citizen.get(f"/v1/claims/{claim['claim_id']}")).json()
    assert after["status"] == "with_handler"
    assert {"attendance", "person"} <= set(after["office_tasks"])
    assert after["decisions"] == []
    assert "claimant" not in {missing["from"] for missing in after["assessment"]["missing"]}

    await handler.post(
        f"/v1/claims/{claim['claim_id']}/findings",
        {"kind": "person", "birth_date": "1985-05-17"},
    )
    settled = await handler.post(
        f"/v1/claims/{claim['claim_id']}/findings", {"kind": "attendance", "attended": True}
    )
    assert settled.json()["status"] == "decided"


@pytest.mark.parametrize(("attended", "approved"), [("no", "yes"), ("unknown", "unknown")])
async def test_records_that_do_not_confirm_leave_it_to_a_handler(
    citizen, registers, attended, approved
):
    registers.attended, registers.publicly_approved = attended, approved
    claim = await submitted(citizen)
    assert claim["status"] == "with_handler"
    assert "attendance" in claim["office_tasks"]


async def test_a_refusal_is_issued_by_a_handler_who_acknowledges_it(citizen, handler):
    claim = await submitted(citizen, journeys=[a_return_journey(km="9.9")])
    path = f"/v1/claims/{claim['claim_id']}/decisions"
    assert (claim["status"], claim["assessment"]["outcome"]) == ("with_handler", "refused")

    unseen = await handler.post(path, {"verdict": "as_assessed"})
    assert unseen.status_code == 409
    assert unseen.json()["reservations"] == ["refused"]

    seen = await handler.post(path, {"verdict": "as_assessed", "acknowledged": ["refused"]})
    assert seen.status_code == 201
    assert (seen.json()["outcome"], seen.json()["issued_by"]) == ("refused", "handler")
    assert (await citizen.get(path)).json()["items"] == [seen.json()]

    again = await handler.post(path, {"verdict": "as_assessed", "acknowledged": ["refused"]})
    assert again.status_code == 409


async def test_a_rate_nobody_has_confirmed_is_never_decided_silently(citizen):
    claim = await submitted(citizen, journeys=[a_return_journey("2016-09-01")])
    assert claim["status"] != "decided"


async def test_a_citizen_cannot_decide(citizen):
    claim = await submitted(citizen, journeys=[a_return_journey(km="9.9")])
    answer = await citizen.post(
        f"/v1/claims/{claim['claim_id']}/decisions", {"verdict": "as_assessed"}
    )
    assert answer.status_code == 403


async def test_a_claim_can_be_withdrawn_until_it_is_decided(citizen):
    waiting = await submitted(citizen, journeys=[a_return_journey(km="9.9")])
    decided = await submitted(citizen)

    withdrawn = await citizen.post(f"/v1/claims/{waiting['claim_id']}/withdrawals")
    refused = await citizen.post(f"/v1/claims/{decided['claim_id']}/withdrawals")

    assert withdrawn.json()["status"] == "withdrawn"
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Cannot withdraw a claim that is decided."


async def test_a_clerk_registers_a_paper_claim_and_sees_only_what_the_clerk_registered(
    clerk, client, tokens
):
    number = synthetic_number(5)
    body = a_claim(number, channel="paper", received_on="2026-09-20")
    answer = await clerk.post("/v1/claims", body)
    other = a_member_of_staff(client, tokens, "travel:register", "another")

    claim = answer.json()
    assert answer.status_code == 201
    assert (claim["channel"], claim["received_on"]) == ("paper", "2026-09-20")
    assert claim["decisions"][0]["notified_on"] > claim["decisions"][0]["issued_on"]
    assert (await clerk.get(f"/v1/claims/{claim['claim_id']}")).status_code == 200
    assert (await other.get(f"/v1/claims/{claim['claim_id']}")).status_code == 404


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("citizen", {"channel": "paper"}),
        ("citizen", {"received_on": "2026-09-20"}),
        ("clerk", {}),
        ("clerk", {"channel": "paper"}),
        ("clerk", {"channel": "paper", "received_on": "2999-01-01"}),
    ],
)
async def test_the_channel_fits_the_sender(citizen, clerk, who, changes):
    caller = {"citizen": citizen, "clerk": clerk}[who]
    answer = await caller.post("/v1/claims", a_claim(citizen.national_id, **changes))
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/problems/claim-does-not-fit")


async def test_searches_show_a_citizen_only_own_claims_and_a_handler_all(
    citizen, stranger, handler
):
    mine = [(await submitted(citizen))["claim_id"] for _ in range(3)]
    theirs = (await submitted(stranger))["claim_id"]

    async def found(caller: Caller, **asked) -> list[str]:
        answer = await caller.post("/v1/claims/searches", asked)
        return [item["claim_id"] for item in answer.json()["items"]]

    assert await found(citizen) == mine[::-1]
    assert await found(citizen, claimant=stranger.national_id) == mine[::-1]
    assert await found(handler) == [theirs, *mine[::-1]]
    assert await found(handler, patient=stranger.national_id) == [theirs]
    assert await found(handler, statuses=["received"]) == []


async def test_pages_follow_each_other_and_a_cursor_belongs_to_its_search(citizen):
    mine = [(await submitted(citizen))["claim_id"] for _ in range(3)]

    first = (await citizen.post("/v1/claims/searches", {"limit": 2})).json()
    second = (
        await citizen.post("/v1/claims/searches", {"limit": 2, "cursor": first["next_cursor"]})
    ).json()
    astray = await citizen.post(
        "/v1/claims/searches", {"statuses": ["decided"], "cursor": first["next_cursor"]}
    )

    pages = first["items"] + second["items"]
    assert [item["claim_id"] for item in pages] == mine[::-1]
    assert second["next_cursor"] is None
    assert astray.status_code == 422


async def test_travel_that_was_claimed_before_is_looked_at_by_a_person(citizen, handler):
    first = await submitted(citizen, journeys=[a_return_journey("2026-09-04")])
    again = await submitted(citizen, journeys=[a_return_journey("2026-09-04")])
    another_day = await submitted(citizen, journeys=[a_return_journey("2026-09-05")])

    assert (first["status"], another_day["status"]) == ("decided", "decided")
    assert (again["status"], again["office_tasks"]) == ("with_handler", ["overlap"])

    decided = await handler.post(
        f"/v1/claims/{again['claim_id']}/decisions",
        {"verdict": "refused", "ground": "Paid before.", "acknowledged": ["overlap"]},
    )
    assert (decided.json()["outcome"], decided.json()["payable"]) == ("refused", "0.00")


async def test_a_withdrawn_claim_does_not_stand_in_the_way(citizen):
    day = [a_return_journey("2026-09-04", km="9.9")]
    first = await submitted(citizen, journeys=day)
    await citizen.post(f"/v1/claims/{first['claim_id']}/withdrawals")
    again = await submitted(citizen, journeys=[a_return_journey("2026-09-04")])
    assert again["status"] == "decided"


async def test_the_journal_tells_everything_that_was_done(client, tokens, citizen):
    claim = await submitted(citizen)
    auditor = a_member_of_staff(client, tokens, "suite:audit", "auditor")

    events = (await auditor.get(f"/v1/claims/{claim['claim_id']}/events")).json()["items"]

    assert [event["type"] for event in events] == [
        "claim.received",
        "claim.answered",
        "claim.assessed",
        "claim.payment_due",
        "claim.decided",
    ]
    assert (await citizen.get(f"/v1/claims/{claim['claim_id']}/events")).status_code == 403


async def test_a_handler_may_read_the_sources_otherwise_in_one_claim(citizen, handler, shell):
    claim = await submitted(citizen, journeys=[a_return_journey(km="10.0", fare="400.00")])
    path = f"/v1/claims/{claim['claim_id']}"
    assert claim["assessment"]["outcome"] == "refused"

    odd = await handler.post(
        f"{path}/findings", {"kind": "reading", "question": "A01", "choice": "fare"}
    )
    after = await handler.post(
        f"{path}/findings", {"kind": "reading", "question": "A01", "choice": "granted"}
    )
    decided = await handler.post(
        f"{path}/decisions", {"verdict": "as_assessed", "acknowledged": ["reading"]}
    )

    assert odd.status_code == 422
    assert after.json()["assessment"]["outcome"] == "granted_zero"
    assert after.json()["office_tasks"] == ["reading"]
    assert decided.json()["outcome"] == "granted_zero"
    assert [one.same async for one in replay_decisions(shell.engine)] == [True]

import json
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from travel_api.domain.assessment import AssessmentMode
from travel_api.testing.bodies import a_claim, a_return_journey
from travel_api.testing.cases import body_of
from travel_api.testing.people import Caller, a_member_of_staff, submitted
from travel_api.testing.relay import relay_until_idle

DEARER = {"parameters": [{"id": "km_rate", "from": "2026-01-01", "value": "3.40"}]}


@pytest.fixture
def planner(client, tokens) -> Caller:
    return a_member_of_staff(client, tokens, "travel:policy", "planner")


async def ended(planner: Caller, shell, asked: dict) -> dict:
    answer = await planner.post("/v1/reassessments", asked)
    assert answer.status_code == 202, answer.text
    path = answer.headers["location"].removeprefix("https://api.example/travel")
    await relay_until_idle(shell)
    return (await planner.get(path)).json()


async def test_another_rate_is_tried_on_every_claim_and_changes_none(citizen, planner, shell):
    claims = [await submitted(citizen) for _ in range(2)]
    short = await submitted(citizen, journeys=[a_return_journey(km="9.9")])

    run = await ended(planner, shell, DEARER)
    path = f"/v1/reassessments/{run['reassessment_id']}/changes"
    changes = (await planner.get(path)).json()["items"]

    assert (run["status"], run["done"], run["total"], run["changed"]) == ("done", 3, 3, 2)
    assert run["totals"] == {"before": "852.00", "after": "948.00"}
    assert {"from": "0.00", "to": "50.00", "count": 2} in run["histogram"]
    assert {change["claim_id"] for change in changes} == {claim["claim_id"] for claim in claims}
    assert {(change["before"], change["after"]) for change in changes} == {("426.00", "474.00")}
    for claim in (*claims, short):
        now = (await citizen.get(f"/v1/claims/{claim['claim_id']}")).json()
        assert now == claim


async def test_changes_come_in_pages(citizen, planner, shell):
    claims = {(await submitted(citizen))["claim_id"] for _ in range(3)}
    run = await ended(planner, shell, DEARER)
    path = f"/v1/reassessments/{run['reassessment_id']}/changes"

    first = (await planner.get(path, params={"limit": 2})).json()
    cursor = {"limit": 2, "cursor": first["next_cursor"]}
    second = (await planner.get(path, params=cursor)).json()

    assert {item["claim_id"] for item in first["items"] + second["items"]} == claims
    assert second["next_cursor"] is None


async def test_only_claims_of_the_period_are_tried(citizen, planner, shell):
    await submitted(citizen)
    asked = DEARER | {"filter": {"received_to": "2020-01-01"}}
    run = await ended(planner, shell, asked)
    assert (run["status"], run["total"]) == ("done", 0)


async def test_a_run_can_be_cancelled_until_it_has_ended(citizen, planner, shell):
    await submitted(citizen)
    started = (await planner.post("/v1/reassessments", DEARER)).json()
    path = f"/v1/reassessments/{started['reassessment_id']}"

    cancelled = await planner.client.delete(path, headers=planner.headers)
    await relay_until_idle(shell)
    again = await planner.client.delete(path, headers=planner.headers)

    after = (await planner.get(path)).json()
    assert cancelled.status_code == 204
    assert (after["status"], after["done"]) == ("cancelled", 0)
    assert again.status_code == 409


async def test_a_run_over_a_claim_that_cannot_be_read_fails_and_says_so(
    citizen, planner, shell, database
):
    await submitted(citizen)
    owner = create_async_engine(database.owner_url)
    async with owner.begin() as tx:
        await tx.execute(text("UPDATE assessment SET facts = '{}'"))
    await owner.dispose()

    run = await ended(planner, shell, DEARER)

    assert (run["status"], run["done"]) == ("failed", 0)
    assert run["ended_at"] is not None


async def test_a_claim_is_tried_as_it_stood_when_it_was_asked_about(citizen, planner, shell):
    await submitted(citizen)
    started = (await planner.post("/v1/reassessments", DEARER)).json()
    await submitted(citizen)
    await relay_until_idle(shell)

    run = (await planner.get(f"/v1/reassessments/{started['reassessment_id']}")).json()
    assert (run["status"], run["done"], run["total"]) == ("done", 1, 1)


@pytest.mark.parametrize(
    ("figure", "value"), [("no_such", "3.40"), ("km_rate", "3.4"), ("charge_free_below_age", "1.5")]
)
async def test_a_figure_that_is_not_one_is_refused(planner, figure, value):
    asked = {"parameters": [{"id": figure, "from": "2026-01-01", "value": value}]}
    assert (await planner.post("/v1/reassessments", asked)).status_code == 422


async def test_only_those_with_the_scope_may_ask(citizen, handler, planner):
    for caller in (citizen, handler):
        assert (await caller.post("/v1/reassessments", DEARER)).status_code == 403
    assert (await planner.get(f"/v1/reassessments/{uuid4()}")).status_code == 404


async def test_a_batch_answers_line_by_line_and_repeats_nothing_that_was_wrong(client):
    good = json.dumps(body_of({"journeys": [a_return_journey()]}))
    secret = a_claim("17858550084")
    lines = "\n".join([good, "", '{"claimant": 1', json.dumps(secret), good])

    answer = await client.post(
        "/v1/assessment-batches",
        content=lines.encode(),
        headers={"Content-Type": "application/x-ndjson"},
    )

    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [result["line"] for result in results] == [1, 3, 4, 5]
    assert [min(result) for result in results] == [
        "assessment",
        "line",
        "line",
        "assessment",
    ]
    assert results[0]["assessment"] == results[3]["assessment"]
    assert results[0]["assessment"]["payable"] == "426.00"
    assert all(result["problem"]["status"] == 422 for result in results[1:3])
    assert "17858550084" not in answer.text


async def test_a_batch_says_the_same_as_one_by_one(client):
    body = body_of({"journeys": [a_return_journey()]})
    one = await client.post("/v1/assessments", json=body)
    many = await client.post("/v1/assessment-batches", content=json.dumps(body))
    assert json.loads(many.text)["assessment"] == one.json()
    assert one.json()["mode"] == AssessmentMode.STRICT


async def test_a_journey_that_is_wrong_is_not_also_a_journey_too_few(client):
    backwards = a_return_journey() | {"started_on": "2026-02-03", "completed_on": "2026-02-02"}
    body = body_of({"journeys": [backwards]})
    one = await client.post("/v1/assessments", json=body)
    many = await client.post("/v1/assessment-batches", content=json.dumps(body))
    for errors in (one.json()["errors"], json.loads(many.text)["problem"]["errors"]):
        assert {error["code"] for error in errors} == {"value_error"}

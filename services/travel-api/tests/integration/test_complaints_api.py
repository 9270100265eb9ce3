import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from travel_api.testing.people import Caller, submitted


@pytest.fixture
async def owner(database):
    engine = create_async_engine(database.owner_url)
    yield engine
    await engine.dispose()


async def complained(caller: Caller, claim_id: str) -> dict:
    answer = await caller.post(
        f"/v1/claims/{claim_id}/complaints", {"text": "The distance is longer."}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["items"][-1]


async def status_of(caller: Caller, claim_id: str) -> str:
    return (await caller.get(f"/v1/claims/{claim_id}")).json()["status"]


async def deadline_passed(owner, claim_id: str) -> None:
    """Let the deadline of every decision on a claim be yesterday."""
    async with owner.begin() as tx:
        await tx.execute(
            text(
                "UPDATE decision SET complain_before = "
                "(clock_timestamp() AT TIME ZONE 'Europe/Oslo')::date - 1 WHERE claim_id = :claim"
            ),
            {"claim": claim_id},
        )


async def test_a_complaint_in_time_is_received_and_says_where_it_goes(citizen):
    claim_id = (await submitted(citizen))["claim_id"]

    complaint = await complained(citizen, claim_id)
    listed = (await citizen.get(f"/v1/claims/{claim_id}/complaints")).json()

    assert (complaint["in_time"], complaint["status"]) == (True, "received")
    assert listed["items"] == [complaint]
    assert listed["contact_points"] == ["patient-travel-claims", "county-governor"]
    assert await status_of(citizen, claim_id) == "complained"


async def test_what_the_claimant_wrote_is_sealed(citizen, owner):
    await complained(citizen, (await submitted(citizen))["claim_id"])
    async with owner.connect() as connection:
        words = (await connection.execute(text("SELECT words FROM complaint"))).scalar_one()
    assert b"distance" not in words


async def test_a_claim_that_is_not_decided_cannot_be_complained_about(citizen, registers):
    registers.down = True
    claim_id = (await submitted(citizen))["claim_id"]
    answer = await citizen.post(f"/v1/claims/{claim_id}/complaints", {"text": "Too slow."})
    assert answer.status_code == 409


async def test_nobody_complains_about_another_persons_claim(citizen, stranger):
    claim_id = (await submitted(citizen))["claim_id"]
    answer = await stranger.post(f"/v1/claims/{claim_id}/complaints", {"text": "Unfair."})
    assert answer.status_code == 404


async def test_a_complaint_that_is_right_leads_to_a_new_decision(citizen, handler):
    claim = await submitted(citizen)
    claim_id = claim["claim_id"]
    await complained(citizen, claim_id)
    journey = claim_journey(km="200.0")

    await handler.post(f"/v1/claims/{claim_id}/findings", {"kind": "journey", "journey": journey})
    decided = await handler.post(
        f"/v1/claims/{claim_id}/decisions", {"verdict": "as_assessed", "ground": "Measured again."}
    )

    assert decided.status_code == 201, decided.text
    assert decided.json()["no"] == 2
    assert decided.json()["payable"] == "682.00"
    (complaint,) = (await citizen.get(f"/v1/claims/{claim_id}/complaints")).json()["items"]
    assert (complaint["status"], complaint["answer"]) == ("changed", "Measured again.")
    first, second = (await citizen.get(f"/v1/claims/{claim_id}/decisions")).json()["items"]
    assert (first["payable"], second["payable"]) == ("426.00", "682.00")


def claim_journey(km: str) -> dict:
    fare = {"kind": "amount", "amount": "260.00"}
    minimum = {"kind": "amount", "amount": "36.00"}
    return {
        "id": "j1",
        "started_on": "2026-09-04",
        "completed_on": "2026-09-04",
        "cheapest_public_fare": fare,
        "local_minimum_fare": minimum,
        "legs": [{"id": "l1", "mode": "car", "distance_km": km}],
    }


async def test_a_complaint_that_is_not_is_sent_on_and_never_dismissed_in_time(citizen, handler):
    claim_id = (await submitted(citizen))["claim_id"]
    await complained(citizen, claim_id)
    path = f"/v1/claims/{claim_id}/complaint-answers"

    dismissed = await handler.post(path, {"outcome": "dismissed", "ground": "Late."})
    forwarded = await handler.post(path, {"outcome": "forwarded", "ground": "The rate is right."})
    again = await handler.post(path, {"outcome": "forwarded", "ground": "Once more."})

    assert dismissed.status_code == 409
    assert forwarded.json()["items"][0]["status"] == "forwarded"
    assert await status_of(citizen, claim_id) == "forwarded"
    assert again.status_code == 404


async def test_a_late_complaint_is_received_and_may_be_dismissed(citizen, handler, owner):
    claim_id = (await submitted(citizen))["claim_id"]
    await deadline_passed(owner, claim_id)

    complaint = await complained(citizen, claim_id)
    answer = await handler.post(
        f"/v1/claims/{claim_id}/complaint-answers", {"outcome": "dismissed", "ground": "Late."}
    )

    assert complaint["in_time"] is False
    assert answer.json()["items"][0]["status"] == "dismissed"
    assert await status_of(citizen, claim_id) == "decided"


async def test_one_complaint_at_a_time(citizen):
    claim_id = (await submitted(citizen))["claim_id"]
    await complained(citizen, claim_id)
    again = await citizen.post(f"/v1/claims/{claim_id}/complaints", {"text": "And another."})
    assert again.status_code == 409

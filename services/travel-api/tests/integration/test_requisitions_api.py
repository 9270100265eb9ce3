import pytest

from travel_api.testing.people import Caller

WISH = {
    "transport": "adapted",
    "travel_on": "2026-12-01",
    "can_use_public_transport": "no",
    "ground": "traffic",
}


async def asked(caller: Caller, **changes: str) -> dict:
    answer = await caller.post("/v1/requisitions", WISH | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("changes", "ask", "status"),
    [
        ({"ground": "health"}, "practitioner", "directed"),
        ({"ground": "traffic"}, "patient_travel_office", "with_office"),
        ({"ground": "unknown"}, "patient_travel_office", "with_office"),
        ({"ground": "none"}, "nobody", "directed"),
        ({"can_use_public_transport": "yes"}, "nobody", "directed"),
        ({"transport": "air", "ground": "health"}, "patient_travel_office", "with_office"),
    ],
)
async def test_the_ground_says_whose_it_is_to_order(citizen, changes, ask, status):
    request = await asked(citizen, **changes)
    assert (request["ask"], request["status"]) == (ask, status)
    assert all(rule["statement"]["nb"] for rule in request["rules"])


async def test_the_office_answers_what_is_its_own_once(citizen, handler):
    request = await asked(citizen)
    path = f"/v1/requisitions/{request['requisition_id']}"
    answer = {"outcome": "ordered", "ground": "A taxi at seven."}

    first = await handler.post(f"{path}/answers", answer)
    second = await handler.post(f"{path}/answers", answer)

    assert (first.status_code, second.status_code) == (201, 409)
    assert (await citizen.get(path)).json() == first.json()
    assert first.json()["answer"] == "A taxi at seven."


async def test_the_office_does_not_order_what_a_practitioner_must(citizen, handler):
    request = await asked(citizen, ground="health")
    path = f"/v1/requisitions/{request['requisition_id']}/answers"
    answer = await handler.post(path, {"outcome": "ordered", "ground": "Fine."})
    assert answer.status_code == 409


async def test_another_persons_request_is_not_found(citizen, stranger):
    request = await asked(citizen)
    answer = await stranger.get(f"/v1/requisitions/{request['requisition_id']}")
    assert answer.status_code == 404

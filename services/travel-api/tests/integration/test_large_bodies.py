"""Much work at once holds nobody else's request."""

import asyncio
import json

import pytest

from travel_api.testing.cases import body_of

LIVE = "/health/live"
FEW = 10
"""Requests that may slip in before and after the work even where it holds the loop."""


def a_large_claim() -> dict:
    """Return the most journeys and companions that one claim may have."""
    legs = [{"mode": "bus", "distance_km": "60.0"}] * 4
    journey = {"day": "2026-03-04", "fare": "260.00", "legs": legs}
    return body_of(
        {"journeys": [journey] * 200, "companions": [{"mode": "public", "relation": "other"}] * 10}
    )


LARGE = json.dumps(a_large_claim())
SMALL = json.dumps(body_of({"journeys": [{"day": "2026-03-04", "km": "120.0", "fare": "260.00"}]}))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/assessments", LARGE),
        ("/v1/assessment-batches", f"{LARGE}\n{LARGE}"),
        ("/v1/assessment-batches", "\n".join([SMALL] * 1_000)),
    ],
    ids=["one large claim", "two large claims in a batch", "a thousand small claims in a batch"],
)
async def test_others_are_answered_while_much_is_assessed(client, path, body):
    sent = asyncio.create_task(
        client.post(path, content=body, headers={"Content-Type": "application/json"})
    )
    answered = 0
    while not sent.done():
        assert (await client.get(LIVE)).status_code == 200
        answered += 1
        await asyncio.sleep(0)

    assert (await sent).status_code == 200
    assert answered > FEW


async def test_every_line_of_a_large_batch_is_answered_in_its_place(client):
    lines = [SMALL, "", "{", LARGE] * 3 + [SMALL] * 300

    answer = await client.post("/v1/assessment-batches", content="\n".join(lines))

    numbered = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["line"] for one in numbered] == [no for no, text in enumerate(lines, 1) if text]
    assert [one["line"] for one in numbered if "problem" in one] == [3, 7, 11]

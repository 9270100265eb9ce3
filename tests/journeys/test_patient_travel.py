"""A patient's claim, through the gateway: decided at once, or waiting for what is missing.

Claims on paper bear the day they came in, so these journeys are assessed alike on any day.
"""

from datetime import date
from uuid import UUID

import pytest

from local_stack.demo import travel
from local_stack.demo.summary import somebody_new

DAY = date(2026, 3, 4)
PAPER = {"channel": "paper", "received_on": "2026-03-20"}
CLERK = UUID("00000000-0000-4000-8000-000000000021")


def kroner(amount: str) -> int:
    return int(amount.replace(".", ""))


@pytest.fixture
def patient() -> str:
    return somebody_new()


@pytest.fixture
async def clerk(entrance):
    return await entrance.staff(CLERK, "travel:register")


async def test_an_ordinary_claim_is_decided_with_lines_that_sum_and_cite(clerk, patient):
    claim = await travel.submit(clerk, travel.a_claim(patient, DAY, **PAPER))

    decision, assessment = claim["decisions"][-1], claim["assessment"]
    assert (claim["status"], decision["outcome"]) == ("decided", "granted")
    assert (decision["issued_by"], decision["payable"]) == ("automatic", "426.00")
    assert sum(kroner(line["amount"]) for line in assessment["lines"]) == 42_600
    cited = {rule["id"] for rule in assessment["rules"] if rule["citation"]["document"]}
    assert {line["rule"] for line in assessment["lines"]} <= cited


async def test_a_claim_without_its_papers_waits_and_says_what_is_missing(clerk, patient):
    claim = await travel.submit(
        clerk, travel.a_claim(patient, DAY, companions=[travel.a_companion()], **PAPER)
    )

    assert claim["status"] == "awaiting_claimant"
    assert claim["decisions"] == []
    missing = {(row["what"], row["from"]) for row in claim["assessment"]["missing"]}
    assert missing == {
        ("need_companion", "practitioner"),
        ("attendance_confirmation", "treatment_centre"),
    }


async def test_a_journey_whose_rate_is_not_confirmed_is_never_decided_silently(entrance):
    facts = travel.a_claim("unused", date(2027, 1, 4))
    facts["claimant"] = {"role": "patient"}
    facts["patient"] = {"age": {"kind": "years", "years": 40}}

    answer = (await entrance.anybody().post("/travel/v1/assessments", json=facts)).json()

    unconfirmed = {row["id"] for row in answer["parameters"] if not row["confirmed"]}
    assert answer["outcome"] == "manual_review"
    assert "km_rate" in unconfirmed


async def test_another_persons_claim_answers_as_one_that_does_not_exist(entrance, patient):
    citizen = await entrance.citizen(patient, "travel:claim")
    claim = await travel.submit(citizen, travel.a_claim(patient, DAY))
    stranger = await entrance.citizen(somebody_new(), "travel:claim")

    hidden = await stranger.get(f"/travel/v1/claims/{claim['claim_id']}", 404)
    nothing = await stranger.get("/travel/v1/claims/00000000-0000-4000-8000-000000000000", 404)

    assert hidden.json() == nothing.json()


async def test_the_decision_comes_as_a_letter_and_every_krone_is_explained(clerk, patient):
    claim = await travel.submit(clerk, travel.a_claim(patient, DAY, **PAPER))

    path = f"/travel/v1/claims/{claim['claim_id']}/decisions/1"
    for document in ("letter", "explanation"):
        answer = await clerk.get(f"{path}/{document}", params={"lang": "en"})
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-1.7")

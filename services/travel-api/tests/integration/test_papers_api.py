from uuid import uuid4

import pytest

from service_kit.testing import synthetic_number
from travel_api.testing.bodies import a_claim, a_return_journey
from travel_api.testing.people import Caller, submitted

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CHILD = synthetic_number(3)
PARKING = {"kind": "parking", "amount": "80.00", "receipt": "no"}


async def uploaded(caller: Caller) -> str:
    answer = await caller.client.post(
        "/v1/uploads",
        content=PDF,
        headers={
            **caller.headers,
            "Content-Type": "application/pdf",
            "Idempotency-Key": uuid4().hex,
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["upload_id"]


def need(upload_id: str | None) -> dict:
    return {
        "kind": "need_car_or_taxi",
        "ground": "health",
        "issued_by": "practitioner",
        "upload_id": upload_id,
    }


async def test_a_receipt_that_comes_later_is_assessed_at_once(citizen, handler):
    evidence = [need(await uploaded(citizen))]
    claim = await submitted(citizen, expenses=[PARKING], evidence=evidence)
    claim_id = claim["claim_id"]
    assert claim["status"] == "awaiting_claimant"
    assert "receipt" in {missing["what"] for missing in claim["assessment"]["missing"]}

    receipt = {"kind": "receipt", "expense": "e1", "upload_id": await uploaded(citizen)}
    after = (await citizen.post(f"/v1/claims/{claim_id}/documents", receipt)).json()
    history = (await citizen.get(f"/v1/claims/{claim_id}/assessments")).json()["items"]

    assert after["status"] == "with_handler"
    assert after["office_tasks"] == ["discretionary"]
    assert after["assessment"]["payable"] == "506.00"
    assert [item["cause"] for item in history] == ["received", "paper"]
    decided = await handler.post(
        f"/v1/claims/{claim_id}/decisions",
        {"verdict": "as_assessed", "acknowledged": ["discretionary"]},
    )
    assert decided.json()["payable"] == "506.00"


async def test_documents_are_listed_and_come_back_as_attachments(citizen, stranger):
    upload_id = await uploaded(citizen)
    claim = await submitted(citizen, evidence=[need(upload_id)])
    path = f"/v1/claims/{claim['claim_id']}/documents"

    (listed,) = (await citizen.get(path)).json()["items"]
    content = await citizen.get(f"{path}/{listed['document_id']}/content")

    assert (listed["document_id"], listed["media_type"]) == (upload_id, "application/pdf")
    assert content.content == PDF
    assert content.headers["content-disposition"].startswith("attachment")
    assert content.headers["x-content-type-options"] == "nosniff"
    theirs = await stranger.get(f"{path}/{listed['document_id']}/content")
    assert theirs.status_code == 404


async def test_nobody_else_s_upload_can_be_used(citizen, stranger):
    theirs = await uploaded(stranger)
    answer = await citizen.post("/v1/claims", a_claim(citizen.national_id, evidence=[need(theirs)]))
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/problems/unknown-reference")
    found = (await citizen.post("/v1/claims/searches", {})).json()["items"]
    assert found == []


@pytest.mark.parametrize(
    "given",
    [
        {"evidence": [need(None)]},
        {"expenses": [PARKING | {"receipt": "yes"}]},
    ],
)
async def test_a_citizen_s_word_for_a_paper_is_not_enough(citizen, given):
    answer = await citizen.post("/v1/claims", a_claim(citizen.national_id, **given))
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/problems/papers-not-sent")


async def test_a_clerk_s_word_for_a_paper_is(clerk):
    body = a_claim(
        synthetic_number(6),
        channel="paper",
        received_on="2026-09-20",
        evidence=[need(None)],
        expenses=[PARKING | {"receipt": "yes"}],
    )
    claim = (await clerk.post("/v1/claims", body)).json()
    assert claim["assessment"]["payable"] == "506.00"


async def test_nothing_is_added_to_a_decided_claim(citizen):
    claim = await submitted(citizen)
    paper = {"kind": "evidence", "evidence": need(await uploaded(citizen))}
    answer = await citizen.post(f"/v1/claims/{claim['claim_id']}/documents", paper)
    assert answer.status_code == 409


async def test_a_receipt_for_something_that_was_not_claimed_is_refused(citizen):
    claim = await submitted(citizen, journeys=[a_return_journey(km="9.9")])
    paper = {"kind": "receipt", "expense": "none", "upload_id": await uploaded(citizen)}
    answer = await citizen.post(f"/v1/claims/{claim['claim_id']}/documents", paper)
    assert answer.status_code == 422


@pytest.mark.parametrize(("born", "asked"), [("2021-01-01", True), ("2012-01-01", False)])
async def test_a_guardian_s_claim_goes_to_a_handler_and_guards_the_child_s_privacy(
    citizen, registers, born, asked
):
    registers.birth_date = born
    body = a_claim(citizen.national_id, patient=CHILD, role="guardian")

    claim = (await citizen.post("/v1/claims", body)).json()

    assert claim["decisions"] == []
    assert ("/attendances/lookups" in registers.asked) is asked
    lacking = {missing["what"] for missing in claim["assessment"]["missing"]}
    assert ("attendance_confirmation" in lacking) is not asked
    expected = "with_handler" if asked else "awaiting_claimant"
    assert claim["status"] == expected


async def test_a_companion_shows_attendance_and_need_and_the_records_are_not_asked(
    citizen, registers
):
    companions = [{"mode": "public", "relation": "other"}]
    body = a_claim(
        citizen.national_id, patient=synthetic_number(4), role="companion", companions=companions
    )

    claim = (await citizen.post("/v1/claims", body)).json()

    assert registers.asked == ["/persons/lookups"]
    lacking = {missing["what"] for missing in claim["assessment"]["missing"]}
    assert {"attendance_confirmation", "need_companion"} <= lacking
    assert claim["status"] == "awaiting_claimant"


@pytest.mark.parametrize(("role", "same"), [("patient", False), ("guardian", True)])
async def test_the_role_says_whether_two_people_are_one(citizen, role, same):
    patient = citizen.national_id if same else CHILD
    answer = await citizen.post(
        "/v1/claims", a_claim(citizen.national_id, patient=patient, role=role)
    )
    assert answer.status_code == 422

"""Assignments through the API."""

from uuid import uuid4

import pytest

from invoice_api.testing.assignments import HANDLER, a_submission, step, submit

RECEIPT = {"supplier": "x", "what": "Drosje", "buyer": "x", "bought_on": "2024-11-28", "paid": True}
OUTLAY = {"what": "Drosje", "amount": "400.00", "receipt": RECEIPT}


@pytest.fixture
def handler(service):
    return service.staff(HANDLER, "invoice:attest")


async def submitted(service, **changes):
    answer = await submit(service, a_submission(**changes))
    assert answer.status_code == 201, answer.text
    return f"/v1/assignments/{answer.json()['assignment_id']}", answer.json()


async def test_what_a_receipt_lacks_is_named_at_once(service):
    _, body = await submitted(service, outlays=[OUTLAY])
    (remark,) = body["remarks"]
    assert (remark["outlay"], remark["missing"]) == (1, ["vat_rate"])
    assert len(remark["reasons"]) == 2


async def test_it_is_returned_corrected_and_sent_again(service, handler):
    path, _ = await submitted(service)
    returned = await step(service, handler, f"{path}/returns", {"reasons": "Timene mangler dato."})
    assert (returned.status_code, returned.json()["status"]) == (201, "returned")
    assert returned.json()["reviews"][0]["reasons"] == "Timene mangler dato."
    again = await step(service, service.organisation(), f"{path}/submissions", a_submission())
    assert again.json()["status"] == "submitted"


async def test_nobody_attests_before_it_is_approved(service, handler):
    path, _ = await submitted(service)
    refused = await step(service, handler, f"{path}/attestations", {})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/step-not-allowed")


async def test_a_cut_without_a_reason_is_refused_and_names_the_line(service, handler):
    path, _ = await submitted(service)
    refused = await step(service, handler, f"{path}/approvals", {"entries": [{"minutes": 1}]})
    assert refused.status_code == 409
    assert "entry 1 is cut without a reason" in refused.json()["detail"]


async def test_an_unconfirmed_rate_is_never_used_silently(service, handler):
    path, _ = await submitted(service, delivered_on="2017-06-01")
    await step(service, handler, f"{path}/approvals", {"entries": [{"minutes": 180}]})
    refused = await step(service, handler, f"{path}/attestations", {})
    assert refused.json()["type"].endswith("/problems/rate-not-confirmed")
    stated = await step(service, handler, f"{path}/attestations", {"hourly_rate": "1020.00"})
    assert stated.json()["attestation"]["total"] == "3060.00"


async def test_an_assignment_is_its_experts_own(service):
    path, body = await submitted(service)
    other = service.organisation("974760673")
    assert (await service.client.get(path, headers=other)).status_code == 404
    refused = await step(service, other, f"{path}/submissions", a_submission())
    assert refused.status_code == 404
    found = await service.client.post("/v1/assignments/searches", json={}, headers=other)
    assert found.json()["items"] == []
    own = await service.client.post(
        "/v1/assignments/searches",
        json={"case_number": "N2021/01234"},
        headers=service.organisation(),
    )
    assert [item["assignment_id"] for item in own.json()["items"]] == [body["assignment_id"]]


async def test_somebody_elses_upload_cannot_be_used(service):
    body = a_submission(deliverable_upload_id=str(uuid4()))
    refused = await submit(service, body)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/upload-not-usable")


async def test_the_same_key_submits_once(service):
    headers = {**service.organisation(), "Idempotency-Key": uuid4().hex}
    first, again = [
        await service.client.post("/v1/assignments", json=a_submission(), headers=headers)
        for _ in range(2)
    ]
    assert first.json() == again.json()


async def test_what_is_wrong_is_said_without_repeating_it(service):
    answer = await submit(service, a_submission(case_number="N2021/01234", expert_name="x\x00y"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/expert_name"
    assert "x\x00y" not in answer.text

"""Invoices that came on paper."""

import base64
from uuid import uuid4

import pytest

from invoice_api.testing.assignments import a_submission, attested, step
from invoice_api.testing.service import EXPERT

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
SUPPLIER = "974760673"


@pytest.fixture
def clerk(service):
    return service.staff("clerk", "invoice:attest")


async def scanned(service, clerk):
    headers = {**clerk, "Content-Type": "image/png", "Idempotency-Key": uuid4().hex}
    answer = await service.client.post("/v1/uploads", content=PIXEL, headers=headers)
    return answer.json()["upload_id"]


def a_paper(**changes):
    return {
        "seller": EXPERT,
        "seller_name": "Granlund sakkyndig",
        "seller_address": "Prøvegata 7, 5003 Bergen",
        "contact_name": "Sigrid Granlund",
        "number": "P-7",
        "issue_date": "2024-12-02",
        "due_date": "2025-01-01",
        "delivered_on": "2024-11-29",
        "buyer_reference": "1940aito",
        "account": "86011117912",
        "lines": [
            {
                "name": "Utredningsarbeid sak: N2021/01234",
                "quantity": "3",
                "unit_price": "1265.00",
                "amount": "3795.00",
            }
        ],
        "payable": "3795.00",
        "attestation_form_enclosed": True,
        **changes,
    }


async def register(service, clerk, body):
    return await service.client.post(
        "/v1/paper-invoices", json=body, headers={**clerk, "Idempotency-Key": uuid4().hex}
    )


async def test_an_experts_paper_is_matched_and_paid_like_any_other(service, clerk):
    await attested(service, a_submission())
    paper = a_paper(scan_upload_id=await scanned(service, clerk))
    answer = await register(service, clerk, paper)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert (body["status"], body["channel"]) == ("matched", "paper"), body["report"]
    path = f"/v1/invoices/{body['invoice_id']}/approvals"
    approved = await step(service, service.staff("approver", "invoice:approve"), path)
    assert approved.json()["status"] == "approved"


async def test_a_suppliers_paper_is_asked_about_with_help_to_begin(service, clerk):
    scan = await scanned(service, clerk)
    paper = a_paper(
        scan_upload_id=scan,
        seller=SUPPLIER,
        buyer_reference="1940abcd",
        attestation_form_enclosed=False,
    )
    body = (await register(service, clerk, paper)).json()
    assert (body["status"], body["claimant"]) == ("queried", "supplier")
    assert body["latest"]["rules"] == ["HK-CHAN-01"]
    (finding,) = [f for f in body["report"]["findings"] if f["rule"] == "HK-CHAN-01"]
    assert "elfak@dfo.no" in finding["fix"]["nb"]


async def test_a_scan_is_registered_once(service, clerk):
    first = await register(service, clerk, a_paper(scan_upload_id=await scanned(service, clerk)))
    again = await register(service, clerk, a_paper(scan_upload_id=await scanned(service, clerk)))
    assert again.status_code == 409
    assert again.json()["invoice_id"] == first.json()["invoice_id"]


async def test_an_unknown_scan_registers_nothing(service, clerk):
    answer = await register(service, clerk, a_paper(scan_upload_id=str(uuid4())))
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/problems/upload-not-usable")
    found = await service.client.post("/v1/invoices/searches", json={}, headers=clerk)
    assert found.json()["items"] == []


async def test_the_scan_comes_back(service, clerk):
    paper = a_paper(scan_upload_id=await scanned(service, clerk))
    invoice_id = (await register(service, clerk, paper)).json()["invoice_id"]
    got = await service.client.get(f"/v1/invoices/{invoice_id}/document", headers=clerk)
    assert got.headers["content-type"] == "image/png"
    view = await service.client.get(f"/v1/invoices/{invoice_id}/view", headers=clerk)
    assert view.content.startswith(b"%PDF-")

"""What an attestation gives the expert, and that it comes back matched."""

import base64
from uuid import uuid4

import pytest

from invoice_api.testing.assignments import a_submission, attested
from invoice_api.testing.ehf import ehf
from invoice_api.testing.service import EXPERT, enterprise_register, running

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
RECEIPT = {
    "supplier": "Bergen Taxi",
    "what": "Drosje",
    "buyer": "Sigrid Granlund",
    "bought_on": "2024-11-28",
    "vat_rate": "12",
    "paid": True,
}
WANTED = {
    "number": "2024-0042",
    "issue_date": "2025-01-02",
    "seller_name": "Granlund sakkyndig",
    "street": "Prøvegata 7",
    "postal_code": "5003",
    "city": "Bergen",
    "account": "86011117912",
}


async def uploaded(service, headers):
    answer = await service.client.post(
        "/v1/uploads",
        content=PIXEL,
        headers={**headers, "Content-Type": "image/png", "Idempotency-Key": uuid4().hex},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["upload_id"]


async def an_attestation(service):
    outlay = {
        "what": "Drosje",
        "amount": "400.00",
        "receipt": RECEIPT,
        "receipt_upload_id": await uploaded(service, service.organisation()),
    }
    entries = [
        {"kind": "work", "day": "2024-11-28", "minutes": 185},
        {"kind": "travel", "day": "2024-11-28", "minutes": 61},
    ]
    assignment = await attested(service, a_submission(entries=entries, outlays=[outlay]))
    return assignment["attestation"]


@pytest.mark.parametrize(
    ("form", "order", "noticed"), [("ENK", None, {"HK-CASE-02"}), ("AS", "1940kben", set())]
)
async def test_a_draft_keeps_every_rule_and_comes_back_matched(
    database, rules, form, order, noticed
):
    register = enterprise_register({EXPERT: form})
    async with running(database.app_url, rules, register, verdict_wait_s=20) as service:
        attestation = await an_attestation(service)
        assert attestation["travel_hours"] == "1.5"
        draft = await service.client.post(
            f"/v1/attestations/{attestation['attestation_id']}/invoice-drafts",
            json={**WANTED, "order_reference": order},
            headers=service.organisation(),
        )
        assert draft.status_code == 200, draft.text
        sent = (await service.send(draft.content)).json()
        found = [f["rule"] for f in sent["report"]["findings"] if f["layer"] == "house"]
        assert (sent["status"], set(found)) == ("matched", noticed)
        assert sent["payable"] == attestation["total"]


async def test_the_form_is_a_pdf_and_only_for_its_expert(service):
    attestation = await an_attestation(service)
    path = f"/v1/attestations/{attestation['attestation_id']}/form"
    for lang in ("nb", "en"):
        got = await service.client.get(path, params={"lang": lang}, headers=service.organisation())
        assert got.content.startswith(b"%PDF-")
        assert got.headers["content-disposition"].startswith("attachment")
    other = service.organisation("974760673")
    assert (await service.client.get(path, headers=other)).status_code == 404


async def test_a_draft_is_only_for_its_expert(service):
    attestation = await an_attestation(service)
    refused = await service.client.post(
        f"/v1/attestations/{attestation['attestation_id']}/invoice-drafts",
        json=WANTED,
        headers=service.organisation("974760673"),
    )
    assert refused.status_code == 404


async def test_a_file_inside_an_invoice_can_be_saved(service):
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    path = f"/v1/invoices/{invoice_id}/attachments"
    got = await service.client.get(f"{path}/1", headers=service.organisation())
    assert got.content.startswith(b"%PDF-")
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-security-policy"] == "sandbox"
    missing = await service.client.get(f"{path}/2", headers=service.organisation())
    assert missing.status_code == 404

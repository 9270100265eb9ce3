"""An expert's fee from delivery to payment, through the gateway, as each party sees it."""

import re

import pytest

from local_stack.demo import invoices
from local_stack.demo.invoices import Fee, House

EHF = {"Content-Type": "application/xml"}
INVOICES = "/invoice/v1/invoices"


@pytest.fixture
async def house(entrance) -> House:
    return await House.of(entrance)


async def test_two_assignments_are_attested_approved_by_another_and_paid(entrance, house):
    fee = Fee.new()
    invoice = await invoices.submit(house.seller, fee.document())
    assert (invoice["status"], invoice["payable"]) == ("waiting_for_attestation", "10120.00")
    assert invoice["report"]["verdict"] == "valid"

    await invoices.attest(house, fee)
    await invoices.becomes(house, invoice["invoice_id"], "matched")
    refused = await invoices.approve(house.handler, invoice["invoice_id"], status=403)
    assert refused["status"] == 403
    await invoices.approve(house.approver, invoice["invoice_id"])
    order = await invoices.pay(entrance, house, invoice)
    paid = await invoices.becomes(house, invoice["invoice_id"], "paid_out")

    assert order["amount"] == "10120.00"
    assert paid["status"] == "paid_out"


async def test_the_bytes_come_back_as_they_came(house):
    document = Fee.new().document()
    invoice = await invoices.submit(house.seller, document)

    back = await house.seller.get(f"{INVOICES}/{invoice['invoice_id']}/document")

    assert back.content == document
    assert back.headers["content-disposition"].startswith("attachment")
    assert back.headers["x-content-type-options"] == "nosniff"


async def test_the_same_bytes_again_are_the_same_invoice(house):
    document = Fee.new().document()
    first = await invoices.submit(house.seller, document)

    again = await house.seller.post(INVOICES, 200, content=document, headers=EHF)

    assert again.json()["invoice_id"] == first["invoice_id"]


async def test_a_number_used_before_is_refused_with_a_pointer_and_may_be_sent_corrected(house):
    fee = Fee.new()
    first = await invoices.submit(house.seller, fee.document())
    other = fee.document().replace(b"Sigrid Granlund", b"Sigrid G. Granlund")

    refused = await invoices.submit(house.seller, other)

    assert refused["status"] == "rejected"
    finding = next(f for f in refused["report"]["findings"] if f["rule"] == "HK-NUM-01")
    assert first["invoice_id"] in str(finding) + str(refused)
    corrected = other.replace(fee.number.encode(), Fee.new().number.encode())
    assert (await invoices.submit(house.seller, corrected))["status"] != "rejected"


async def test_nobody_submits_or_reads_in_another_sellers_name(entrance, house):
    stranger = await entrance.organisation("310000159", "invoice:submit")
    document = Fee.new().document()

    await stranger.post(INVOICES, 403, content=document, headers=EHF)
    invoice = await invoices.submit(house.seller, document)
    hidden = await stranger.get(f"{INVOICES}/{invoice['invoice_id']}", 404)
    nothing = await stranger.get(f"{INVOICES}/00000000-0000-4000-8000-000000000000", 404)

    def without_ids(text: str) -> str:
        return re.sub(r"[0-9a-f-]{36}", "", text)

    assert without_ids(hidden.text) == without_ids(nothing.text)


@pytest.mark.parametrize(
    ("example", "rule"), [("faulty-line-sum", "HK-LINE-01"), ("faulty-receiver", "HK-ADDR-01")]
)
async def test_a_faulty_invoice_is_rejected_and_told_how_it_should_read(house, example, rule):
    rejected = await invoices.submit(house.seller, Fee.new().document(example))

    assert rejected["status"] == "rejected"
    finding = next(f for f in rejected["report"]["findings"] if f["rule"] == rule)
    assert finding["severity"] == "fatal"
    assert finding["text"]["nb"]
    assert finding["fix"]["en"]


async def test_what_cannot_be_read_is_refused_and_the_next_document_is_served(house):
    for example, status in (("faulty-doctype", 422), ("faulty-schema", 200)):
        document = Fee.new().document(example)
        await house.seller.post("/invoice/v1/validations", status, content=document, headers=EHF)
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    await house.seller.post(INVOICES, 422, content=bomb, headers=EHF)
    await house.seller.post(INVOICES, 400, content=b"<a>", headers=EHF)
    await house.seller.post(INVOICES, 415, content=b"{}", headers={"Content-Type": "text/csv"})

    report = await invoices.validate(house.seller, Fee.new().document())

    assert report["verdict"] == "valid"

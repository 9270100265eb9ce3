"""Views, responses to the seller, and the income report."""

import csv

import pytest
from lxml import etree

from invoice_api.testing.assignments import a_submission, attested, step
from invoice_api.testing.ehf import ehf
from invoice_api.wire.income_table import harmless

APPROVER = ("approver", "invoice:approve")


async def paid(service, document, amount, paid_on, *, reference="P-1"):
    for case in ("N2021/01234", "N2021/98765"):
        await attested(service, a_submission(case))
    sent = (await service.send(document)).json()
    assert sent["status"] == "matched"
    path = f"/v1/invoices/{sent['invoice_id']}"
    await step(service, service.staff(*APPROVER), f"{path}/approvals")
    told = await service.client.post(
        f"{path}/payments",
        json={"reference": reference, "amount": amount, "paid_on": paid_on},
        headers=service.organisation("974760673", "invoice:pay"),
    )
    assert told.status_code == 201
    return path


async def income(service, year):
    reader = service.staff("reader", "invoice:read")
    got = await service.client.get(f"/v1/income-reports/{year}", headers=reader)
    return got.json()["items"]


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("name", ["expert-fee", "faulty-receiver", "credit-note"])
async def test_an_invoice_is_readable_as_pdf(service, name, lang):
    invoice_id = (await service.send(ehf(name))).json()["invoice_id"]
    got = await service.client.get(
        f"/v1/invoices/{invoice_id}/view", params={"lang": lang}, headers=service.organisation()
    )
    assert got.status_code == 200, got.text
    assert got.content.startswith(b"%PDF-")


async def test_what_no_font_can_show_is_said_and_nothing_is_left_out(service):
    document = ehf().replace(b"Utredningsarbeid", "Utredning \U0001f9ff".encode())
    invoice_id = (await service.send(document)).json()["invoice_id"]
    got = await service.client.get(
        f"/v1/invoices/{invoice_id}/view", headers=service.organisation()
    )
    assert got.status_code == 409
    assert got.json()["type"].endswith("/problems/not-printable")


async def test_part_of_an_invoice_that_was_credited_is_not_paid(service):
    for case in ("N2021/01234", "N2021/98765"):
        await attested(service, a_submission(case))
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    assert (await service.send(ehf("credit-note"))).json()["status"] == "matched"
    path = f"/v1/invoices/{invoice_id}"
    await step(service, service.staff(*APPROVER), f"{path}/approvals")
    payer = service.organisation("974760673", "invoice:pay")
    payment = {"reference": "P-9", "amount": "3795.00", "paid_on": "2025-01-01"}
    await service.client.post(f"{path}/payments", json=payment, headers=payer)
    got = await service.client.get(path, headers=service.organisation())
    assert got.json()["status"] == "paid_out"


async def test_the_seller_is_told_each_new_status_once(service):
    path = await paid(service, ehf(), "10120.00", "2025-01-01")
    got = await service.client.get(f"{path}/responses", headers=service.organisation())
    assert [item["code"] for item in got.json()["items"]] == ["AB", "IP", "AP", "PD"]
    assert not any(item["clarifications"] for item in got.json()["items"])


async def test_a_rejection_says_why_and_what_to_do(service):
    invoice_id = (await service.send(ehf("faulty-receiver"))).json()["invoice_id"]
    got = await service.client.get(
        f"/v1/invoices/{invoice_id}/responses", headers=service.organisation()
    )
    last = got.json()["items"][-1]
    assert (last["code"], last["action"]) == ("RE", "NIN")
    assert [(why["code"], why["rule"]) for why in last["clarifications"]] == [("REC", "HK-ADDR-01")]
    root = etree.fromstring(last["message"].encode())
    assert root.tag.endswith("}ApplicationResponse")


@pytest.mark.parametrize(
    ("paid_on", "year", "fee"),
    [
        ("2024-12-31", 2024, "10120.00"),
        ("2024-12-31", 2025, None),
        ("2025-01-01", 2024, None),
        ("2025-01-01", 2025, "10120.00"),
    ],
)
async def test_income_belongs_to_the_year_it_was_paid(service, paid_on, year, fee):
    await paid(service, ehf(), "10120.00", paid_on)
    found = [(item["fee"], item["reportable"]) for item in await income(service, year)]
    assert found == ([(fee, "yes")] if fee else [])


async def test_the_report_is_a_table_too(service):
    await paid(service, ehf(), "10120.00", "2025-01-01")
    reader = service.staff("reader", "invoice:read")
    got = await service.client.get("/v1/income-reports/2025/table", headers=reader)
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="income-2025.csv"' in got.headers["content-disposition"]
    assert list(csv.reader(got.text.splitlines())) == [
        ["year", "organisation_number", "reportable", "fee", "invoices"],
        ["2025", "310987654", "yes", "10120.00", "1"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


async def test_what_was_credited_is_no_income(service):
    await paid(service, ehf(), "10120.00", "2025-01-01")
    note = (await service.send(ehf("credit-note"))).json()
    assert note["status"] == "matched", note["report"]["findings"]
    (item,) = await income(service, 2025)
    assert item["fee"] == "3795.00"


async def test_only_staff_reads_the_income_report(service):
    got = await service.client.get("/v1/income-reports/2025", headers=service.organisation())
    assert got.status_code == 403

"""An expert's fee from delivery to payment."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from invoice_api.testing.assignments import HANDLER, a_submission, attested, step
from invoice_api.testing.ehf import ehf
from invoice_api.testing.engines import QuickRules
from invoice_api.testing.service import EXPERT, enterprise_register, running
from service_kit.testing import pass_time

AMOUNT = "10120.00"


@pytest.fixture
def orders():
    return []


@pytest.fixture
def answers():
    return [202] * 9


@pytest.fixture
async def service(database, orders, answers):
    def take(request):
        orders.append(request.read())
        return httpx.Response(answers.pop(0), json={})

    payment_system = httpx.AsyncClient(
        transport=httpx.MockTransport(take), base_url="http://payment.test"
    )
    register = enterprise_register({EXPERT: "ENK"})
    async with running(
        database.app_url, QuickRules(), register, payment_system=payment_system
    ) as service:
        yield service


@pytest.fixture
async def owner(database):
    engine = create_async_engine(database.owner_url, poolclass=NullPool)
    yield engine
    await engine.dispose()


async def read(service, invoice_id):
    headers = service.staff("reader", "invoice:read")
    return (await service.client.get(f"/v1/invoices/{invoice_id}", headers=headers)).json()


async def both_attested(service):
    for case in ("N2021/01234", "N2021/98765"):
        await attested(service, a_submission(case))


async def a_matched_invoice(service):
    await both_attested(service)
    sent = (await service.send(ehf())).json()
    assert sent["status"] == "matched", sent["latest"]
    return sent["invoice_id"]


async def an_approved_invoice(service):
    invoice_id = await a_matched_invoice(service)
    approver = service.staff("approver", "invoice:approve")
    answer = await step(service, approver, f"/v1/invoices/{invoice_id}/approvals")
    assert answer.status_code == 201, answer.text
    return invoice_id


async def pay(service, invoice_id, **changes):
    body = {"reference": "P-1", "amount": AMOUNT, "paid_on": "2025-01-01", **changes}
    headers = service.organisation("974760673", "invoice:pay")
    return await service.client.post(
        f"/v1/invoices/{invoice_id}/payments", json=body, headers=headers
    )


async def test_an_invoice_that_waited_is_matched_when_the_last_case_is_attested(service):
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    await attested(service, a_submission("N2021/01234"))
    await service.relay()
    assert (await read(service, invoice_id))["status"] == "waiting_for_attestation"
    await attested(service, a_submission("N2021/98765"))
    await service.relay()
    assert (await read(service, invoice_id))["status"] == "matched"


async def test_who_attested_may_not_approve_and_another_may(service):
    invoice_id = await a_matched_invoice(service)
    path = f"/v1/invoices/{invoice_id}/approvals"
    same = service.staff(HANDLER, "invoice:attest invoice:approve")
    refused = await step(service, same, path)
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("/problems/four-eyes")
    other = service.staff("approver", "invoice:approve")
    approved = await step(service, other, path)
    assert (approved.status_code, approved.json()["status"]) == (201, "approved")


async def test_only_staff_approves(service):
    invoice_id = await a_matched_invoice(service)
    machine = service.organisation("974760673", "invoice:approve")
    refused = await step(service, machine, f"/v1/invoices/{invoice_id}/approvals")
    assert refused.status_code == 403


async def test_the_payment_is_ordered_once_and_paid_out_when_told(service, orders, owner):
    invoice_id = await an_approved_invoice(service)
    await pass_time(owner, timedelta(hours=2))
    await service.relay()
    await service.relay()
    (order,) = orders
    assert f'"amount":"{AMOUNT}"'.encode() in order
    assert b'"account":"86011117912"' in order
    assert b'"due_on":"2025-01-01"' in order
    assert (await read(service, invoice_id))["status"] == "approved"
    assert (await pay(service, invoice_id)).status_code == 201
    assert (await read(service, invoice_id))["status"] == "paid_out"


async def test_one_reference_counts_once_and_means_one_payment(service):
    invoice_id = await an_approved_invoice(service)
    first = await pay(service, invoice_id)
    again = await pay(service, invoice_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = await pay(service, invoice_id, amount="1.00")
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (
        409,
        "payment-reference-taken",
    )
    listed = await service.client.get(
        f"/v1/invoices/{invoice_id}/payments", headers=service.organisation()
    )
    assert listed.json()["items"] == [first.json()]


async def test_part_of_the_amount_does_not_pay_it_out(service):
    invoice_id = await an_approved_invoice(service)
    assert (await pay(service, invoice_id, amount="10119.99")).status_code == 201
    assert (await read(service, invoice_id))["status"] == "approved"
    assert (await pay(service, invoice_id, reference="P-2", amount="0.01")).status_code == 201
    assert (await read(service, invoice_id))["status"] == "paid_out"


async def test_a_payment_of_what_was_credited_meanwhile_is_still_recorded(service):
    invoice_id = await an_approved_invoice(service)
    number = (await read(service, invoice_id))["number"]
    text = ehf(ID="K-1").decode()
    reference = (
        "<cac:BillingReference><cac:InvoiceDocumentReference>"
        f"<cbc:ID>{number}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    for invoice_word, note_word in (
        ("Invoice-2", "CreditNote-2"),
        ("<Invoice ", "<CreditNote "),
        ("</Invoice>", "</CreditNote>"),
        ("InvoiceTypeCode>380", "CreditNoteTypeCode>381"),
        ("InvoiceTypeCode>", "CreditNoteTypeCode>"),
        ("cac:InvoiceLine", "cac:CreditNoteLine"),
        ("InvoicedQuantity", "CreditedQuantity"),
        ("<cbc:DueDate>2025-01-01</cbc:DueDate>", ""),
        ("<cac:AdditionalDocumentReference>", f"{reference}<cac:AdditionalDocumentReference>"),
    ):
        text = text.replace(invoice_word, note_word, 1 if "Reference>" in invoice_word else -1)
    note = await service.send(text.encode())
    assert note.json()["status"] == "matched", note.json()["report"]
    assert (await read(service, invoice_id))["status"] == "credited"
    assert (await pay(service, invoice_id)).status_code == 201
    assert (await read(service, invoice_id))["status"] == "credited"


async def test_what_was_never_approved_is_not_paid(service):
    invoice_id = await a_matched_invoice(service)
    assert (await pay(service, invoice_id)).status_code == 409


async def test_an_account_the_payment_system_refuses_goes_to_a_person(service, answers, owner):
    answers[:] = [503, 422]
    invoice_id = await an_approved_invoice(service)
    for _ in range(2):
        await pass_time(owner, timedelta(hours=2))
        await service.relay()
    body = await read(service, invoice_id)
    assert (body["status"], body["latest"]["ground"]) == ("in_review", "payment_refused")


@pytest.mark.parametrize(("version", "status"), [(1, 412), (None, 428)])
async def test_a_step_needs_the_version_that_was_read(service, version, status):
    invoice_id = await a_matched_invoice(service)
    headers = {
        **service.staff("approver", "invoice:approve"),
        "Idempotency-Key": uuid4().hex,
        **({"If-Match": f'"{version}"'} if version else {}),
    }
    answer = await service.client.post(f"/v1/invoices/{invoice_id}/approvals", headers=headers)
    assert answer.status_code == status


async def test_the_same_approval_again_answers_the_same(service):
    invoice_id = await a_matched_invoice(service)
    approver = service.staff("approver", "invoice:approve")
    version = (await read(service, invoice_id))["version"]
    path, key = f"/v1/invoices/{invoice_id}/approvals", uuid4().hex
    first = await step(service, approver, path, version=version, key=key)
    again = await step(service, approver, path, version=version, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


async def test_an_attestation_is_used_up_and_a_second_invoice_is_asked_about(service):
    await a_matched_invoice(service)
    second = (await service.send(ehf(ID="2024-0018"))).json()
    assert second["status"] == "queried"
    assert "HK-ATT-03" in second["latest"]["rules"]


async def test_a_credit_note_gives_the_attestation_back(service):
    invoice_id = await a_matched_invoice(service)
    note = ehf("credit-note")
    sent = (await service.send(note)).json()
    assert sent["status"] == "matched", sent
    body = await read(service, invoice_id)
    assert body["status"] == "matched"  # the note credits one of two lines


async def test_a_person_accepts_what_was_queried_and_another_approves(service):
    await both_attested(service)
    sent = (await service.send(ehf(DueDate="2024-12-20"))).json()
    assert (sent["status"], sent["latest"]["rules"]) == ("queried", ["HK-DUE-02"])
    path = f"/v1/invoices/{sent['invoice_id']}"
    decision = {"decision": "accept", "reason": "Betales etter 30 dager."}
    judge = service.staff("judge", "invoice:attest invoice:approve")
    accepted = await step(service, judge, f"{path}/reviews", decision)
    assert accepted.json()["status"] == "matched", accepted.text
    assert accepted.json()["latest"]["reason"] == decision["reason"]
    assert (await step(service, judge, f"{path}/approvals")).status_code == 403
    other = service.staff("approver", "invoice:approve")
    assert (await step(service, other, f"{path}/approvals")).status_code == 201


async def test_an_experts_invoice_is_not_accepted_before_it_is_attested(service):
    sent = (await service.send(ehf(DueDate="2024-12-20"))).json()
    assert sent["status"] == "queried"
    judge = service.staff("judge", "invoice:attest")
    body = {"decision": "accept", "reason": "x"}
    refused = await step(service, judge, f"/v1/invoices/{sent['invoice_id']}/reviews", body)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/not-acceptable-yet")


async def test_a_suppliers_invoice_is_confirmed_and_then_approved_by_another(service):
    seller = ehf("supplier").decode().partition('schemeID="0192">')[2][:9]
    sent = (await service.send(ehf("supplier"), service.organisation(seller))).json()
    assert (sent["status"], sent["latest"]["ground"]) == ("in_review", "orderer_confirms")
    path = f"/v1/invoices/{sent['invoice_id']}"
    body = {"decision": "accept", "reason": "Varen er mottatt."}
    orderer = service.staff("orderer", "invoice:attest")
    assert (await step(service, orderer, f"{path}/reviews", body)).status_code == 201
    approver = service.staff("approver", "invoice:approve")
    assert (await step(service, approver, f"{path}/approvals")).json()["status"] == "approved"

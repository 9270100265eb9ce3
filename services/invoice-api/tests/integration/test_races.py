"""What happens at once: only one of two may win, and none is lost."""

import asyncio
from collections import Counter
from uuid import uuid4

from invoice_api.testing.assignments import a_submission, attested
from invoice_api.testing.ehf import ehf


async def both_attested(service):
    for case in ("N2021/01234", "N2021/98765"):
        await attested(service, a_submission(case))


async def matched(service):
    await both_attested(service)
    body = (await service.send(ehf())).json()
    assert body["status"] == "matched"
    return body


async def approve(service, body, name):
    return await service.client.post(
        f"/v1/invoices/{body['invoice_id']}/approvals",
        headers={
            **service.staff(name, "invoice:approve"),
            "If-Match": f'"{body["version"]}"',
            "Idempotency-Key": uuid4().hex,
        },
    )


async def test_two_invoices_never_use_the_same_attestation(service):
    await both_attested(service)
    sent = await asyncio.gather(*(service.send(ehf(ID=f"n{no}")) for no in range(4)))
    statuses = Counter(answer.json()["status"] for answer in sent)
    assert statuses == {"matched": 1, "queried": 3}


async def test_an_invoice_and_its_attestation_at_once_always_meet(service):
    await attested(service, a_submission("N2021/01234"))
    sent, _ = await asyncio.gather(
        service.send(ehf()), attested(service, a_submission("N2021/98765"))
    )
    while await service.relay():
        pass
    path = f"/v1/invoices/{sent.json()['invoice_id']}"
    got = await service.client.get(path, headers=service.organisation())
    assert got.json()["status"] == "matched"


async def test_of_two_approvals_one_stands(service):
    body = await matched(service)
    answers = await asyncio.gather(*(approve(service, body, name) for name in ("a", "b", "c")))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 2}


async def test_one_payment_told_many_times_at_once_is_one_payment(service):
    body = await matched(service)
    assert (await approve(service, body, "a")).status_code == 201
    path = f"/v1/invoices/{body['invoice_id']}/payments"
    payer = service.organisation("974760673", "invoice:pay")
    payment = {"reference": "P-1", "amount": "10120.00", "paid_on": "2025-01-01"}
    answers = await asyncio.gather(
        *(service.client.post(path, json=payment, headers=payer) for _ in range(6))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 5}
    assert len({answer.json()["payment_id"] for answer in answers}) == 1
    listed = await service.client.get(path, headers=service.organisation())
    assert len(listed.json()["items"]) == 1


async def test_two_credit_notes_at_once_never_exceed_their_invoice(service):
    await matched(service)
    notes = [ehf("credit-note", ID=f"k{no}") for no in range(3)]
    sent = await asyncio.gather(*(service.send(note) for note in notes))
    while await service.relay():
        pass
    reader = service.staff("reader", "invoice:read")
    paths = [f"/v1/invoices/{answer.json()['invoice_id']}" for answer in sent]
    found = [(await service.client.get(path, headers=reader)).json() for path in paths]
    taken = [note["payable"] for note in found if note["status"] == "matched"]
    assert sum(float(amount) for amount in taken) <= 10120
    assert len(taken) == 1

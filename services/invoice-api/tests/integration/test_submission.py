"""What happens to a document that is sent in."""

import asyncio
from uuid import uuid4

import pytest

from invoice_api.testing.ehf import EXAMPLES, ehf
from invoice_api.testing.service import EXPERT, running


async def test_a_document_is_kept_and_judged(service):
    answer = await service.send(ehf())
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert answer.headers["location"].endswith(f"/invoice/v1/invoices/{body['invoice_id']}")
    assert (body["status"], body["claimant"]) == ("waiting_for_attestation", "expert")
    assert body["seller"] == EXPERT
    assert body["case_numbers"] == ["N2021/01234", "N2021/98765"]
    assert body["latest"]["rules"] == ["HK-ATT-04"]


async def test_the_bytes_come_back_as_they_came(service):
    sent = ehf("expert-fee-wrapped")
    invoice_id = (await service.send(sent)).json()["invoice_id"]
    headers = service.organisation()
    got = await service.client.get(f"/v1/invoices/{invoice_id}/document", headers=headers)
    assert got.content == sent
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox"


async def test_every_step_is_told(service):
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    got = await service.client.get(
        f"/v1/invoices/{invoice_id}/decisions", headers=service.organisation()
    )
    assert [step["step"] for step in got.json()["items"]] == ["validate", "wait"]


@pytest.mark.parametrize("other", ["expert-fee", "expert-fee-wrapped"])
async def test_the_same_document_again_is_the_same_invoice(service, other):
    first = await service.send(ehf())
    again = await service.send(ehf(other))
    assert again.status_code == 200
    assert again.json()["invoice_id"] == first.json()["invoice_id"]
    assert again.headers["location"] == first.headers["location"]


async def test_the_same_number_with_other_content_is_rejected_and_points_to_the_first(service):
    first = (await service.send(ehf())).json()
    second = await service.send(ehf(BuyerReference="1940AITO"))
    assert second.status_code == 201
    body = second.json()
    assert (body["status"], body["same_number_as"]) == ("rejected", first["invoice_id"])
    assert body["latest"]["rules"] == ["HK-NUM-01"]
    (finding,) = [f for f in body["report"]["findings"] if f["rule"] == "HK-NUM-01"]
    assert first["invoice_id"] in finding["fix"]["nb"]


async def test_a_rejected_invoice_may_be_sent_again_corrected(service):
    wrong = await service.send(ehf("faulty-receiver", ID="2024-0099"))
    assert wrong.json()["status"] == "rejected"
    right = await service.send(ehf(ID="2024-0099"))
    assert right.json()["status"] == "waiting_for_attestation"
    assert right.json()["same_number_as"] is None


async def test_the_same_key_answers_the_same_and_another_body_under_it_is_refused(service):
    key = uuid4().hex
    first = await service.send(ehf(), key=key)
    again = await service.send(ehf(), key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["invoice_id"] == again.json()["invoice_id"]
    other = await service.send(ehf(ID="other"), key=key)
    assert other.status_code == 422
    assert other.json()["type"].endswith("/problems/idempotency-key-reused")


async def test_many_at_once_of_the_same_document_are_one_invoice(service):
    answers = await asyncio.gather(*(service.send(ehf()) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["invoice_id"] for answer in answers}) == 1


async def test_of_many_at_once_with_the_same_number_one_holds_it(service):
    documents = [ehf(IssueDate=f"2024-12-{day:02d}") for day in range(2, 8)]
    answers = await asyncio.gather(*(service.send(document) for document in documents))
    assert {answer.status_code for answer in answers} == {201}
    held = [answer.json() for answer in answers if answer.json()["same_number_as"] is None]
    assert len(held) == 1
    assert {a.json()["same_number_as"] for a in answers} == {None, held[0]["invoice_id"]}


async def test_only_the_seller_may_send_it_unless_an_access_point_does(service):
    stranger = await service.send(ehf(), service.organisation("974760673"))
    assert stranger.status_code == 403
    deliverer = service.organisation("974760673", "invoice:deliver")
    assert (await service.send(ehf(), deliverer)).status_code == 201


async def test_what_was_refused_is_not_stored(service):
    await service.send(ehf(), service.organisation("974760673"))
    found = await service.client.post(
        "/v1/invoices/searches", json={}, headers=service.staff("a", "invoice:read")
    )
    assert found.json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 400, "unreadable-document"),
        (b"{}", 400, "unreadable-document"),
        (b"<Invoice>", 400, "unreadable-document"),
        (b"<order/>", 422, "not-an-invoice"),
        ((EXAMPLES / "faulty-doctype.xml").read_bytes(), 422, "doctype-refused"),
        (b"<a>" * 200 + b"</a>" * 200, 400, "unreadable-document"),
        (b" " * (20 * 1024 * 1024 + 1), 413, "body-too-large"),
    ],
)
async def test_what_cannot_be_read_is_refused(service, body, status, slug):
    answer = await service.send(body)
    assert answer.status_code == status
    assert answer.json()["type"].endswith(f"/problems/{slug}")


async def test_another_media_type_is_refused(service):
    headers = {**service.organisation(), "Content-Type": "application/pdf"}
    assert (await service.send(ehf(), headers)).status_code == 415


async def test_a_document_that_does_not_fit_the_schema_is_kept_and_rejected(database, rules):
    async with running(database.app_url, rules, verdict_wait_s=20) as real:
        answer = await real.send(ehf("faulty-schema"))
        assert answer.status_code == 201
        assert answer.json()["status"] == "rejected"
        assert answer.json()["latest"]["rules"] == ["XSD"]


async def test_an_organisation_sees_only_its_own(service):
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    other = service.organisation("974760673")
    for path in ("", "/document", "/decisions"):
        got = await service.client.get(f"/v1/invoices/{invoice_id}{path}", headers=other)
        missing = await service.client.get(f"/v1/invoices/{uuid4()}{path}", headers=other)
        assert got.status_code == missing.status_code == 404
        assert got.json() == missing.json()
    found = await service.client.post("/v1/invoices/searches", json={}, headers=other)
    assert found.json()["items"] == []


async def test_an_access_point_sees_what_it_delivered(service):
    mine = service.organisation("974760673", "invoice:deliver")
    theirs = service.organisation("984936966", "invoice:deliver")
    invoice_id = (await service.send(ehf(), mine)).json()["invoice_id"]
    path = f"/v1/invoices/{invoice_id}"
    assert (await service.client.get(path, headers=mine)).status_code == 200
    assert (await service.client.get(path, headers=theirs)).status_code == 404


async def test_another_access_point_with_the_same_document_is_told_what_became_of_it(service):
    first = await service.send(ehf(), service.organisation("974760673", "invoice:deliver"))
    again = await service.send(ehf(), service.organisation("984936966", "invoice:deliver"))
    assert again.status_code == 200
    assert again.json()["invoice_id"] == first.json()["invoice_id"]


async def test_a_search_goes_page_by_page_and_a_cursor_keeps_to_its_search(service):
    for number in range(5):
        await service.send(ehf(ID=f"n{number}"))
    staff = service.staff("a", "invoice:read")
    seen, cursor = [], None
    for _ in range(3):
        body = {"limit": 2, "seller": EXPERT, "cursor": cursor}
        page = (await service.client.post("/v1/invoices/searches", json=body, headers=staff)).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"] or cursor
    assert seen == ["n4", "n3", "n2", "n1", "n0"]
    assert page["next_cursor"] is None
    other = {"cursor": cursor, "seller": "974760673"}
    refused = await service.client.post("/v1/invoices/searches", json=other, headers=staff)
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({"number": "2024-0017"}, 1),
        ({"number": "x"}, 0),
        ({"case_number": "n2021/01234"}, 1),
        ({"case_number": "N2021/00000"}, 0),
        ({"statuses": ["waiting_for_attestation"]}, 1),
        ({"statuses": ["paid_out"]}, 0),
        ({"buyer_reference": "1940AITO"}, 1),
        ({"buyer_reference": "1940abcd"}, 0),
        ({"claimant": "expert", "kind": "invoice"}, 1),
        ({"kind": "credit_note"}, 0),
        ({"received_from": "2024-01-01", "received_to": "9999-12-31"}, 1),
        ({"received_to": "0001-01-01"}, 0),
    ],
)
async def test_a_search_narrows(service, narrowed, count):
    await service.send(ehf())
    found = await service.client.post(
        "/v1/invoices/searches", json=narrowed, headers=service.organisation()
    )
    assert len(found.json()["items"]) == count, found.text


async def test_counts_are_of_what_a_search_would_find(service):
    for number in ("1", "2", "3"):
        await service.send(ehf(ID=number))
    await service.send(ehf(ID="3", DueDate="2030-01-01"))

    async def counted(headers, **narrowed):
        got = await service.client.post("/v1/invoices/counts", json=narrowed, headers=headers)
        return {item["status"]: item["count"] for item in got.json()["items"] if item["count"]}

    waiting = {"waiting_for_attestation": 3}
    assert await counted(service.organisation()) == {**waiting, "rejected": 1}
    assert await counted(service.organisation(), statuses=["rejected"]) == {"rejected": 1}
    assert await counted(service.staff("reader", "invoice:read"), kind="invoice", number="1") == {
        "waiting_for_attestation": 1
    }
    assert await counted(service.organisation("974760673")) == {}

"""Printer, mailbox and webhooks: once taken is taken, and signatures are checked."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook

from access_api.adapters.contact_register import Mailbox
from access_api.adapters.digital_mailbox import Delivery, DigitalPost, NoMailbox
from access_api.adapters.outside import OutsideFailure
from access_api.adapters.print_provider import PrintProvider, Unprintable
from access_api.adapters.webhooks import WebhookSender, subjects, verify
from access_api.domain.letters import (
    Addressee,
    DecisionLetter,
    DigitalMessage,
    Language,
    LetterKind,
)
from access_api.domain.refusals import SignatureInvalid
from access_api.domain.register import Address
from access_api.settings import Receiver
from contracts.events.access import BlockChanged
from contracts.identity_numbers import NationalIdentityNumber
from service_kit.testing import synthetic_number

NUMBER = NationalIdentityNumber.parse(synthetic_number(), allow_synthetic=True)
LETTER_ID = UUID("0b7d2c1e-6a01-4d39-9c35-3a6a2c1f0001")
ADDRESS = Address(("Storgata 1",), "0155", "Oslo", "NO", date(2019, 5, 1))
SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
RECEIVER = Receiver(
    client_id="login",
    url="https://login.example/webhooks",
    signing_secret=SecretStr(SECRET),
    subject_key=SecretStr(base64.b64encode(b"k" * 32).decode()),
)
CHANGE = BlockChanged(
    subjects=("a",), blocked=True, since=datetime(2026, 3, 4, tzinfo=UTC), version=7
)


class Peer:
    """Answers with one status, and remembers what it was sent."""

    def __init__(self, status: int) -> None:
        self.requests: list[httpx.Request] = []
        self._status = status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._status, json={"status": "accepted"})

    @property
    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="http://peer/base/")


async def print_letter(peer: Peer) -> None:
    printer = PrintProvider(peer.client, "https://api.example/access/v1/print-callbacks")
    await printer.send(LETTER_ID, "Ola Fjelltun", ADDRESS, b"%PDF-1.7")


async def deliver(peer: Peer) -> None:
    letter = DecisionLetter(
        LetterKind.BLOCK_IN_EFFECT,
        Addressee("Ola Fjelltun", ()),
        "0000005724",
        date(2026, 3, 4),
        (),
        date(2026, 3, 4),
    )
    mailbox = Mailbox(provider="984661185", address="ola.fjelltun#6A1Z")
    delivery = Delivery(LETTER_ID, NUMBER, mailbox, DigitalMessage(letter), Language.NB)
    await DigitalPost(peer.client).deliver(delivery, b"%PDF-1.7")


async def test_a_letter_is_sent_in_the_printers_shape():
    peer = Peer(202)

    await print_letter(peer)

    assert str(peer.requests[0].url) == "http://peer/base/letters"
    assert json.loads(peer.requests[0].content) == {
        "letter_id": str(LETTER_ID),
        "recipient": {
            "name": "Ola Fjelltun",
            "lines": ["Storgata 1"],
            "postal_code": "0155",
            "city": "Oslo",
            "country": "NO",
        },
        "pdf": base64.b64encode(b"%PDF-1.7").decode(),
        "callback_url": "https://api.example/access/v1/print-callbacks",
    }


@pytest.mark.parametrize("status", [200, 202, 409])
async def test_a_letter_the_printer_has_already_is_taken(status):
    await print_letter(Peer(status))


async def test_a_letter_that_cannot_be_printed_is_not_tried_again():
    with pytest.raises(Unprintable):
        await print_letter(Peer(422))


@pytest.mark.parametrize("status", [201, 302, 400, 401, 404, 429, 500, 503])
async def test_any_other_answer_of_the_printer_is_tried_again(status):
    with pytest.raises(OutsideFailure, match="print provider") as it:
        await print_letter(Peer(status))
    assert "Fjelltun" not in str(it.value)


async def test_a_message_is_delivered_in_the_mailboxes_shape():
    peer = Peer(202)

    await deliver(peer)

    assert str(peer.requests[0].url) == "http://peer/base/messages"
    assert json.loads(peer.requests[0].content) == {
        "message_id": str(LETTER_ID),
        "national_id": NUMBER.reveal(),
        "mailbox": {"provider": "984661185", "address": "ola.fjelltun#6A1Z"},
        "title": "Tilgangen din til Helsenorge er sperret",
        "language": "nb",
        "pdf": base64.b64encode(b"%PDF-1.7").decode(),
    }


@pytest.mark.parametrize("status", [200, 202])
async def test_a_message_that_was_delivered_already_is_delivered(status):
    await deliver(Peer(status))


async def test_without_a_mailbox_it_must_be_paper():
    with pytest.raises(NoMailbox):
        await deliver(Peer(422))


@pytest.mark.parametrize("status", [409, 404, 429, 500])
async def test_any_other_answer_of_the_mailbox_is_tried_again(status):
    with pytest.raises(OutsideFailure, match="digital mailbox") as it:
        await deliver(Peer(status))
    assert NUMBER.reveal() not in str(it.value)


async def test_an_event_is_posted_as_a_signed_cloud_event():
    peer = Peer(204)
    sender = WebhookSender(peer.client, "https://api.example/access")

    await sender.send(RECEIVER, "access.blocked.v1", "msg_7", CHANGE)

    request = peer.requests[0]
    event = Webhook(SECRET).verify(request.content, dict(request.headers))
    assert str(request.url) == "https://login.example/webhooks"
    assert request.headers["content-type"] == "application/cloudevents+json"
    assert (event["id"], event["type"]) == ("msg_7", "access.blocked.v1")
    assert event["data"]["version"] == 7
    assert NUMBER.reveal() not in request.content.decode()


@pytest.mark.parametrize("status", [302, 400, 401, 410, 500])
async def test_an_event_that_was_not_taken_is_tried_again(status):
    with pytest.raises(OutsideFailure):
        await WebhookSender(Peer(status).client, "x").send(
            RECEIVER, "access.reopened.v1", "msg_8", CHANGE
        )


def test_a_person_has_another_name_at_each_receiver():
    other = RECEIVER.model_copy(
        update={"subject_key": SecretStr(base64.b64encode(b"o" * 32).decode())}
    )

    assert subjects(RECEIVER, [NUMBER]) == subjects(RECEIVER, [NUMBER])
    assert subjects(RECEIVER, [NUMBER]) != subjects(other, [NUMBER])
    assert NUMBER.reveal() not in subjects(RECEIVER, [NUMBER])[0]


def signed(body: str, *, at: datetime, secret: str = SECRET) -> dict[str, str]:
    return {
        "webhook-id": "cb_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("cb_1", at, body),
    }


def test_a_callback_with_a_good_signature_passes():
    body = '{"letter_id": "x", "status": "posted"}'

    verify(SecretStr(SECRET), body.encode(), signed(body, at=datetime.now(UTC)))


@pytest.mark.parametrize("fault", ["body", "secret", "old", "early", "missing", "garbage"])
def test_a_callback_without_a_good_signature_is_refused(fault):
    now, body = datetime.now(UTC), '{"letter_id": "x", "status": "posted"}'
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    headers = {
        "body": signed(body, at=now),
        "secret": signed(body, at=now, secret=other),
        "old": signed(body, at=now - timedelta(minutes=6)),
        "early": signed(body, at=now + timedelta(minutes=6)),
        "missing": {},
        "garbage": signed(body, at=now) | {"webhook-timestamp": "soon"},
    }[fault]
    sent = body.replace("posted", "failed") if fault == "body" else body

    with pytest.raises(SignatureInvalid):
        verify(SecretStr(SECRET), sent.encode(), headers)

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from standardwebhooks import Webhook

from local_stack.sandbox import people
from local_stack.sandbox.app import create_app
from local_stack.sandbox.settings import SandboxSettings
from service_kit.testing import synthetic_number

SECRET = "whsec_" + base64.b64encode(b"a shared secret of enough bytes!").decode()
SOMEBODY = synthetic_number()
PDF = base64.b64encode(b"%PDF-1.7\na letter").decode()
OTHER_PDF = base64.b64encode(b"%PDF-1.7\nanother letter").decode()


def a_letter(**changes: object) -> dict[str, object]:
    recipient = {
        "name": "Ola Fjelltun",
        "lines": ["Storgata 1"],
        "postal_code": "0155",
        "city": "Oslo",
        "country": "NO",
    }
    letter = {"letter_id": "l-1", "recipient": recipient, "pdf": PDF}
    return {**letter, "callback_url": "http://caller.example/callbacks", **changes}


class Caller:
    """Where the printer's callbacks arrive."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.heard: list[dict[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        status = self.answers.pop(0) if self.answers else 204
        if status < 300:
            verified = Webhook(SECRET).verify(request.content, dict(request.headers))
            self.heard.append(verified)
        return httpx.Response(status)


@asynccontextmanager
async def sandbox(folder: Path, caller: Caller) -> AsyncIterator[httpx.AsyncClient]:
    settings = SandboxSettings(
        letters=folder,
        print_secret=SecretStr(SECRET),
        webhook_secret=SecretStr(SECRET),
        posting_delay_s=0,
    )
    app: FastAPI = create_app(settings, transport=httpx.MockTransport(caller))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://sandbox.example"
        ) as client,
    ):
        yield client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with sandbox(tmp_path, Caller()) as client:
        yield client


async def person(client: httpx.AsyncClient, number: str) -> httpx.Response:
    return await client.post("/population-register/persons/lookups", json={"national_id": number})


async def test_any_synthetic_number_is_a_resident_with_an_address(client: httpx.AsyncClient):
    answer = (await person(client, SOMEBODY)).json()
    assert answer["national_id"] == SOMEBODY
    assert answer["status"] == "resident"
    assert answer["birth_date"] == "1985-05-17"
    assert answer["address"]["country"] == "NO"


@pytest.mark.parametrize("number", [people.CASES["unknown"], "13097248022", "12345678901"])
async def test_a_number_of_nobody_is_unknown(client: httpx.AsyncClient, number: str):
    answer = await person(client, number)
    assert answer.status_code == 404
    assert answer.json() == {"code": "unknown"}


async def test_a_refusal_repeats_nothing_of_the_question(client: httpx.AsyncClient):
    answer = await person(client, "1234567890x")
    assert answer.status_code == 422
    assert answer.json() == {"code": "malformed"}


async def test_every_special_case_has_a_number_and_differs_as_it_says(client: httpx.AsyncClient):
    cases = (await client.get("/_control/population-register/cases")).json()
    told = {case: (await person(client, number)).json() for case, number in cases.items()}
    assert told["deceased"]["status"] == "deceased"
    assert told["emigrated"]["address"]["country"] == "SE"
    assert told["strictly_confidential"]["address"] is None
    assert told["no_address"]["address"] is None
    assert told["old_number"] == told["new_number"]
    assert told["new_number"]["former_national_ids"] == [cases["old_number"]]
    assert told["moved"]["address"]["moved_on"] > told["reserved"]["address"]["moved_on"]


@pytest.mark.parametrize(("case", "age"), [("child_12", 12), ("child_13", 13), ("youth_16", 16)])
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 12, 31)])
def test_a_child_is_as_old_as_its_case_says_on_any_day(case: str, age: int, today: date):
    child = people.person(people.CASES[case], today)
    assert child is not None
    had_birthday = (today.month, today.day) >= (child.birth_date.month, child.birth_date.day)
    assert today.year - child.birth_date.year - (not had_birthday) == age


async def test_a_changed_person_is_told_as_changed_until_reset(client: httpx.AsyncClient):
    changed = (await person(client, SOMEBODY)).json() | {"status": "deceased"}
    await client.put("/_control/population-register/persons", json=changed)
    assert (await person(client, SOMEBODY)).json()["status"] == "deceased"
    await client.post("/_control/reset")
    assert (await person(client, SOMEBODY)).json()["status"] == "resident"


async def test_contacts_come_in_the_order_asked(client: httpx.AsyncClient):
    numbers = [SOMEBODY, people.CASES["reserved"], people.CASES["no_mailbox"]]
    numbers += [people.CASES["stale_contact"], people.CASES["unregistered"]]
    answer = await client.post("/contact-register/persons", json={"national_ids": numbers})
    ordinary, reserved, no_mailbox, stale, unregistered = answer.json()["persons"]
    assert ordinary["mailbox"]
    assert ordinary["notifiable"]
    assert not ordinary["reserved"]
    assert reserved["reserved"]
    assert no_mailbox["mailbox"] is None
    assert not stale["notifiable"]
    assert unregistered["status"] == "not_registered"


async def test_treatment_records_tell_unknown_from_no(client: httpx.AsyncClient):
    async def ask(number: str) -> tuple[str, str]:
        question = {"national_id": number, "dates": ["2026-03-04"]}
        answer = await client.post("/treatment-records/attendances/lookups", json=question)
        (entry,) = answer.json()["attendances"]
        return entry["attended"], entry["publicly_approved"]

    assert await ask(SOMEBODY) == ("yes", "yes")
    assert await ask(people.CASES["not_attended"]) == ("no", "yes")
    assert await ask(people.CASES["not_public"]) == ("yes", "no")
    assert await ask(people.CASES["no_record"]) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("number", "status", "form"),
    [
        ("310000019", 200, "ENK"),
        ("310000159", 200, "AS"),
        ("310000078", 410, None),
        ("310000086", 404, None),
        ("310000158", 404, None),
    ],
)
async def test_an_enterprise_has_a_form(
    client: httpx.AsyncClient, number: str, status: int, form: str | None
):
    answer = await client.get(f"/enterprise-register/enterprises/{number}")
    assert answer.status_code == status
    assert not form or answer.json()["organisasjonsform"] == {"kode": form}


async def letters(client: httpx.AsyncClient) -> list[dict[str, object]]:
    return list((await client.get("/_control/print-provider/letters")).json())


async def test_a_letter_sent_again_is_one_envelope(client: httpx.AsyncClient):
    answers = [
        (await client.post("/print-provider/letters", json=body)).status_code
        for body in (a_letter(), a_letter(), a_letter(pdf=OTHER_PDF))
    ]
    assert answers == [202, 200, 409]
    (letter,) = await letters(client)
    assert letter["envelopes"] == 1
    pdf = await client.get("/_control/print-provider/letters/l-1/pdf")
    assert pdf.content == base64.b64decode(PDF)


@pytest.mark.parametrize("pdf", ["", "no base64!", base64.b64encode(b"%PDF-2.0").decode()])
async def test_what_cannot_be_printed_is_refused(client: httpx.AsyncClient, pdf: str):
    answer = await client.post("/print-provider/letters", json=a_letter(pdf=pdf))
    assert (answer.status_code, answer.json()) == (422, {"code": "unprintable"})


async def test_callbacks_are_signed_and_repeated_until_heard(tmp_path: Path):
    caller = Caller(503)
    async with sandbox(tmp_path, caller) as client:
        await client.post("/print-provider/letters", json=a_letter())
        while not caller.heard:
            await client.get("/print-provider/letters/l-1")
        returned = {"letter_id": "l-1", "reason": "moved"}
        await client.post("/_control/print-provider/returns", json=returned)
        while len(caller.heard) < 2:
            await client.get("/print-provider/letters/l-1")
        assert (await client.get("/print-provider/letters/l-1")).json()["status"] == "returned"
    assert [(news["status"], news["reason"]) for news in caller.heard] == [
        ("posted", None),
        ("returned", "moved"),
    ]


async def test_a_message_is_delivered_once_and_only_to_the_persons_own_mailbox(
    client: httpx.AsyncClient,
):
    asked = {"national_ids": [SOMEBODY]}
    answer = await client.post("/contact-register/persons", json=asked)
    mailbox = answer.json()["persons"][0]["mailbox"]
    message = {
        "message_id": "m-1",
        "national_id": SOMEBODY,
        "mailbox": mailbox,
        "title": "Svar",
        "language": "nb",
        "pdf": PDF,
    }
    elsewhere = message | {"mailbox": mailbox | {"address": "other"}}
    answers = [
        (await client.post("/digital-mailbox/messages", json=body)).status_code
        for body in (message, message, elsewhere)
    ]
    assert answers == [202, 200, 422]
    assert len((await client.get("/_control/digital-mailbox/messages")).json()) == 1


async def test_a_payment_is_ordered_once(client: httpx.AsyncClient):
    order = {
        "order_id": "o-1",
        "account": "86011117947",
        "amount": "3795.00",
        "currency": "NOK",
        "payee": "Somebody",
        "kid": None,
        "message": "1001",
        "due_on": "2026-04-01",
    }
    changes = ({}, {}, {"amount": "3796.00"}, {"account": "86011117946"})
    answers = [
        (await client.post("/payment-system/orders", json=order | change)).status_code
        for change in changes
    ]
    assert answers == [202, 200, 409, 422]


async def test_a_webhook_with_a_wrong_signature_is_refused(client: httpx.AsyncClient):
    body = json.dumps({"type": "access.blocked.v1"})
    headers = {"webhook-id": "w-1", "webhook-timestamp": "0", "webhook-signature": "v1,AAAA"}
    answer = await client.post("/webhooks/login", content=body, headers=headers)
    assert answer.status_code == 401
    assert (await client.get("/_control/webhooks/events")).json() == []


@pytest.mark.parametrize(("when", "envelopes"), [("before", 0), ("after", 1)])
async def test_a_fault_strikes_as_often_as_told(
    client: httpx.AsyncClient, when: str, envelopes: int
):
    await client.post("/_control/print-provider/faults", json={"fail": 1, "when": when})
    assert (await client.post("/print-provider/letters", json=a_letter())).status_code == 503
    assert len(await letters(client)) == envelopes
    assert (await person(client, SOMEBODY)).status_code == 200
    again = await client.post("/print-provider/letters", json=a_letter())
    assert again.status_code == (200 if envelopes else 202)

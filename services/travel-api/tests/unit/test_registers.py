"""The registers, asked over HTTP: answers as they were recorded, and every way of not answering."""

import json
from datetime import date

import httpx
import pytest

from contracts.identity_numbers import NationalIdentityNumber
from service_kit.testing import synthetic_number
from travel_api.adapters.outside import OutsideUnavailable
from travel_api.adapters.population_register import PopulationRegister
from travel_api.adapters.treatment_records import TreatmentRecords
from travel_api.domain.answers import Attendance
from travel_api.domain.words import Answer

NUMBER = NationalIdentityNumber.parse(synthetic_number(), allow_synthetic=True)
PERSON = {
    "national_id": NUMBER.reveal(),
    "former_national_ids": [],
    "status": "resident",
    "name": {"given": "Ola", "family": "Fjelltun"},
    "birth_date": "1985-06-01",
    "deceased_on": None,
    "address_protection": "none",
    "address": None,
}


def answering(handler) -> httpx.AsyncClient:
    transport = httpx.MockTransport(handler)
    return httpx.AsyncClient(transport=transport, base_url="http://outside.test/register")


def always(status: int, body: object = None) -> httpx.AsyncClient:
    return answering(lambda _request: httpx.Response(status, json=body))


def failing(error: Exception) -> httpx.AsyncClient:
    def fail(_request):
        raise error

    return answering(fail)


def attendances(days: list[str], **changes: str) -> dict:
    day = {"attended": "yes", "publicly_approved": "yes", "level": "specialist"} | changes
    return {"attendances": [{"date": on, **day} for on in days]}


async def test_a_person_is_asked_for_by_body_and_never_by_address():
    seen = []

    def answer(request):
        seen.append(request)
        return httpx.Response(200, json=PERSON)

    person = await PopulationRegister(answering(answer)).person(NUMBER)

    assert person is not None
    assert (person.birth_date, person.status) == (date(1985, 6, 1), "resident")
    assert str(seen[0].url) == "http://outside.test/register/persons/lookups"
    assert json.loads(seen[0].content) == {"national_id": NUMBER.reveal()}


async def test_an_unknown_person_is_nobody():
    assert await PopulationRegister(always(404, {"code": "unknown"})).person(NUMBER) is None


NO_ANSWER = [
    always(500),
    always(503),
    always(429),
    always(401),
    always(200, {"status": "resident"}),
    always(200, PERSON | {"birth_date": "yesterday"}),
    always(200, PERSON | {"status": "sleeping"}),
    failing(httpx.ConnectError("refused")),
    failing(httpx.ReadTimeout("too slow")),
]


@pytest.mark.parametrize("client", NO_ANSWER)
async def test_an_answer_that_is_not_understood_is_a_failure_and_never_a_guess(client):
    with pytest.raises(OutsideUnavailable) as failure:
        await PopulationRegister(client).person(NUMBER)
    assert NUMBER.reveal() not in str(failure.value)


async def test_attendance_is_told_day_by_day():
    days = ["2026-03-04", "2026-03-05"]
    records = TreatmentRecords(always(200, attendances(days, attended="unknown")))
    told = await records.attendances(NUMBER, [date.fromisoformat(day) for day in days])
    assert told == [
        Attendance(
            on=date.fromisoformat(day), attended=Answer.UNKNOWN, publicly_approved=Answer.YES
        )
        for day in days
    ]


async def test_many_days_are_asked_a_hundred_at_a_time():
    asked = []

    def answer(request):
        days = json.loads(request.content)["dates"]
        asked.append(len(days))
        return httpx.Response(200, json=attendances(days))

    days = [date.fromordinal(730_000 + n) for n in range(250)]
    told = await TreatmentRecords(answering(answer)).attendances(NUMBER, days)

    assert asked == [100, 100, 50]
    assert [day.on for day in told] == days


@pytest.mark.parametrize(
    "body",
    [
        attendances(["2026-03-05"]),
        attendances([]),
        attendances(["2026-03-04", "2026-03-05"]),
        attendances(["2026-03-04"], attended="maybe"),
        {"attendances": None},
    ],
)
async def test_records_that_answer_something_else_have_not_answered(body):
    with pytest.raises(OutsideUnavailable):
        await TreatmentRecords(always(200, body)).attendances(NUMBER, [date(2026, 3, 4)])

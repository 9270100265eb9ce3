"""The registers, in the shapes of docs/outside-systems.md: understood, or a failure."""

import json
from collections.abc import Callable
from datetime import date

import httpx
import pytest

from access_api.adapters.contact_register import ContactRegister, Mailbox
from access_api.adapters.outside import OutsideFailure
from access_api.adapters.population_register import PopulationRegister
from access_api.domain.register import Protection, Standing
from contracts.identity_numbers import NationalIdentityNumber
from service_kit.testing import synthetic_number

NUMBER = NationalIdentityNumber.parse(synthetic_number(), allow_synthetic=True)
PERSON = {
    "national_id": NUMBER.reveal(),
    "former_national_ids": ["51038565048"],
    "status": "resident",
    "name": {"given": "Ola", "family": "Fjelltun"},
    "birth_date": "1985-06-01",
    "deceased_on": None,
    "address_protection": "none",
    "address": {
        "lines": ["Storgata 1"],
        "postal_code": "0155",
        "city": "Oslo",
        "country": "NO",
        "moved_on": "2019-05-01",
    },
}
CONTACT = {
    "national_id": NUMBER.reveal(),
    "status": "active",
    "reserved": False,
    "notifiable": True,
    "language": "nb",
    "mailbox": {"provider": "984661185", "address": "ola.fjelltun#6A1Z"},
}


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.MockTransport(answer), base_url="http://register/base/"
    )


def telling(body: object, status: int = 200) -> httpx.AsyncClient:
    return answering(lambda _request: httpx.Response(status, json=body))


async def test_a_person_is_read_as_the_register_tells_of_them():
    person = await PopulationRegister(telling(PERSON)).find(NUMBER)

    assert person is not None
    assert (person.name, person.standing) == ("Ola Fjelltun", Standing.RESIDENT)
    assert person.born_on == date(1985, 6, 1)
    assert person.identity_numbers == (NUMBER.reveal(), "51038565048")
    assert person.address is not None
    assert person.address.printed == ("Storgata 1", "0155 Oslo")
    assert person.address.registered_on == date(2019, 5, 1)


async def test_the_number_is_asked_for_in_the_body_and_never_in_the_address():
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=PERSON)

    await PopulationRegister(answering(answer)).find(NUMBER)

    assert asked[0].method == "POST"
    assert str(asked[0].url) == "http://register/base/persons/lookups"
    assert json.loads(asked[0].content) == {"national_id": NUMBER.reveal()}


async def test_an_address_abroad_ends_with_its_country():
    abroad = {**PERSON["address"], "country": "SE", "postal_code": "111 20", "city": "Stockholm"}
    person = await PopulationRegister(telling({**PERSON, "address": abroad})).find(NUMBER)

    assert person.address.abroad
    assert person.address.printed[-2:] == ("111 20 Stockholm", "SE")


@pytest.mark.parametrize(
    ("told", "protection"),
    [
        ("client", Protection.CLIENT),
        ("confidential", Protection.CONFIDENTIAL),
        ("strictly_confidential", Protection.STRICTLY_CONFIDENTIAL),
    ],
)
async def test_protection_of_an_address_is_understood(told, protection):
    person = await PopulationRegister(telling({**PERSON, "address_protection": told})).find(NUMBER)

    assert person.protection is protection


async def test_a_strictly_confidential_address_is_dropped_even_if_it_is_told():
    body = {**PERSON, "address_protection": "strictly_confidential"}

    assert (await PopulationRegister(telling(body)).find(NUMBER)).address is None


async def test_nobody_is_an_answer_and_not_a_failure():
    assert await PopulationRegister(telling({"code": "unknown"}, 404)).find(NUMBER) is None


async def test_the_contact_register_tells_where_digital_post_goes():
    mailbox = await ContactRegister(telling({"persons": [CONTACT]})).mailbox(NUMBER)

    assert mailbox == Mailbox(provider="984661185", address="ola.fjelltun#6A1Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"reserved": True},
        {"notifiable": False},
        {"status": "deleted"},
        {"status": "not_registered", "mailbox": None, "language": None},
        {"mailbox": None},
    ],
    ids=["reserved", "stale", "deleted", "unregistered", "no-mailbox"],
)
async def test_whoever_cannot_be_reached_digitally_gets_paper(changes):
    body = {"persons": [{**CONTACT, **changes}]}

    assert await ContactRegister(telling(body)).mailbox(NUMBER) is None


@pytest.mark.parametrize("persons", [[], [CONTACT, CONTACT]])
async def test_an_answer_about_another_number_of_people_is_a_failure(persons):
    with pytest.raises(OutsideFailure):
        await ContactRegister(telling({"persons": persons})).mailbox(NUMBER)


def _away(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("slow")


FAILURES = [
    answering(_away),
    telling({}, 500),
    telling({}, 503),
    telling({}, 429),
    telling({}, 422),
    telling({}, 302),
    telling({"national_id": "secret"}),
    telling([]),
    answering(lambda _request: httpx.Response(200, content=b"<html>")),
]


@pytest.mark.parametrize("client", FAILURES, ids=range(len(FAILURES)))
@pytest.mark.parametrize("asking", ["population", "contact"])
async def test_whatever_is_not_understood_is_a_failure_that_quotes_nothing(client, asking):
    register = PopulationRegister(client) if asking == "population" else ContactRegister(client)
    ask = register.find if asking == "population" else register.mailbox

    with pytest.raises(OutsideFailure) as it:
        await ask(NUMBER)

    assert NUMBER.reveal() not in str(it.value)
    assert "secret" not in str(it.value)
    assert it.value.__cause__ is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "missing"},
        {"address_protection": "secret"},
        {"name": None},
        {"birth_date": "1985-13-01"},
        {"address": {"lines": "Storgata 1"}},
    ],
)
async def test_a_person_in_another_form_is_never_guessed_at(changes):
    with pytest.raises(OutsideFailure):
        await PopulationRegister(telling({**PERSON, **changes})).find(NUMBER)

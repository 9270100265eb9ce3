"""Folkeregisteret: who a number belongs to, and where their post goes."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import httpx

from access_api.adapters.outside import Answer, ask, read
from access_api.domain.register import Address, Protection, RegisteredPerson, Standing
from contracts.identity_numbers import NationalIdentityNumber

_SYSTEM: Final = "population register"
_PROTECTIONS: Final = {
    "none": Protection.NONE,
    "client": Protection.CLIENT,
    "confidential": Protection.CONFIDENTIAL,
    "strictly_confidential": Protection.STRICTLY_CONFIDENTIAL,
}


class _Name(Answer):
    given: str
    family: str


class _Address(Answer):
    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str
    moved_on: date | None


class _Person(Answer):
    national_id: str
    former_national_ids: tuple[str, ...]
    status: Standing
    name: _Name
    birth_date: date | None
    address_protection: Literal["none", "client", "confidential", "strictly_confidential"]
    address: _Address | None


@dataclass(frozen=True, slots=True)
class PopulationRegister:
    """Asks the register. Nothing it answers is kept but what the case needs."""

    client: httpx.AsyncClient

    async def find(self, number: NationalIdentityNumber) -> RegisteredPerson | None:
        """Return the person who has or had `number`; none when the register knows nobody.

        Raises:
            OutsideFailure: the register cannot be asked or understood now.
        """
        response = await ask(
            self.client, _SYSTEM, "persons/lookups", {"national_id": number.reveal()}
        )
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return _person(read(_Person, _SYSTEM, response))


def _person(answer: _Person) -> RegisteredPerson:
    protection = _PROTECTIONS[answer.address_protection]
    hidden = protection is Protection.STRICTLY_CONFIDENTIAL
    return RegisteredPerson(
        name=f"{answer.name.given} {answer.name.family}",
        standing=answer.status,
        protection=protection,
        born_on=answer.birth_date,
        address=None if hidden or answer.address is None else _address(answer.address),
        identity_numbers=(answer.national_id, *answer.former_national_ids),
    )


def _address(answer: _Address) -> Address:
    return Address(
        lines=answer.lines,
        postal_code=answer.postal_code,
        city=answer.city,
        country=answer.country,
        registered_on=answer.moved_on,
    )

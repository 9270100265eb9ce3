"""The population register: when a patient was born."""

from datetime import date
from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict

from contracts.identity_numbers import NationalIdentityNumber
from travel_api.adapters.outside import OutsideUnavailable, ask

_NOT_FOUND = 404


class Person(BaseModel):
    """The members of the register's answer that matter here; the rest is left unread."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    status: Literal["resident", "emigrated", "deceased", "ceased"]
    birth_date: date
    deceased_on: date | None


class PopulationRegister:
    """Asks the population register over HTTP."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def person(self, number: NationalIdentityNumber) -> Person | None:
        """Return the person called `number`, or None when the register knows nobody by it.

        Raises:
            OutsideUnavailable: no answer, or none that can be understood.
        """
        answer = await ask(self._client, "/persons/lookups", {"national_id": number.reveal()})
        if answer.status_code == _NOT_FOUND:
            return None
        try:
            return Person.model_validate_json(answer.content)
        except ValueError:
            raise OutsideUnavailable from None

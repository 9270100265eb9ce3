"""The print provider: makes one envelope of each letter id, however often it is sent."""

import base64
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx

from access_api.adapters.outside import OutsideFailure, ask
from access_api.domain.register import Address

_SYSTEM: Final = "print provider"
_TAKEN: Final = frozenset({httpx.codes.OK, httpx.codes.ACCEPTED, httpx.codes.CONFLICT})


class Unprintable(Exception):
    """The provider cannot print this letter. Trying again does not help."""


@dataclass(frozen=True, slots=True)
class PrintProvider:
    """Sends letters to be printed and posted."""

    client: httpx.AsyncClient
    callback_url: str

    async def send(self, letter_id: UUID, name: str, address: Address, pdf: bytes) -> None:
        """Hand the letter over. When this returns the provider has it, now or since before.

        A conflict means that the letter id was taken before: that envelope is the letter.

        Raises:
            OutsideFailure: not handed over, or not known whether; to be tried again.
            Unprintable: the provider refuses the letter for good.
        """
        recipient = {
            "name": name,
            "lines": list(address.lines),
            "postal_code": address.postal_code,
            "city": address.city,
            "country": address.country,
        }
        body: dict[str, object] = {
            "letter_id": str(letter_id),
            "recipient": recipient,
            "pdf": base64.b64encode(pdf).decode(),
            "callback_url": self.callback_url,
        }
        response = await ask(self.client, _SYSTEM, "letters", body)
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise Unprintable
        if response.status_code not in _TAKEN:
            raise OutsideFailure(_SYSTEM, f"answered {response.status_code}")

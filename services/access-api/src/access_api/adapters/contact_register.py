"""Kontakt- og reservasjonsregisteret: whether a person takes digital post, and where."""

from dataclasses import dataclass
from typing import Final, Literal

import httpx

from access_api.adapters.outside import Answer, OutsideFailure, ask, read
from contracts.identity_numbers import NationalIdentityNumber

_SYSTEM: Final = "contact register"


class Mailbox(Answer):
    """A person's digital mailbox."""

    provider: str
    address: str


class _Contact(Answer):
    status: Literal["active", "deleted", "not_registered"]
    reserved: bool
    notifiable: bool
    mailbox: Mailbox | None


class _Contacts(Answer):
    persons: tuple[_Contact, ...]


@dataclass(frozen=True, slots=True)
class ContactRegister:
    """Asks the register."""

    client: httpx.AsyncClient

    async def mailbox(self, number: NationalIdentityNumber) -> Mailbox | None:
        """Return where the person takes digital post; none when it must be paper.

        Paper it is for whoever has reserved themselves, is not active, has no mailbox, or whose
        contact details are older than eighteen months (eForvaltningsforskriften § 32).

        Raises:
            OutsideFailure: the register cannot be asked or understood now.
        """
        body: dict[str, object] = {"national_ids": [number.reveal()]}
        contacts = read(_Contacts, _SYSTEM, await ask(self.client, _SYSTEM, "persons", body))
        if len(contacts.persons) != 1:
            raise OutsideFailure(_SYSTEM, "answered for another number of people")
        contact = contacts.persons[0]
        reachable = contact.status == "active" and contact.notifiable and not contact.reserved
        return contact.mailbox if reachable else None

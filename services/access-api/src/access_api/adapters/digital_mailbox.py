"""Digital post. It takes decisions only: a code has no way in here."""

import base64
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx

from access_api.adapters.contact_register import Mailbox
from access_api.adapters.outside import OutsideFailure, ask
from access_api.domain.letter_texts import TEXTS
from access_api.domain.letters import DigitalMessage, Language
from contracts.identity_numbers import NationalIdentityNumber

_SYSTEM: Final = "digital mailbox"
_TAKEN: Final = frozenset({httpx.codes.OK, httpx.codes.ACCEPTED})


class NoMailbox(Exception):
    """The person has no such mailbox; send paper."""


@dataclass(frozen=True, slots=True, repr=False)
class Delivery:
    """One message and where it goes."""

    message_id: UUID
    number: NationalIdentityNumber
    mailbox: Mailbox
    message: DigitalMessage
    language: Language


@dataclass(frozen=True, slots=True)
class DigitalPost:
    """Delivers to mailboxes; the same message id is one message, however often it is sent."""

    client: httpx.AsyncClient

    async def deliver(self, delivery: Delivery, pdf: bytes) -> None:
        """Deliver the message, typeset as `pdf`.

        Raises:
            OutsideFailure: not delivered, or not known whether; to be tried again.
            NoMailbox: the mailbox is gone.
        """
        kind = delivery.message.content.kind
        body: dict[str, object] = {
            "message_id": str(delivery.message_id),
            "national_id": delivery.number.reveal(),
            "mailbox": delivery.mailbox.model_dump(),
            "title": TEXTS[delivery.language].letters[kind].title,
            "language": delivery.language,
            "pdf": base64.b64encode(pdf).decode(),
        }
        response = await ask(self.client, _SYSTEM, "messages", body)
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise NoMailbox
        if response.status_code not in _TAKEN:
            raise OutsideFailure(_SYSTEM, f"answered {response.status_code}")

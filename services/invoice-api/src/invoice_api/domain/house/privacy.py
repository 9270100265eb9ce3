"""National identity numbers where none belongs (HK-PRIV)."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from contracts.vocabulary import Text
from invoice_api.domain.document import Document, Place
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

_ELEVEN_DIGITS: Final = re.compile(r"(?<![0-9])([0-9]{6}) ?([0-9]{5})(?![0-9])")


def hk_priv_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """No free text and no file name holds a national identity number, which is never repeated."""
    for place, text in _free_texts(document):
        if _holds_identity_number(text):
            yield Breach(
                place=place,
                fix=Text(
                    nb="Ta bort fødselsnummeret. Saksnummeret er nok til å finne saken.",
                    en="Take away the national identity number. The case number is enough to "
                    "find the case.",
                ),
            )


def _free_texts(document: Document) -> Iterator[tuple[Place, str]]:
    for note in document.notes:
        yield document.at("notes"), note
    yield document.at("payment_terms"), document.payment_terms or ""
    for line in document.lines:
        for name in ("name", "description", "note"):
            yield line.at(name), getattr(line, name) or ""
    for attachment in document.attachments:
        for name in ("attachment_id", "description", "filename"):
            yield attachment.at(name), getattr(attachment, name) or ""


def _holds_identity_number(text: str) -> bool:
    return any(_is_identity_number("".join(found)) for found in _ELEVEN_DIGITS.findall(text))


def _is_identity_number(digits: str) -> bool:
    try:
        NationalIdentityNumber.parse(digits, allow_synthetic=True)
    except NotAnIdentityNumber:
        return False
    return True

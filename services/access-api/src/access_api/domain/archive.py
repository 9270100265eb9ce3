"""Which events are documents of the case, as an archive's journal lists them.

A journal entry says that a document came or went, in which case and when. Neither the name nor the
identity number of anybody is in it: that a person has a case here is itself under a duty of secrecy
(offentleglova § 13), so the journal can be published as it is, but for what is marked as shielded:
the way back to the case, and who handled it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text

ACCESS_BASIS: Final = "offentleglova § 13"
"""On what ground the document's content and its party are kept from the public."""


class Direction(StrEnum):
    """Which way a document went."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Document(StrEnum):
    """What kind of document it is, in words that tell nothing of the person."""

    FORM = "form"
    WITHDRAWAL = "withdrawal"
    LETTER = "letter"
    DIGITAL_LETTER = "digital_letter"
    RETURNED_LETTER = "returned_letter"


@dataclass(frozen=True, slots=True)
class Journalled:
    """How an event is journalled."""

    direction: Direction
    document: Document


DOCUMENTS: Final[Mapping[str, Journalled]] = MappingProxyType(
    {
        "request.received": Journalled(Direction.INCOMING, Document.FORM),
        "request.repeated": Journalled(Direction.INCOMING, Document.FORM),
        "withdrawal.signed": Journalled(Direction.INCOMING, Document.WITHDRAWAL),
        "letter.accepted": Journalled(Direction.OUTGOING, Document.LETTER),
        "letter.delivered": Journalled(Direction.OUTGOING, Document.DIGITAL_LETTER),
        "letter.returned": Journalled(Direction.INCOMING, Document.RETURNED_LETTER),
    }
)
"""Events that are documents. All others are steps inside the case."""

TITLES: Final[Mapping[Document, Text]] = MappingProxyType(
    {
        Document.FORM: Text(
            nb="Skjema om tilgang til Helsenorge", en="Form about access to Helsenorge"
        ),
        Document.WITHDRAWAL: Text(
            nb="Tilbaketrekking av skjema om tilgang til Helsenorge",
            en="Withdrawal of a form about access to Helsenorge",
        ),
        Document.LETTER: Text(
            nb="Brev om tilgang til Helsenorge", en="Letter about access to Helsenorge"
        ),
        Document.DIGITAL_LETTER: Text(
            nb="Digitalt brev om tilgang til Helsenorge",
            en="Digital letter about access to Helsenorge",
        ),
        Document.RETURNED_LETTER: Text(
            nb="Brev i retur om tilgang til Helsenorge",
            en="Returned letter about access to Helsenorge",
        ),
    }
)
"""Titles that can be published."""

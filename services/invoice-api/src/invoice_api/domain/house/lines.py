"""What the lines of an expert's invoice are for."""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Final

from invoice_api.domain.document import Document, Line

_HOURS: Final = "HUR"
_KILOMETRES: Final = "KMT"

_NEVER_PAID: Final = re.compile(
    r"\b(kilometergodtgj\w*|km-?godtgj\w*|kjøregodtgj\w*|bilgodtgj\w*|diett\w*|kostgodtgj\w*"
    r"|tips|drikkepenger|alkohol\w*|vin|rødvin|hvitvin|musserende|øl|brennevin|sprit)\b",
    re.IGNORECASE,
)
_RECORDS: Final = re.compile(
    r"\b(journalkopi\w*|journalutskrift\w*|kopi av journal\w*)", re.IGNORECASE
)
_TRAVEL_TIME: Final = re.compile(r"\b(reisetid\w*|medgått reise\w*|travel time)", re.IGNORECASE)
_ABSENCE: Final = re.compile(
    r"\b\w*(reisefravær|kontorfravær|fravær)\w*|\babsence\b", re.IGNORECASE
)
_OUTLAY: Final = re.compile(
    r"\b(utlegg\w*|hotell\w*|overnatting\w*|fly\w*|tog\w*|taxi\w*|drosje\w*|buss\w*|bom\w*"
    r"|parkering\w*|ferge\w*|ferje\w*|billett\w*|båt\w*|reiseutgift\w*)\b",
    re.IGNORECASE,
)


class Purpose(StrEnum):
    """What a line claims money for."""

    WORK = "work"
    TRAVEL_TIME = "travel_time"
    ABSENCE = "absence"
    RECORD_COPY = "record_copy"
    OUTLAY = "outlay"
    NEVER_PAID = "never_paid"


def purpose(line: Line) -> Purpose:
    """Return what a line claims money for, by its unit and its words.

    An expert claims hours and outlays only, so what is neither named as an outlay nor anything
    else is work, and its price is held against the hourly rate.
    """
    words = " ".join(text for text in (line.name, line.description, line.note) if text)
    if line.unit == _KILOMETRES:
        return Purpose.NEVER_PAID
    if line.unit == _HOURS:
        return _first(words, _OF_HOURS) or Purpose.WORK
    return _first(words, _OF_OTHER_UNITS) or Purpose.WORK


_OF_HOURS: Final = ((Purpose.TRAVEL_TIME, _TRAVEL_TIME), (Purpose.ABSENCE, _ABSENCE))
_OF_OTHER_UNITS: Final = (
    (Purpose.NEVER_PAID, _NEVER_PAID),
    (Purpose.RECORD_COPY, _RECORDS),
    *_OF_HOURS,
    (Purpose.OUTLAY, _OUTLAY),
)


def is_never_paid(words: str) -> bool:
    """Tell whether words name an allowance, a tip or a drink that is never paid.

    >>> is_never_paid("Middag med vin"), is_never_paid("Vinterdekk")
    (True, False)
    """
    return _NEVER_PAID.search(words) is not None


def with_purpose(document: Document, *purposes: Purpose) -> Iterable[Line]:
    """Return the lines that claim money for one of `purposes`, in order."""
    return (line for line in document.lines if purpose(line) in purposes)


def price_of_one(line: Line) -> Decimal | None:
    """Return the price of one unit, or `None` when the line states no price."""
    if line.unit_price is None or line.base_quantity == 0:
        return None
    return line.unit_price / line.base_quantity


def _first(words: str, patterns: tuple[tuple[Purpose, re.Pattern[str]], ...]) -> Purpose | None:
    return next((found for found, pattern in patterns if pattern.search(words)), None)

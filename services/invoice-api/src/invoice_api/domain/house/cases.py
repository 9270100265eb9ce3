"""Case numbers as experts write them, and which case a line is about."""

import re
from collections.abc import Iterator
from typing import Final

from invoice_api.domain.document import Document, Line

CASE_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])N20[0-9]{2}/[0-9]{4,6}(?![0-9])", re.IGNORECASE)
"""`N20`, two digits, a slash and four to six digits (interpretation V03)."""


def in_text(text: str | None) -> tuple[str, ...]:
    """Return every case number in a text, in order.

    >>> in_text("Utredningsarbeid sak: N2021/01234, se også n2021/98765")
    ('N2021/01234', 'N2021/98765')
    >>> in_text("N2021/123"), in_text("N2021/1234567"), in_text("AN2021/1234")
    ((), (), ())
    """
    return tuple(match.group().upper() for match in CASE_NUMBER.finditer(text or ""))


def of_line(line: Line) -> tuple[str, ...]:
    """Return the case numbers that a line itself names, each once."""
    texts = (
        line.name,
        line.description,
        line.note,
        line.order_line,
        line.accounting_cost,
        line.object_id,
    )
    return _each_once(number for text in texts for number in in_text(text))


def of_heading(document: Document) -> tuple[str, ...]:
    """Return the case numbers in the heading: notes and references, each once."""
    texts = (
        document.project_reference,
        document.order_reference,
        document.contract_reference,
        document.object_id,
        document.accounting_cost,
        *document.notes,
    )
    return _each_once(number for text in texts for number in in_text(text))


def of_document(document: Document) -> tuple[str, ...]:
    """Return every case the document names, lines first, each once."""
    of_lines = (number for line in document.lines for number in of_line(line))
    return _each_once(number for found in (of_lines, of_heading(document)) for number in found)


def belonging_to(document: Document, line: Line) -> str | None:
    """Return the one case a line is about: its own, else the only one the document names."""
    own = of_line(line)
    if own:
        return own[0]
    named = of_document(document)
    return named[0] if len(named) == 1 else None


def _each_once(numbers: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(numbers))

"""How dates and amounts are written in each language."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

Language = Literal["nb", "nn", "en"]
"""A language that documents are written in."""

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_MINUS: Final = "\N{MINUS SIGN}"
_NORWEGIAN: Final = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
_ENGLISH: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(iso: str, lang: Language) -> str:
    """Return a date as it is written, on one line.

    >>> day("2026-03-04", "nb").split(), day("2026-03-04", "en").split()
    (['4.', 'mars', '2026'], ['4', 'March', '2026'])
    """
    when = date.fromisoformat(iso)
    month = (_ENGLISH if lang == "en" else _NORWEGIAN)[when.month - 1]
    dot = "" if lang == "en" else "."
    return f"{when.day}{dot} {month} {when.year}".replace(" ", _NO_BREAK)


def amount(kroner: str, lang: Language) -> str:
    """Return kroner as they are written: grouped, with the minus sign and the right mark.

    >>> amount("12345.50", "nb").split(), amount("171.00", "en")
    (['12', '345,50'], '171.00')
    """
    whole, _, rest = kroner.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", _NO_BREAK)
    sign = _MINUS if kroner.startswith("-") else ""
    return f"{sign}{grouped}{number(f'.{rest}', lang)}"


def number(text: str, lang: Language) -> str:
    """Return a decimal number with the language's mark."""
    return text if lang == "en" else text.replace(".", ",")


def said(text: Mapping[str, str], lang: Language) -> str:
    """Return a text of the API in the language; those in Nynorsk are told in Bokmål."""
    return text["en" if lang == "en" else "nb"]

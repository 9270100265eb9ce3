"""Words and units that all services use: money in øre, distance in metres, texts for people."""

import re
from dataclasses import dataclass
from typing import Final, NewType

Ore = NewType("Ore", int)
"""An amount of money in whole øre; 100 øre is one krone."""

Metres = NewType("Metres", int)
"""A distance in whole metres."""

MONEY_PATTERN: Final = r"^-?(0|[1-9][0-9]{0,9})\.[0-9]{2}$"
"""How an amount is written on the wire: kroner with exactly two decimals."""

KILOMETRES_PATTERN: Final = r"^(0|[1-9][0-9]{0,4})(\.[0-9])?$"
"""How a distance is written on the wire: kilometres with at most one decimal."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people: Norwegian bokmål and English, and nynorsk where it is written."""

    nb: str
    en: str
    nn: str | None = None


def ore(kroner_text: str) -> Ore:
    """Return the amount that `kroner_text` states.

    Raises:
        ValueError: the text is not kroner with exactly two decimals.

    >>> ore("3795.00")
    379500
    """
    if re.fullmatch(MONEY_PATTERN, kroner_text) is None:
        raise ValueError("An amount is kroner with two decimals, such as 3795.00.")
    return Ore(int(kroner_text.replace(".", "")))


def kroner(amount: Ore) -> str:
    """Return `amount` as it is written on the wire.

    >>> kroner(Ore(-1205))
    '-12.05'
    """
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole}.{rest:02d}"


def metres(kilometres_text: str) -> Metres:
    """Return the distance that `kilometres_text` states.

    Raises:
        ValueError: the text is not kilometres with at most one decimal.

    >>> metres("10.1")
    10100
    """
    if re.fullmatch(KILOMETRES_PATTERN, kilometres_text) is None:
        raise ValueError("A distance is kilometres with at most one decimal, such as 10.1.")
    whole, _, tenth = kilometres_text.partition(".")
    return Metres(int(whole) * 1000 + int(tenth or 0) * 100)


def kilometres(distance: Metres) -> str:
    """Return `distance` as it is written on the wire, rounded half up to a tenth.

    >>> kilometres(Metres(120_000))
    '120.0'
    """
    tenths = half_up(distance, 100)
    return f"{tenths // 10}.{tenths % 10}"


def half_up(numerator: int, denominator: int) -> int:
    """Return `numerator / denominator` as a whole number, halves rounded away from zero.

    >>> half_up(5, 2), half_up(-5, 2)
    (3, -3)
    """
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient

"""Synthetic people, numbered as the tax authority numbers its test population (month + 80)."""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def synthetic_number(n: int = 0, *, born: date = date(1985, 5, 17)) -> str:
    """Return the `n`-th synthetic national identity number of somebody born on `born`."""
    return next(islice(_numbers(born), n, None))


def _numbers(born: date) -> Iterator[str]:
    for serial in count(500):
        digits = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}{serial % 1000:03d}"
        first = -_sum(_FIRST_WEIGHTS, digits) % 11
        if first == 10:  # noqa: PLR2004 - no digit
            continue
        second = -_sum(_SECOND_WEIGHTS, f"{digits}{first}") % 11
        if second != 10:  # noqa: PLR2004 - no digit
            yield f"{digits}{first}{second}"


def _sum(weights: tuple[int, ...], digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))

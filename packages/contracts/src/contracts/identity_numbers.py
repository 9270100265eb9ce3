"""Norwegian national identity numbers: fødselsnummer, D-number, H-number and FH-number.

The check digits follow the scheme of 1964 and the one of 2032, under which the weighted sum for the
first check digit may leave a rest of 0 to 3. Neither age nor sex is read from a number: from 2032
the digits no longer tell the century, so both come from the population register.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

_FIRST_WEIGHTS: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_SYNTHETIC_MONTH_OFFSETS: Final = (80, 65, 40)
_HIGHEST_REST_OF_2032: Final = 3
_DAY_OFFSET_OF_D_NUMBERS: Final = 40
_FIRST_DAY_OF_FH_NUMBERS: Final = 80


class NumberKind(StrEnum):
    """Which series a number belongs to."""

    BIRTH = "fødselsnummer"
    D = "D-number"
    FH = "FH-number"


class NotAnIdentityNumber(ValueError):
    """The text is no valid national identity number here. The text itself is never repeated."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Not a valid national identity number: {reason}.")


@dataclass(frozen=True, slots=True, repr=False)
class NationalIdentityNumber:
    """A national identity number that passed its checks. Printing it shows no digit."""

    _digits: str
    kind: NumberKind
    synthetic: bool

    @classmethod
    def parse(cls, text: str, *, allow_synthetic: bool) -> Self:
        """Return the number that `text` states.

        Args:
            text: eleven digits, nothing else.
            allow_synthetic: whether made-up persons (month + 80, + 65 or + 40) are let through;
                never in production.

        Raises:
            NotAnIdentityNumber: wrong form, wrong check digits, no such date, or synthetic where
                that is not allowed.
        """
        if re.fullmatch(r"[0-9]{11}", text) is None:
            raise NotAnIdentityNumber("it must be eleven digits")
        if not _check_digits_hold(text):
            raise NotAnIdentityNumber("its check digits are wrong")
        day, month, year = int(text[:2]), int(text[2:4]), int(text[4:6])
        if day >= _FIRST_DAY_OF_FH_NUMBERS:
            return cls(text, NumberKind.FH, synthetic=False)
        kind = NumberKind.D if day > _DAY_OFFSET_OF_D_NUMBERS else NumberKind.BIRTH
        offset = next((o for o in _SYNTHETIC_MONTH_OFFSETS if o < month <= o + 12), 0)
        if offset and not allow_synthetic:
            raise NotAnIdentityNumber("it belongs to a synthetic person")
        _require_date(day % _DAY_OFFSET_OF_D_NUMBERS or day, month - offset, year)
        return cls(text, kind, synthetic=offset > 0)

    def reveal(self) -> str:
        """Return the eleven digits. Call it only where they are sealed, indexed or sent."""
        return self._digits

    def __repr__(self) -> str:
        return "NationalIdentityNumber(***********)"

    __str__ = __repr__


def _check_digits_hold(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    first = sum(w * n for w, n in zip(_FIRST_WEIGHTS, numbers[:10], strict=True)) % 11
    second = sum(w * n for w, n in zip(_SECOND_WEIGHTS, numbers, strict=True)) % 11
    return first <= _HIGHEST_REST_OF_2032 and second == 0


def _require_date(day: int, month: int, year_of_century: int) -> None:
    leap_or_not = 2000 if year_of_century % 4 == 0 else 2001
    try:
        date(leap_or_not, month, day)
    except ValueError:
        raise NotAnIdentityNumber("it begins with no date") from None

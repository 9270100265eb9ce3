"""Case numbers: nine random digits and a check digit, spoken in groups of three, three and four.

The check digit is Damm's: it finds every single wrong digit and every pair of neighbours swapped,
which are the slips people make on the phone.
"""

from typing import Final

RANDOM_DIGITS: Final = 9

_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def case_number(chance: int) -> str:
    """Return the case number that begins with the nine digits of `chance`.

    >>> case_number(572)
    '0000005724'
    """
    digits = f"{chance:0{RANDOM_DIGITS}d}"
    return digits + str(_interim(digits))


def is_case_number(text: str) -> bool:
    """Tell whether `text` is ten digits whose last one checks the others.

    >>> is_case_number("0000005724"), is_case_number("0000005274")
    (True, False)
    """
    shape = len(text) == RANDOM_DIGITS + 1 and text.isascii() and text.isdigit()
    return shape and _interim(text) == 0


def spoken(ten_digits: str) -> str:
    """Return ten digits as they are printed and read aloud.

    >>> spoken("0000005724")
    '000 000 5724'
    """
    return f"{ten_digits[:3]} {ten_digits[3:6]} {ten_digits[6:]}"


def _interim(digits: str) -> int:
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return row

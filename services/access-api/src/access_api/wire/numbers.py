"""Ten digits as people speak and type them, and identity numbers as one sentence of them."""

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from access_api.domain.case_numbers import is_case_number
from access_api.domain.refusals import NotANumber
from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber

TEN_DIGITS: Final = r"^[0-9]{3} ?[0-9]{3} ?[0-9]{4}$"


def _ten_digits(value: Any) -> str:
    if not isinstance(value, str) or re.fullmatch(TEN_DIGITS, value) is None:
        raise ValueError("must be ten digits, with or without spaces after the third and sixth")
    return value.replace(" ", "")


def _case_number(value: Any) -> str:
    digits = _ten_digits(value)
    if not is_case_number(digits):
        raise ValueError("is no case number: a digit is wrong, or two have changed places")
    return digits


CaseNumber = Annotated[
    str,
    BeforeValidator(_case_number),
    WithJsonSchema({"type": "string", "pattern": TEN_DIGITS, "examples": ["000 000 5724"]}),
]
"""A case number. Its last digit finds slips of the tongue before anything is tried."""

SpokenCode = Annotated[
    str,
    BeforeValidator(_ten_digits),
    WithJsonSchema({"type": "string", "pattern": TEN_DIGITS, "writeOnly": True}),
]
"""A code as the caller reads it out."""


def identity_number(text: str, pointer: str, *, allow_synthetic: bool) -> NationalIdentityNumber:
    """Return the identity number that `text` states.

    Raises:
        NotANumber: its check digits are wrong, it has no such date, or it is synthetic where that
            is not allowed.
    """
    try:
        return NationalIdentityNumber.parse(text, allow_synthetic=allow_synthetic)
    except NotAnIdentityNumber as error:
        raise NotANumber(pointer, str(error)) from None

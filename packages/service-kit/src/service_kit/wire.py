"""Building blocks of wire models: strict in, tolerant out, the same form in every service.

Amounts are øre and distances are metres inside; on the wire both are decimal strings. Types whose
name ends in `Out` are for answers and take our own values; the others read what a client sent.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from contracts.vocabulary import (
    KILOMETRES_PATTERN,
    MONEY_PATTERN,
    Metres,
    Ore,
    kroner,
    metres,
    ore,
)
from contracts.vocabulary import Text as DomainText

_AMOUNT_PATTERN: Final = MONEY_PATTERN.replace("-?", "")
_DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_AMOUNT_SCHEMA: Final = {"type": "string", "pattern": _AMOUNT_PATTERN, "examples": ["3795.00"]}
_SIGNED_SCHEMA: Final = {"type": "string", "pattern": MONEY_PATTERN, "examples": ["-171.00"]}
_DISTANCE_SCHEMA: Final = {"type": "string", "pattern": KILOMETRES_PATTERN, "examples": ["120.0"]}


class Request(BaseModel):
    """Input: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Response(BaseModel):
    """Output: every field is always there."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class TextOut(Response):
    """A text for people in Norwegian bokmål and English."""

    nb: str
    en: str

    @classmethod
    def of(cls, text: DomainText) -> "TextOut":
        """Return `text` as it goes on the wire."""
        return cls(nb=text.nb, en=text.en)


def _reads(pattern: str, hint: str, read: Callable[[str], Any]) -> BeforeValidator:
    def validate(value: Any) -> Any:
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            raise ValueError(hint)
        return read(value)

    return BeforeValidator(validate)


def _whole(value: Any) -> int:
    """Return a JSON number without a fraction: JSON Schema calls 1.0 an integer."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError("must be a whole number")
    return int(value)


Money = Annotated[
    Ore,
    _reads(_AMOUNT_PATTERN, "must be kroner with two decimals, such as 3795.00", ore),
    WithJsonSchema(_AMOUNT_SCHEMA),
]
"""An amount a client states: at least 0, kroner with two decimals."""

MoneyOut = Annotated[Ore, PlainSerializer(kroner, return_type=str), WithJsonSchema(_AMOUNT_SCHEMA)]
"""An amount in an answer, at least 0."""

SignedMoneyOut = Annotated[
    Ore, PlainSerializer(kroner, return_type=str), WithJsonSchema(_SIGNED_SCHEMA)
]
"""An amount in an answer that may be below 0."""

Kilometres = Annotated[
    Metres,
    _reads(KILOMETRES_PATTERN, "must be kilometres with at most one decimal", metres),
    WithJsonSchema(_DISTANCE_SCHEMA),
]
"""A distance a client states."""

Date = Annotated[
    date,
    _reads(_DATE_PATTERN, "must be a date such as 2026-03-04", date.fromisoformat),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-04"]}),
]
"""A calendar date a client states, in Norway."""

WholeNumber = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer"})]
"""A whole number. Bounds go beside it, and into the document, which does not see through the
validator: `Annotated[WholeNumber, Field(ge=0, json_schema_extra={"minimum": 0})]`."""

NationalId = Annotated[
    str,
    _reads(r"^[0-9]{11}$", "must be eleven digits", str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{11}$", "writeOnly": True}),
]
"""A national identity number in a request. It is never part of an answer."""

OrganisationNumber = Annotated[
    str,
    _reads(r"^[0-9]{9}$", "must be nine digits", str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{9}$", "examples": ["984936966"]}),
]
"""An organisation number."""

"""Texts that people write and how much they ask for, as requests bring them."""

from typing import Annotated

from pydantic import Field

from service_kit.wire import WholeNumber

_PRINTABLE = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]+$"

ShortText = Annotated[str, Field(min_length=1, max_length=200, pattern=_PRINTABLE)]
"""A name or a few words, without control characters."""

LongText = Annotated[str, Field(min_length=1, max_length=2000, pattern=_PRINTABLE)]
"""A paragraph, without control characters."""

Limit = Annotated[
    WholeNumber, Field(ge=1, le=100, json_schema_extra={"minimum": 1, "maximum": 100})
]
"""How many entries of a list are wanted."""

"""How a fact is written outside the service, stated on the fact's own type.

A fact is validated straight into its dataclass. The few that look different outside (an amount is
kroner there and øre here) carry a marker. A marker answers pydantic's hook with a plain
dictionary, so the core needs no framework to be imported and none to be run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, get_args, get_type_hints

from contracts.vocabulary import Metres, Ore, kilometres, kroner, metres, ore

_MOST_KRONER: Final = r"^(0|[1-9][0-9]{0,6})\.[0-9]{2}$"
_MOST_KILOMETRES: Final = r"^(0|[1-9][0-9]{0,4})(\.[0-9])?$"
_ISO_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Written:
    """The value is written as a text of a given pattern."""

    pattern: str
    read: Callable[[str], object]
    write: Callable[[Any], str]
    format: str | None = None

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> dict[str, Any]:
        """Describe the text, how it is read and how it is written again."""
        text: dict[str, Any] = {"type": "str", "pattern": self.pattern}
        if self.format is not None:
            text["metadata"] = {"pydantic_js_updates": {"format": self.format}}
        reading = {"type": "function-plain", "function": {"type": "no-info", "function": self.read}}
        writing = {"type": "function-plain", "function": self.write, "return_schema": text}
        return {"type": "chain", "steps": [text, reading], "serialization": writing}


@dataclass(frozen=True, slots=True)
class Whole:
    """The value is a whole number within bounds: `3`, or `3.0`, which JSON holds to be the same.

    A text, a fraction or a truth value is not taken for one.
    """

    least: int
    most: int

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> dict[str, Any]:
        """Describe the number."""
        whole = {"type": "int", "strict": True, "ge": self.least, "le": self.most}
        without_fraction = {"type": "no-info", "function": _without_fraction}
        return {"type": "function-before", "function": without_fraction, "schema": whole}


def _without_fraction(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


@dataclass(frozen=True, slots=True)
class TaggedBy:
    """The value is one of several classes, told apart by one field of each."""

    field: str

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> dict[str, Any]:
        """Describe the union by the tag of each of its classes."""
        choices = {self._tag(case): handler.generate_schema(case) for case in get_args(source)}
        return {"type": "tagged-union", "discriminator": self.field, "choices": choices}

    def _tag(self, case: type) -> str:
        (tag,) = get_args(get_type_hints(case)[self.field])
        return str(tag)


Money = Annotated[Ore, Written(_MOST_KRONER, ore, kroner)]
"""An amount of at least nothing; `"80.00"` outside, 8000 øre here."""

Kilometres = Annotated[Metres, Written(_MOST_KILOMETRES, metres, kilometres)]
"""A distance; `"120.0"` outside, 120000 metres here."""

Day = Annotated[date, Written(_ISO_DAY, date.fromisoformat, date.isoformat, "date")]
"""A date of the calendar; `"2026-03-04"` outside."""

Name = Annotated[str, Written(r"^[A-Za-z0-9_-]{1,40}$", str, str)]
"""What the sender calls a journey, a leg, a companion or an expense."""

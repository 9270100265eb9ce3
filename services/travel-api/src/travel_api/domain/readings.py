"""Readings that a handler takes otherwise in one claim, where the sources leave a question open."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from travel_api.domain.claims import InputRefusal
from travel_api.domain.interpretations import Interpretations

CHOICES: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "A01": ("exactly_least_distance", frozenset({"refused", "granted"})),
        "A02": ("exactly_long_distance", frozenset({"rate", "fare"})),
        "A06": ("long_with_need", frozenset({"better", "rate", "fare"})),
    }
)
"""The questions that can be answered otherwise, with the answers the rules know."""


class NoSuchReading(InputRefusal):
    """The question has no such answer."""

    def __init__(self) -> None:
        super().__init__(
            "This question has no such answer.", code="reading", pointer="/reading/choice"
        )


def require_reading(question: str, choice: str) -> None:
    """Let pass an answer that the rules know.

    Raises:
        NoSuchReading: they do not.
    """
    if choice not in CHOICES[question][1]:
        raise NoSuchReading


def read_as(interpretations: Interpretations, choices: Mapping[str, str]) -> Interpretations:
    """Return `interpretations` with some questions answered otherwise.

    >>> read_as(Interpretations(), {"A01": "granted"}).exactly_least_distance
    'granted'
    """
    changes: dict[str, Any] = {CHOICES[name][0]: choice for name, choice in choices.items()}
    return replace(interpretations, **changes) if changes else interpretations

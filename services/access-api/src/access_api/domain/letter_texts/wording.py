"""The shape of the letters' texts. One language fills it whole, so that none can be forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letters import LetterKind


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a paragraph, a list, or both."""

    heading: str
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What one kind of letter says.

    Attributes:
        opening: first paragraphs; `{day}` stands for the day on which something happened.
        sections: what follows, after the list of grounds where the letter has one.
    """

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that stand beside figures. `valid_through` holds `{day}`."""

    written_on: str
    case_number: str
    code: str
    valid_through: str
    sign_off: str
    contact: str


@dataclass(frozen=True, slots=True)
class Texts:
    """All letters in one language.

    Attributes:
        months: names of the months, January first.
        date_shape: how a date is written, with `{day}`, `{month}` and `{year}`.
        letters: every kind but the one with the code.
        missing: what a form lacks, as a full sentence each.
        grounds: why a case ended without what was asked for, as a full sentence each.
    """

    months: tuple[str, ...]
    date_shape: str
    labels: Labels
    code_letter: Wording
    letters: Mapping[LetterKind, Wording]
    missing: Mapping[What, str]
    grounds: Mapping[Ground, str]

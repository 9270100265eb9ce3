"""What a rule is, apart from the code that applies it: its words, its source and its dates."""

from dataclasses import dataclass
from datetime import date

from contracts.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is stated, and when that was read."""

    document: str
    section: str
    url: str
    seen: date


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A place in a law or a regulation."""

    law: str
    section: str
    paragraph: str | None = None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue."""

    id: str
    version: str
    title: Text
    statement: Text
    citation: Citation
    evidence: str
    effective_from: date | None
    effective_to: date | None
    beyond_source: bool
    discretionary: bool
    law: LegalReference | None

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Reading:
    """One question that the sources leave open, and the reading that was chosen."""

    id: str
    question: Text
    choice: str
    alternatives: tuple[str, ...]
    basis: Text


@dataclass(frozen=True, slots=True)
class ParameterTitle:
    """What a figure is called and where it is set."""

    id: str
    title: Text
    document: str
    section: str
    url: str

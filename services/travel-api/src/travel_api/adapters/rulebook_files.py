"""The shape of the rule files, checked strictly: a typing error must not become a rate."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Final, Literal, Self

from annotated_types import Len
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from contracts.vocabulary import Text, metres, ore
from travel_api.domain.catalogue import Citation, LegalReference, ParameterTitle, Reading, Rule
from travel_api.domain.parameters import Measure, Row, Series

MOST_PER_CENT = 15
"""A figure that changes by more than this from one row to the next needs a note."""

CHOICES: Final[Mapping[str, set[str]]] = {
    "A01": {"refused", "granted"},
    "A02": {"rate", "fare"},
    "A06": {"better", "rate", "fare"},
}
"""The readings that the rules can take otherwise; every other one is built into them."""

PLAUSIBLE: Final[Mapping[Measure, tuple[str, str]]] = {
    Measure.KRONER: ("0.00", "10000.00"),
    Measure.KRONER_PER_KM: ("0.50", "20.00"),
    Measure.KRONER_PER_HOUR: ("1.00", "2000.00"),
    Measure.KILOMETRES: ("0.1", "2000.0"),
    Measure.YEARS: ("0", "120"),
}
"""The least and the most that a figure may be: a point in the wrong place goes beyond it."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(written: object) -> object:
    """Take a date only from a text such as 2026-01-01: YAML's own dates hide typing errors."""
    if isinstance(written, str) and _ISO_DAY.fullmatch(written):
        return date.fromisoformat(written)
    raise ValueError('A date is written in quotation marks, such as "2026-01-01".')


Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BothLanguages(_File):
    """A text in both languages."""

    nb: Words
    en: Words

    def text(self) -> Text:
        """Return the text as the domain holds it."""
        return Text(self.nb, self.en)


class SourceFile(_File):
    """Where one row's figure stands."""

    title: Words
    href: Words
    seen: Day


class RowFile(_File):
    """One dated row of a parameter file; its key `from` is a word that Python keeps."""

    valid_from: Day
    value: Words | None = None
    confirmed: bool
    source: SourceFile | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_from(cls, row: object) -> object:
        if isinstance(row, dict) and "from" in row and "valid_from" not in row:
            return {("valid_from" if key == "from" else key): row[key] for key in row}
        return row

    @model_validator(mode="after")
    def _confirmed_by_a_source(self) -> Self:
        if self.confirmed and (self.source is None or self.value is None):
            raise ValueError("A confirmed row has a value and a source.")
        return self


class ParameterCitation(_File):
    """Where a figure is set, whatever its value."""

    document: Words
    section: Words
    url: Words


class ParameterFile(_File):
    """One file of the folder `parameters`."""

    id: Words
    measure: Annotated[Measure, BeforeValidator(Measure)]
    title: BothLanguages
    citation: ParameterCitation
    values: Annotated[list[RowFile], Len(1)]

    @model_validator(mode="after")
    def _in_order_and_plausible(self) -> Self:
        for earlier, later in pairwise(self.values):
            _check_order(earlier, later)
        known = [
            (row, whole_number(self.measure, row.value))
            for row in self.values
            if row.value is not None
        ]
        for row, value in known:
            _check_size(self.measure, value, row)
        for (_, before), (row, after) in pairwise(known):
            _check_step(before, after, row)
        return self

    def series(self) -> Series:
        """Return the rows as the rules read them."""
        return Series(self.id, self.measure, tuple(self._row(row) for row in self.values))

    def about(self) -> ParameterTitle:
        """Return what the figure is called and where it is set."""
        cited = self.citation
        return ParameterTitle(self.id, self.title.text(), cited.document, cited.section, cited.url)

    def _row(self, row: RowFile) -> Row:
        value = None if row.value is None else whole_number(self.measure, row.value)
        source = "" if row.source is None else f"{row.source.title}, {row.source.href}"
        return Row(row.valid_from, value, row.confirmed, source, row.note)


def whole_number(measure: Measure, written: str) -> int:
    """Return the whole number of øre, metres or years that a written value states.

    Raises:
        ValueError: the value is not written as its measure asks.

    >>> whole_number(Measure.KRONER_PER_KM, "3.20"), whole_number(Measure.KILOMETRES, "10.0")
    (320, 10000)
    """
    match measure:
        case Measure.KILOMETRES:
            return metres(written)
        case Measure.YEARS:
            return int(written)
        case _:
            return ore(written)


def _check_order(earlier: RowFile, later: RowFile) -> None:
    if later.valid_from == earlier.valid_from:
        raise ValueError(f"There is one row a date, and two from {later.valid_from}.")
    if later.valid_from < earlier.valid_from:
        raise ValueError(
            f"The rows stand in the order of their dates; the one from {later.valid_from} does not."
        )


def _check_size(measure: Measure, value: int, row: RowFile) -> None:
    least, most = (whole_number(measure, bound) for bound in PLAUSIBLE[measure])
    if not least <= value <= most:
        raise ValueError(
            f"The row from {row.valid_from} is not plausible: "
            f"{' to '.join(PLAUSIBLE[measure])} {measure} would be."
        )


def _check_step(before: int, after: int, row: RowFile) -> None:
    if not row.note and abs(after - before) * 100 > before * MOST_PER_CENT:
        raise ValueError(
            f"The row from {row.valid_from} changes by more than {MOST_PER_CENT} per cent; "
            "say why in its note."
        )


class CitationFile(ParameterCitation):
    """Where a rule is stated, and when it was read."""

    seen: Day


class LawFile(_File):
    """A place in a law or a regulation."""

    law: Words
    section: Words
    paragraph: Words | None = None
    letter: Words | None = None


class RuleFile(_File):
    """One rule of catalogue.yaml."""

    id: Annotated[str, StringConstraints(pattern=r"^[TEX]-[A-Z0-9-]+b?$")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$")]
    title: BothLanguages
    statement: BothLanguages
    citation: CitationFile
    evidence: Words = "none"
    effective_from: Day | None = None
    effective_to: Day | None = None
    discretionary: bool = False
    law: LawFile | None = None

    def rule(self) -> Rule:
        """Return the rule as the domain holds it."""
        cited = self.citation
        return Rule(
            id=self.id,
            version=self.version,
            title=self.title.text(),
            statement=self.statement.text(),
            citation=Citation(cited.document, cited.section, cited.url, cited.seen),
            evidence=self.evidence,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            beyond_source=self.id.startswith("X-"),
            discretionary=self.discretionary,
            law=None if self.law is None else LegalReference(**self.law.model_dump()),
        )


class CatalogueFile(_File):
    """The file catalogue.yaml."""

    rules: Annotated[list[RuleFile], Len(1)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        _refuse_doubles(rule.id for rule in self.rules)
        return self


class ReadingFile(_File):
    """One question of interpretations.yaml."""

    id: Annotated[str, StringConstraints(pattern=r"^[AB][0-9]{2}[a-z]?$")]
    question: BothLanguages
    choice: Words
    alternatives: list[Words]
    basis: BothLanguages

    def reading(self) -> Reading:
        """Return the question as the domain holds it."""
        return Reading(
            self.id,
            self.question.text(),
            self.choice,
            tuple(self.alternatives),
            self.basis.text(),
        )


class InterpretationsFile(_File):
    """The file interpretations.yaml."""

    kind: Literal["interpretations"]
    switched_off: list[Words]
    readings: Annotated[list[ReadingFile], Len(1)]

    @model_validator(mode="after")
    def _readings_are_known(self) -> Self:
        _refuse_doubles(reading.id for reading in self.readings)
        for reading in self.readings:
            choices = CHOICES.get(reading.id, {reading.choice})
            if {reading.choice, *reading.alternatives} != choices:
                raise ValueError(f"{reading.id} is read as one of {', '.join(sorted(choices))}.")
        if not {reading.id for reading in self.readings} >= CHOICES.keys():
            raise ValueError("A reading that the rules ask for is lacking.")
        return self


def _refuse_doubles(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"{one} stands twice.")
        seen.add(one)

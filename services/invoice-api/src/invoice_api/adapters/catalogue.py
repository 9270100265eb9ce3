"""Reads the catalogue that is shipped with the service. It is checked whole when it is read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rates import FeeRates, Fraction, HourlyRate
from invoice_api.domain.catalogue.rule import (
    Asked,
    Catalogue,
    Citation,
    Claimant,
    Interpretation,
    Rule,
    Weight,
)
from invoice_api.domain.document import Kind

_CONFIRMED_GRADES: Final = frozenset("AB")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _TextEntry(_Entry):
    nb: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def text(self) -> Text:
        return Text(nb=self.nb, en=self.en)


class _Source(_Entry):
    title: str
    url: str | None


class _CitationEntry(_Entry):
    source: str
    section: str


class _AppliesTo(_Entry):
    parties: Annotated[frozenset[Claimant], Field(min_length=1)]
    documents: Annotated[frozenset[Kind], Field(min_length=1)]


class _RuleEntry(_TextEntry):
    id: Annotated[str, Field(pattern=r"^(HK-[A-Z]+-[0-9]{2}|(ENGINE|XSD)-[A-Z0-9-]+)$")]
    severity: Weight
    also: frozenset[Weight] = frozenset()
    leads_to: Asked = Asked.SENDER
    applies_to: _AppliesTo
    citation: _CitationEntry
    version: str = "1.0"
    effective_from: date | None = None
    effective_to: date | None = None
    beyond_source: bool = False
    interpretations: tuple[str, ...] = ()


class _RuleFile(_Entry):
    sources: Mapping[str, _Source]
    rules: tuple[_RuleEntry, ...]


class _InterpretationEntry(_Entry):
    id: str
    question: _TextEntry
    chosen: _TextEntry
    alternatives: _TextEntry


class _InterpretationFile(_Entry):
    interpretations: tuple[_InterpretationEntry, ...]


class _RateEntry(_Entry):
    starts_on: Annotated[date, Field(alias="from")]
    kroner: Annotated[Decimal, Field(gt=0, decimal_places=2)]
    grade: Annotated[str, Field(pattern="^[A-D]$")]
    source: Annotated[str, Field(min_length=1)]


class _FractionEntry(_TextEntry):
    subject: str
    starts_on: Annotated[date | None, Field(alias="from")]
    fraction: Annotated[str, Field(pattern="^[0-9]{1,2}/[0-9]{1,2}$")]


class _RateFile(_Entry):
    hourly: tuple[_RateEntry, ...]
    known_until: date
    fractions: tuple[_FractionEntry, ...]


class BrokenCatalogue(ValueError):
    """The shipped catalogue contradicts itself, so the service does not start."""


@cache
def rule_catalogue() -> Catalogue:
    """Return every rule of the house.

    Raises:
        BrokenCatalogue: an id stands twice, or a source or interpretation is not defined.
    """
    rule_file = _RuleFile.model_validate(read_shipped("rules.yaml"))
    choices = _InterpretationFile.model_validate(
        read_shipped("interpretations.yaml")
    ).interpretations
    interpretations = {entry.id: _interpretation(entry) for entry in choices}
    rules = {entry.id: _rule(entry, rule_file.sources) for entry in rule_file.rules}
    if len(rules) != len(rule_file.rules) or len(interpretations) != len(choices):
        raise BrokenCatalogue("An id stands twice in the catalogue.")
    unknown = {ref for rule in rules.values() for ref in rule.interpretations} - {*interpretations}
    if unknown:
        raise BrokenCatalogue(f"No interpretation is called {', '.join(sorted(unknown))}.")
    return Catalogue(rules=rules, interpretations=interpretations)


@cache
def fee_rates() -> FeeRates:
    """Return the dated fee rate. Grades A and B count as confirmed."""
    rate_file = _RateFile.model_validate(read_shipped("rates.yaml"))
    return FeeRates(
        rates=tuple(
            HourlyRate(
                starts_on=entry.starts_on,
                kroner=entry.kroner,
                confirmed=entry.grade in _CONFIRMED_GRADES,
                source=entry.source,
            )
            for entry in rate_file.hourly
        ),
        known_until=rate_file.known_until,
        fractions=tuple(
            Fraction(entry.subject, entry.starts_on, entry.fraction, entry.text())
            for entry in rate_file.fractions
        ),
    )


def _rule(entry: _RuleEntry, sources: Mapping[str, _Source]) -> Rule:
    source = sources.get(entry.citation.source)
    if source is None:
        raise BrokenCatalogue(f"{entry.id} cites a source that is not listed.")
    return Rule(
        rule_id=entry.id,
        weight=entry.severity,
        also=entry.also,
        asked=entry.leads_to,
        claimants=entry.applies_to.parties,
        kinds=entry.applies_to.documents,
        text=entry.text(),
        citation=Citation(source.title, entry.citation.section, source.url),
        version=entry.version,
        effective_from=entry.effective_from,
        effective_to=entry.effective_to,
        beyond_source=entry.beyond_source,
        interpretations=entry.interpretations,
    )


def _interpretation(entry: _InterpretationEntry) -> Interpretation:
    return Interpretation(
        interpretation_id=entry.id,
        question=entry.question.text(),
        chosen=entry.chosen.text(),
        alternatives=entry.alternatives.text(),
    )


def read_shipped(name: str) -> Any:
    """Return one file of the shipped catalogue, parsed."""
    text = files("invoice_api.domain.catalogue").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)

"""A rule of the house as data: what it demands, of whom, on whose word and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.vocabulary import Text
from invoice_api.domain.document import Kind


class Weight(StrEnum):
    """What breaking a rule leads to."""

    FATAL = "fatal"
    """The document is rejected."""
    DEVIATION = "deviation"
    """Automatic payment stops, and the sender or a person is asked."""
    NOTICE = "notice"
    """The sender is told; nothing stops."""
    GUIDANCE = "guidance"
    """Nothing to break: the rule only says what holds."""
    REFUSAL = "refusal"
    """A step that somebody tries to take is refused."""


class Asked(StrEnum):
    """Who is asked when a deviation stops the automatic payment."""

    SENDER = "sender"
    PERSON = "person"


class Claimant(StrEnum):
    """Who claims money: an expert for a fee, or a supplier of goods and services."""

    EXPERT = "expert"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is stated."""

    document: str
    section: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A choice made where the source leaves one, beside what else was possible."""

    interpretation_id: str
    question: Text
    chosen: Text
    alternatives: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the house.

    Attributes:
        rule_id: such as `HK-RATE-01`.
        weight: what breaking it leads to.
        also: milder weights that the rule's function may choose.
        asked: who is asked when a deviation stops the payment.
        claimants: whose documents it applies to.
        kinds: which documents it applies to.
        text: what it demands.
        citation: where that is stated.
        version: raised when the rule's meaning changes.
        effective_from: first day it holds; `None` when the source does not say.
        effective_to: last day it holds, if it has ended.
        beyond_source: no document of Helseklage states it, so it may be switched off.
        interpretations: ids of the choices made in it.
    """

    rule_id: str
    weight: Weight
    also: frozenset[Weight]
    asked: Asked
    claimants: frozenset[Claimant]
    kinds: frozenset[Kind]
    text: Text
    citation: Citation
    version: str
    effective_from: date | None
    effective_to: date | None
    beyond_source: bool
    interpretations: tuple[str, ...]

    def applies(self, *, claimant: Claimant, kind: Kind, on: date) -> bool:
        """Tell whether a document of this kind, received on this day, is tested by the rule."""
        begun = self.effective_from is None or self.effective_from <= on
        ended = self.effective_to is not None and self.effective_to < on
        return begun and not ended and claimant in self.claimants and kind in self.kinds


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every rule and interpretation, by id."""

    rules: Mapping[str, Rule]
    interpretations: Mapping[str, Interpretation]

    def without(self, switched_off: frozenset[str]) -> "Catalogue":
        """Return the catalogue less the rules that are switched off.

        Raises:
            NotSwitchable: a rule is unknown, or its source states it.
        """
        for rule_id in sorted(switched_off):
            rule = self.rules.get(rule_id)
            if rule is None or not rule.beyond_source:
                raise NotSwitchable(rule_id)
        kept = {key: rule for key, rule in self.rules.items() if key not in switched_off}
        return Catalogue(rules=kept, interpretations=self.interpretations)


class NotSwitchable(ValueError):
    """Only a rule beyond the source can be switched off."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(f"{rule_id} is not a rule that can be switched off.")

"""What an assessment says: every amount with its rule, everything that is missing, the outcome."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from contracts.vocabulary import Ore
from travel_api.domain.parameters import Parameter
from travel_api.domain.words import Word

ENGINE_VERSION: Final = "1.1"
"""Raised when the engine would answer the same facts, figures and readings differently."""

BEYOND_SOURCE: Final = "X-"
"""How the id of a rule begins that rests on other sources than the two main documents."""


NOTHING: Final = Ore(0)
"""The amount of a line that only says something."""


class Outcome(Word):
    """What the assessment comes to."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    GRANTED_ZERO = "granted_zero"
    REFUSED = "refused"
    NEEDS_DOCUMENTATION = "needs_documentation"
    NEEDS_INFORMATION = "needs_information"
    MANUAL_REVIEW = "manual_review"
    REDIRECT = "redirect"


class AssessmentMode(StrEnum):
    """What to do with a figure that no source confirms: leave it to a person, or mark it."""

    STRICT = "strict"
    PROVISIONAL = "provisional"


class Effect(Word):
    """What a line does."""

    ADDS = "adds"
    DEDUCTS = "deducts"
    REFUSES = "refuses"
    CAPS = "caps"
    INFORMS = "informs"


Unit = Literal["km", "days", "nights", "hours", "one_way_trip"]


@dataclass(slots=True)
class Line:
    """One step of the reasoning. The signed amounts of all lines sum to what is payable.

    `quantity` is metres for `km`, minutes for `hours`, and a plain number otherwise. A line is a
    value and is never changed; it is not frozen, because it is made for every step and a frozen one
    takes four times as long to make: a quarter of an assessment.
    """

    rule: str
    effect: Effect
    traveller: str
    journey: str | None = None
    leg: str | None = None
    expense: str | None = None
    amount: Ore = NOTHING
    quantity: int | None = None
    unit: Unit | None = None
    rate: Ore | None = None
    parameters: tuple[Parameter, ...] = ()
    interpretations: tuple[str, ...] = ()
    discretionary: bool = False

    @property
    def beyond_source(self) -> bool:
        """Whether the rule rests on other sources than the two main documents."""
        return self.rule.startswith(BEYOND_SOURCE)


MissingFrom = Literal[
    "claimant", "practitioner", "treatment_centre", "patient_travel_office", "carrier"
]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is lacking, who can give it, and the rule that asks for it."""

    what: str
    given_by: MissingFrom
    rule: str
    journey: str | None = None
    traveller: str | None = None
    expense: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a person can do now; the text of `rule` says it in words."""

    kind: Literal["contact", "send", "wait"]
    rule: str
    contact_point: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one traveller is due, and whether the payment is held back for now."""

    traveller: str
    amount: Ore
    hold: Literal["none", "below_minimum"] = "none"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer. It is computed anew whenever a fact changes; it is not a decision."""

    outcome: Outcome
    mode: AssessmentMode
    payable: Ore
    payable_by: tuple[Share, ...]
    lines: tuple[Line, ...]
    missing: tuple[Missing, ...]
    next_steps: tuple[NextStep, ...]
    parameters: tuple[Parameter, ...]
    provisional: bool

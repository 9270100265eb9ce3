"""Bodies about assessments.

The answer is built as plain JSON, without a model for each line: that is most of what a stateless
assessment costs. The models describe it in the API document, and a test holds them together.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from contracts.vocabulary import MONEY_PATTERN, Metres, Text, half_up, kilometres, kroner
from service_kit.wire import Response, TextOut
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.assessment import (
    ENGINE_VERSION,
    Assessment,
    AssessmentMode,
    Effect,
    Line,
    Missing,
    Outcome,
)
from travel_api.domain.catalogue import Rule
from travel_api.domain.parameters import Parameter
from travel_api.use_cases.reading import AssessmentView
from travel_api.wire.rulebook import figure_text

SignedAmount = Annotated[str, Field(pattern=MONEY_PATTERN, examples=["-171.00"])]
"""Kroner as they are written; may be below 0."""

Amount = Annotated[str, Field(pattern=MONEY_PATTERN.replace("-?", ""), examples=["3795.00"])]
"""Kroner as they are written; at least 0."""


class _Named(Response):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class ShareOut(Response):
    """What one traveller is due."""

    traveller: str
    amount: Amount
    hold: Literal["none", "below_minimum"]


class LineOut(Response):
    """One step of the reasoning. The amounts of all lines sum to `payable`."""

    no: int
    journey: str | None
    leg: str | None
    expense: str | None
    traveller: str
    rule: str
    effect: Effect
    amount: SignedAmount
    quantity: str | None
    unit: Literal["km", "days", "nights", "hours", "one_way_trip"] | None
    rate: Amount | None
    parameters: Annotated[Sequence[str], Field(description="`ref` of each figure that was used")]
    interpretations: Sequence[str]
    discretionary: bool
    beyond_source: bool


class MissingOut(_Named):
    """Something that is lacking, and who can give it."""

    what: str
    journey: str | None
    traveller: str | None
    expense: str | None
    given_by: Annotated[
        Literal["claimant", "practitioner", "treatment_centre", "patient_travel_office", "carrier"],
        Field(alias="from"),
    ]
    rule: str


class FigureOut(_Named):
    """A figure that the assessment rests on."""

    ref: str
    id: str
    valid_from: Annotated[date, Field(alias="from")]
    value: str
    confirmed: bool
    stands_in_for: date | None
    source: str


class CitedOut(Response):
    """Where a rule is stated."""

    document: str
    section: str
    url: str


class AppliedRuleOut(Response):
    """A rule that the assessment used."""

    id: str
    version: str
    title: TextOut
    citation: CitedOut


class NextStepOut(Response):
    """What a person can do now."""

    kind: Literal["contact", "send", "wait"]
    contact_point: str
    rule: str
    text: TextOut


class AssessmentOut(Response):
    """What the rules make of the facts. It is not a decision."""

    outcome: Outcome
    mode: AssessmentMode
    provisional: Annotated[
        bool, Field(description="Whether a figure is used that no source confirms")
    ]
    ruleset_version: str
    engine_version: str
    payable: Amount
    payable_by: Sequence[ShareOut]
    lines: Sequence[LineOut]
    missing: Sequence[MissingOut]
    parameters: Sequence[FigureOut]
    rules: Sequence[AppliedRuleOut]
    next_steps: Sequence[NextStepOut]


class PastAssessmentOut(Response):
    """One row of a claim's history."""

    no: int
    cause: str
    assessed_at: datetime
    assessment: AssessmentOut


class AssessmentHistory(Response):
    """Every assessment of a claim, oldest first."""

    items: Sequence[PastAssessmentOut]


def present(
    assessment: Assessment, rulebook: Rulebook, *, ruleset_version: str, engine_version: str
) -> dict[str, Any]:
    """Return an assessment as JSON. Texts of rules and figures stand once, at the end."""
    refs = {figure: f"p{no}" for no, figure in enumerate(assessment.parameters, 1)}
    return {
        "outcome": assessment.outcome,
        "mode": assessment.mode,
        "provisional": assessment.provisional,
        "ruleset_version": ruleset_version,
        "engine_version": engine_version,
        "payable": kroner(assessment.payable),
        "payable_by": [
            {"traveller": share.traveller, "amount": kroner(share.amount), "hold": share.hold}
            for share in assessment.payable_by
        ],
        "lines": [_line(no, line, refs) for no, line in enumerate(assessment.lines, 1)],
        "missing": [_missing(missing) for missing in assessment.missing],
        "parameters": [_figure(figure, ref) for figure, ref in refs.items()],
        "rules": [_rule(rulebook.catalogue[name]) for name in _used(assessment)],
        "next_steps": [
            {
                "kind": step.kind,
                "contact_point": step.contact_point,
                "rule": step.rule,
                "text": _text(rulebook.catalogue[step.rule].statement),
            }
            for step in assessment.next_steps
        ],
    }


def present_now(assessment: Assessment, rulebook: Rulebook) -> dict[str, Any]:
    """Return an assessment that was just made as JSON."""
    return present(
        assessment,
        rulebook,
        ruleset_version=rulebook.ruleset_version,
        engine_version=ENGINE_VERSION,
    )


def assessment_out(view: AssessmentView) -> AssessmentOut:
    """Return a stored assessment as it goes on the wire, in the words of its own rules."""
    record = view.record
    return AssessmentOut.model_validate(
        present(
            record.assessment,
            view.rulebook,
            ruleset_version=record.ruleset_version,
            engine_version=record.engine_version,
        )
    )


def past_assessment_out(view: AssessmentView) -> PastAssessmentOut:
    """Return one row of a claim's history."""
    record = view.record
    return PastAssessmentOut(
        no=record.no,
        cause=record.cause,
        assessed_at=record.assessed_at,
        assessment=assessment_out(view),
    )


def _used(assessment: Assessment) -> list[str]:
    named = [line.rule for line in assessment.lines]
    named += [missing.rule for missing in assessment.missing]
    named += [step.rule for step in assessment.next_steps]
    return list(dict.fromkeys(named))


def _line(no: int, line: Line, refs: Mapping[Parameter, str]) -> dict[str, Any]:
    return {
        "no": no,
        "journey": line.journey,
        "leg": line.leg,
        "expense": line.expense,
        "traveller": line.traveller,
        "rule": line.rule,
        "effect": line.effect,
        "amount": kroner(line.amount),
        "quantity": _quantity(line),
        "unit": line.unit,
        "rate": None if line.rate is None else kroner(line.rate),
        "parameters": [refs[figure] for figure in line.parameters],
        "interpretations": list(line.interpretations),
        "discretionary": line.discretionary,
        "beyond_source": line.beyond_source,
    }


def _quantity(line: Line) -> str | None:
    if line.quantity is None:
        return None
    match line.unit:
        case "km":
            return kilometres(Metres(line.quantity))
        case "hours":
            hundredths = half_up(line.quantity * 100, 60)
            return f"{hundredths // 100}.{hundredths % 100:02d}"
        case _:
            return str(line.quantity)


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "what": missing.what,
        "journey": missing.journey,
        "traveller": missing.traveller,
        "expense": missing.expense,
        "from": missing.given_by,
        "rule": missing.rule,
    }


def _figure(figure: Parameter, ref: str) -> dict[str, Any]:
    return {
        "ref": ref,
        "id": figure.id,
        "from": figure.valid_from.isoformat(),
        "value": figure_text(figure),
        "confirmed": not figure.provisional,
        "stands_in_for": None if figure.stands_in_for is None else figure.stands_in_for.isoformat(),
        "source": figure.source,
    }


@lru_cache(maxsize=1_000)
def _rule(rule: Rule) -> Mapping[str, Any]:
    """Return what an answer tells of a rule; the same for every answer, so made once."""
    cited = rule.citation
    return {
        "id": rule.id,
        "version": rule.version,
        "title": _text(rule.title),
        "citation": {"document": cited.document, "section": cited.section, "url": cited.url},
    }


def _text(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}

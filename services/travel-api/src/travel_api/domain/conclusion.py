"""From lines, gaps and flags to an outcome, the sums and what to do next."""

from typing import Final

from contracts.vocabulary import Ore
from travel_api.domain.assessment import (
    Assessment,
    AssessmentMode,
    Effect,
    Line,
    NextStep,
    Outcome,
    Share,
)
from travel_api.domain.parameters import Parameter
from travel_api.domain.sheet import Sheet
from travel_api.domain.words import Answer, Mode

TRAVEL_OFFICE: Final = "patient-travel-office"
CLAIMS_POST: Final = "patient-travel-claims"

CUTS: Final = frozenset({Effect.REFUSES, Effect.CAPS})
"""The effects of a line by which a claim is not granted whole."""

DOCUMENTS: Final = frozenset(
    {
        "attendance_confirmation",
        "need_car_or_taxi",
        "need_companion",
        "receipt",
        "ticket",
        "ferry_ticket",
        "boat_ticket",
    }
)
"""What is missing on paper; anything else that is missing is a piece of information."""


def conclude(sheet: Sheet, mode: AssessmentMode, minimum: Parameter) -> Assessment:
    """Return the finished assessment."""
    shares = _shares(sheet, minimum)
    payable = Ore(sum(share.amount for share in shares))
    used = {id(one): one for line in sheet.lines for one in line.parameters}
    used.update((id(one), one) for one in sheet.weighed)
    parameters = tuple(used.values())
    provisional = any(parameter.provisional for parameter in parameters)
    if provisional and mode is AssessmentMode.STRICT:
        sheet.review = True
    outcome = _outcome(sheet, payable)
    return Assessment(
        outcome=outcome,
        mode=mode,
        payable=payable,
        payable_by=shares,
        lines=tuple(sheet.lines),
        missing=tuple(sheet.missing),
        next_steps=tuple(_next_steps(sheet, outcome)),
        parameters=parameters,
        provisional=provisional,
    )


def _outcome(sheet: Sheet, payable: Ore) -> Outcome:
    if sheet.redirected:
        return Outcome.REDIRECT
    if sheet.review:
        return Outcome.MANUAL_REVIEW
    if sheet.missing:
        papers_only = all(missing.what in DOCUMENTS for missing in sheet.missing)
        return Outcome.NEEDS_DOCUMENTATION if papers_only else Outcome.NEEDS_INFORMATION
    if not sheet.entitled:
        return Outcome.REFUSED
    if any(line.effect in CUTS for line in sheet.lines):
        return Outcome.PARTLY_GRANTED
    return Outcome.GRANTED if payable > 0 else Outcome.GRANTED_ZERO


def _shares(sheet: Sheet, minimum: Parameter) -> tuple[Share, ...]:
    """Sum the lines of each traveller; hold all when the claim is below the least payment (A28).

    The claimant is paid for everyone, so the sum of the claim is what is held against the limit.
    """
    sums: dict[str, int] = {}
    for line in sheet.lines:
        if line.amount:
            sums[line.traveller] = sums.get(line.traveller, 0) + line.amount
    if 0 < sum(sums.values()) < minimum.value and sheet.interpretations.apply("X-MINPAY"):
        sheet.lines.append(_held(next(iter(sums)), minimum))
        return tuple(Share(who, Ore(amount), "below_minimum") for who, amount in sums.items())
    return tuple(Share(who, Ore(amount)) for who, amount in sums.items())


def _held(traveller: str, minimum: Parameter) -> Line:
    return Line(
        "X-MINPAY",
        Effect.INFORMS,
        traveller,
        parameters=(minimum,),
        interpretations=("A28",),
    )


def _next_steps(sheet: Sheet, outcome: Outcome) -> list[NextStep]:
    facts = sheet.facts
    steps = []
    if facts.received_on is None:
        on_paper = facts.channel == "paper"
        steps.append(NextStep("send", "T-CH-03" if on_paper else "T-CH-02", CLAIMS_POST))
        if any(
            leg.mode is Mode.AIR and leg.requisitioned is not Answer.YES
            for journey in facts.journeys
            for leg in journey.legs
        ):
            steps.append(NextStep("contact", "T-AIR-01", TRAVEL_OFFICE))
    if outcome not in {Outcome.GRANTED, Outcome.GRANTED_ZERO}:
        steps.append(NextStep("contact", "T-CH-04", TRAVEL_OFFICE))
    return steps

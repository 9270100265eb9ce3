from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from contracts.vocabulary import kroner
from travel_api.adapters import rulebook
from travel_api.domain.assessment import Assessment, AssessmentMode, Effect
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.testing.cases import Case, cases_in
from travel_api.testing.claims import claims

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = list(cases_in(GOLDEN))
BOOK = rulebook.load()


def assessed(case: Case) -> Assessment:
    return assess(case.facts, BOOK.timeline, BOOK.interpretations, AssessmentMode(case.mode))


def seen(assessment: Assessment, case: Case) -> dict:
    """What the assessment says about each thing the case expects, in the case's own words."""
    refused = [line.rule for line in assessment.lines if line.effect is Effect.REFUSES]
    said = {
        "outcome": assessment.outcome.value,
        "payable": kroner(assessment.payable),
        "by": {share.traveller: kroner(share.amount) for share in assessment.payable_by},
        "held": [one.traveller for one in assessment.payable_by if one.hold != "none"],
        "refused_by": refused,
        "missing": sorted({missing.what for missing in assessment.missing}),
        "provisional": assessment.provisional,
    }
    expected = {key: said[key] for key in case.expect if key in said}
    if "interpretations" in case.expect:
        used = {one for line in assessment.lines for one in line.interpretations}
        expected["interpretations"] = [one for one in case.expect["interpretations"] if one in used]
    return expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_worked_case_comes_out_as_worked(case: Case):
    assert seen(assessed(case), case) == case.expect


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_worked_case_shows_the_rules_it_is_about(case: Case):
    assessment = assessed(case)
    shown = (
        {line.rule for line in assessment.lines}
        | {missing.rule for missing in assessment.missing}
        | {step.rule for step in assessment.next_steps}
    )

    assert set(case.rules) <= shown


def out_of_force(assessment: Assessment, facts: Facts) -> set[str]:
    """The rules of lines whose journey lies outside the dates that the catalogue gives them."""
    travelled = {journey.id: journey.completed_on for journey in facts.journeys}
    return {
        rule.id
        for line in assessment.lines
        if line.journey and (rule := BOOK.catalogue[line.rule])
        if not (
            (rule.effective_from or date.min)
            <= travelled[line.journey]
            <= (rule.effective_to or date.max)
        )
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_rule_is_applied_only_while_it_is_in_force(case: Case):
    assert out_of_force(assessed(case), case.facts) == set()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(claims())
def test_no_rule_is_applied_to_any_claim_out_of_its_dates(facts):
    assessment = assess(facts, BOOK.timeline, BOOK.interpretations)

    assert out_of_force(assessment, facts) == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_signed_amounts_sum_to_what_is_payable(case: Case):
    assessment = assessed(case)

    assert sum(line.amount for line in assessment.lines) == assessment.payable
    assert sum(share.amount for share in assessment.payable_by) == assessment.payable

"""What holds for every claim. Where a law breaks an invariant, a test says which law and how."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.vocabulary import Metres, Ore
from travel_api.adapters import rulebook
from travel_api.domain import facts as told
from travel_api.domain.assessment import Assessment, AssessmentMode, Effect, Outcome
from travel_api.domain.engine import assess
from travel_api.domain.law_dates import months_after
from travel_api.testing.cases import FACTS
from travel_api.testing.claims import (
    a_claim,
    a_journey,
    claims,
    known_fares,
    metres,
)

BOOK = rulebook.load()

every = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def assessed(facts: told.Facts, figures=BOOK.timeline) -> Assessment:
    return assess(facts, figures, BOOK.interpretations, AssessmentMode.PROVISIONAL)


def payable(facts: told.Facts) -> int:
    return assessed(facts).payable


@every
@given(claims())
def test_nobody_is_due_less_than_nothing(facts):
    assessment = assessed(facts)

    assert assessment.payable >= 0
    assert all(share.amount >= 0 for share in assessment.payable_by)


@every
@given(claims())
def test_the_signed_amounts_of_the_lines_sum_to_payable(facts):
    assessment = assessed(facts)

    assert sum(line.amount for line in assessment.lines) == assessment.payable


@every
@given(claims())
def test_no_journey_of_a_traveller_sums_to_less_than_nothing(facts):
    lines = sorted(assessed(facts).lines, key=lambda line: (line.journey or "", line.traveller))

    for _, own in groupby(lines, key=lambda line: (line.journey or "", line.traveller)):
        assert sum(line.amount for line in own) >= 0


@every
@given(claims())
def test_a_charge_is_never_more_than_is_due(facts):
    for line in assessed(facts).lines:
        if line.effect is Effect.DEDUCTS:
            assert 0 <= -line.amount <= line.rate


@every
@given(metres, metres)
def test_up_to_300_kilometres_farther_is_never_worth_less(one, other):
    near, far = sorted((min(one, 300_000), min(other, 300_000)))

    assert payable(a_claim(a_journey(Metres(near)))) <= payable(a_claim(a_journey(Metres(far))))


def test_at_300_kilometres_farther_may_be_worth_less():
    """False by T-RATE-02: above 300 kilometres the fare is paid, which may be below the rate."""
    at, above = (a_claim(a_journey(Metres(distance))) for distance in (300_000, 300_100))

    assert payable(above) < payable(at)


@every
@given(st.integers(3_001, 20_000), known_fares)
def test_above_300_kilometres_the_distance_does_not_matter(tenths, fare):
    dear = replace(fare, amount=Ore(fare.amount + 3_601))
    just, far = (
        a_claim(a_journey(Metres(distance), cheapest_public_fare=dear))
        for distance in (300_100, tenths * 100)
    )

    assert payable(just) == payable(far)


@every
@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_journeys_receipts_and_documents_does_not_matter(facts, random):
    shuffled = replace(
        facts,
        journeys=tuple(random.sample(facts.journeys, len(facts.journeys))),
        expenses=tuple(random.sample(facts.expenses, len(facts.expenses))),
        evidence=tuple(random.sample(facts.evidence, len(facts.evidence))),
    )
    before, after = assessed(facts), assessed(shuffled)

    assert (after.outcome, after.payable) == (before.outcome, before.payable)
    assert {one.traveller: one.amount for one in after.payable_by} == {
        one.traveller: one.amount for one in before.payable_by
    }


@every
@given(claims())
def test_journeys_add_up(facts):
    alone = [
        payable(
            replace(
                facts,
                journeys=(journey,),
                companions=tuple(one for one in facts.companions if journey.id in one.journeys),
                expenses=tuple(one for one in facts.expenses if one.journey == journey.id),
            )
        )
        for journey in facts.journeys
    ]

    assert payable(facts) == sum(alone)


@every
@given(claims(), st.integers(0, 180))
def test_within_the_deadline_the_day_of_the_claim_changes_nothing(facts, later):
    first = max(journey.completed_on for journey in facts.journeys)
    one = replace(facts, journeys=facts.journeys[:1], companions=(), expenses=())
    travelled_on = one.journeys[0].completed_on
    received = min(travelled_on + timedelta(days=later), months_after(travelled_on, 6))
    same_day, days_later = (
        assessed(replace(one, received_on=day)) for day in (travelled_on, received)
    )

    assert first >= travelled_on
    assert (same_day.outcome, same_day.lines) == (days_later.outcome, days_later.lines)


@every
@given(claims())
def test_every_line_has_a_rule_and_every_refusal_a_reason(facts):
    assessment = assessed(facts)

    assert all(line.rule in BOOK.catalogue for line in assessment.lines)
    assert all(missing.rule in BOOK.catalogue for missing in assessment.missing)
    assert all(one in BOOK.readings for line in assessment.lines for one in line.interpretations)
    assert all(line.parameters for line in assessment.lines if line.unit == "km" and line.amount)
    if assessment.outcome is Outcome.REFUSED:
        assert any(line.effect is Effect.REFUSES for line in assessment.lines)


@every
@given(claims())
def test_facts_written_and_read_again_are_assessed_the_same(facts):
    again = FACTS.validate_json(FACTS.dump_json(facts))

    assert again == facts
    assert assessed(again) == assessed(facts)

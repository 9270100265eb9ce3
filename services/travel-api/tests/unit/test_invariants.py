"""What holds for every claim. Where a law breaks an invariant, a test says which law and how."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.vocabulary import Metres, Ore
from travel_api.adapters import rulebook
from travel_api.domain import facts as told
from travel_api.domain.assessment import Assessment, AssessmentMode, Effect, Outcome
from travel_api.domain.conclusion import DOCUMENTS
from travel_api.domain.engine import assess
from travel_api.domain.law_dates import NEW_REGULATION, months_after
from travel_api.domain.parameters import Row, overlaid, timeline
from travel_api.domain.words import (
    Answer,
    Choice,
    EvidenceKind,
    ExpenseKind,
    Ground,
    Issuer,
    Level,
    Mode,
)
from travel_api.testing.cases import FACTS
from travel_api.testing.claims import (
    CAR_EXPENSES,
    a_claim,
    a_journey,
    claims,
    companions,
    known_fares,
    metres,
)

BOOK = rulebook.load()
CARD = told.ExemptionCard(valid_from=date(2010, 1, 1), valid_to=date(2040, 1, 1))
NEED = told.Evidence(
    kind=EvidenceKind.NEED_CAR_OR_TAXI, ground=Ground.HEALTH, issued_by=Issuer.PRACTITIONER
)

every = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
WITHOUT_TICKETS = tuple(
    set(ExpenseKind) - {ExpenseKind.TAXI, ExpenseKind.BOAT_TICKET, ExpenseKind.FERRY_TICKET}
)


def assessed(facts: told.Facts, figures=BOOK.timeline) -> Assessment:
    return assess(facts, figures, BOOK.interpretations, AssessmentMode.PROVISIONAL)


def payable(facts: told.Facts) -> int:
    return assessed(facts).payable


def under_the_new_regulation(facts: told.Facts) -> told.Facts:
    moved = [
        journey
        if journey.completed_on >= NEW_REGULATION
        else replace(journey, started_on=NEW_REGULATION, completed_on=NEW_REGULATION)
        for journey in facts.journeys
    ]
    return replace(facts, journeys=tuple(moved))


def with_figure(name: str, value: int):
    row = Row(date(2000, 1, 1), value, confirmed=True, source="a test")
    series = {name: replace(BOOK.series[name], rows=(row,))}
    return timeline({**overlaid(BOOK.series, ()), **series})


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
@given(claims())
def test_an_exemption_card_never_lowers_what_is_payable(facts):
    without = replace(facts, charge=replace(facts.charge, exemption_card=None))
    held = replace(facts, charge=replace(facts.charge, exemption_card=CARD))

    assert payable(held) >= payable(without)


@every
@given(claims(), st.sampled_from(CAR_EXPENSES), st.integers(0, 100_000))
def test_a_receipt_more_for_the_car_never_lowers_what_is_payable(facts, kind, amount):
    expense = told.Expense(
        id="more",
        kind=kind,
        journey="j0",
        traveller=told.PATIENT,
        amount=Ore(amount),
        receipt="yes",
    )

    assert payable(replace(facts, expenses=(*facts.expenses, expense))) >= payable(facts)


def test_a_cheap_taxi_or_boat_receipt_does_lower_it_since_it_replaces_the_rate():
    """False by T-EXTRA-01 (A15) and section 21(2): actual cost is paid instead of the rate."""
    for mode, kind in ((Mode.TAXI, ExpenseKind.TAXI), (Mode.BOAT, ExpenseKind.BOAT_TICKET)):
        leg = told.Leg(id="l0", mode=mode, distance_km=Metres(200_000))
        facts = a_claim(a_journey(Metres(200_000), legs=(leg,)), evidence=(NEED,))
        cheap = told.Expense(
            id="e",
            kind=kind,
            journey="j0",
            traveller=told.PATIENT,
            amount=Ore(20_000),
            receipt="yes",
        )

        assert payable(replace(facts, expenses=(cheap,))) < payable(facts)


@every
@given(claims(WITHOUT_TICKETS))
def test_a_valid_document_more_never_lowers_what_is_payable(facts):
    facts = under_the_new_regulation(facts)

    assert payable(replace(facts, evidence=(*facts.evidence, NEED))) >= payable(facts)


def test_under_the_old_regulation_a_documented_car_may_be_worth_less_than_the_fare():
    """False by the regulation of 2008: a needed car was paid by its rate, not by the fare."""
    day = date(2016, 9, 30)
    dear = told.Amount("amount", Ore(90_000))
    facts = a_claim(
        a_journey(Metres(100_000), started_on=day, completed_on=day, cheapest_public_fare=dear)
    )

    assert payable(replace(facts, evidence=(NEED,))) < payable(facts)


@every
@given(claims())
def test_free_choice_never_pays_more_than_the_own_region(facts):
    specialist = replace(facts.treatment, level=Level.SPECIALIST)
    free = replace(facts, treatment=replace(specialist, choice=Choice.FREE_CHOICE))
    own = replace(facts, treatment=replace(specialist, choice=Choice.OWN_REGION))

    assert payable(free) <= payable(own)


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
@given(metres, st.integers(0, 3))
def test_by_car_the_number_of_companions_changes_nothing(distance, number):
    facts = a_claim(a_journey(distance))
    along = tuple(
        told.Companion(
            id=f"c{one}", relation="other", journeys=("j0",), mode="car", same_car=Answer.YES
        )
        for one in range(number)
    )

    assert payable(replace(facts, companions=along)) == payable(facts)


@every
@given(claims(), companions)
def test_a_companion_never_lowers_what_the_patient_is_due(facts, companion):
    def due_to_the_patient(claim: told.Facts) -> int:
        return sum(
            share.amount for share in assessed(claim).payable_by if share.traveller == told.PATIENT
        )

    accompanied = replace(facts, companions=(*facts.companions, replace(companion, id="more")))

    assert due_to_the_patient(accompanied) == due_to_the_patient(facts)


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
@given(claims(), st.integers(100, 600), st.integers(0, 300))
def test_a_higher_rate_never_lowers_what_is_payable(facts, rate, more):
    lower, higher = (
        assessed(facts, with_figure("km_rate", value)) for value in (rate, rate + more)
    )

    assert higher.payable >= lower.payable


@every
@given(claims(), st.integers(0, 30_000), st.integers(0, 30_000))
def test_a_higher_charge_never_raises_what_is_payable(facts, charge, more):
    lower, higher = (
        assessed(facts, with_figure("charge", value)) for value in (charge, charge + more)
    )

    assert higher.payable <= lower.payable


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


@every
@given(claims())
def test_a_cap_never_raises_what_is_payable(facts):
    specialist = replace(facts.treatment, level=Level.SPECIALIST)
    capped = replace(facts, treatment=replace(specialist, choice=Choice.ELSEWHERE))
    free = replace(facts, treatment=replace(specialist, choice=Choice.OWN_REGION))

    assert payable(capped) <= payable(free)


@every
@given(claims())
def test_a_document_that_was_missing_is_not_missed_again(facts):
    lacking = [missing for missing in assessed(facts).missing if missing.what in DOCUMENTS]
    papers = {
        "attendance_confirmation": (None, Issuer.TREATMENT_CENTRE),
        "need_car_or_taxi": (Ground.HEALTH, Issuer.PRACTITIONER),
        "need_companion": (Ground.HEALTH, Issuer.PRACTITIONER),
    }
    given_now = tuple(
        told.Evidence(kind=EvidenceKind(what), ground=ground, issued_by=issuer)
        for what, (ground, issuer) in papers.items()
        if any(missing.what == what for missing in lacking)
    )
    after = assessed(replace(facts, evidence=(*facts.evidence, *given_now)))

    assert not {missing.what for missing in after.missing} & {one.kind for one in given_now}

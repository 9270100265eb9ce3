"""What one change to a claim can never do. Where a law breaks it, a test says which and how."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.vocabulary import Metres, Ore
from travel_api.adapters import rulebook
from travel_api.domain import facts as told
from travel_api.domain.assessment import Assessment, AssessmentMode
from travel_api.domain.conclusion import DOCUMENTS
from travel_api.domain.engine import assess
from travel_api.domain.law_dates import NEW_REGULATION
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
from travel_api.testing.claims import (
    CAR_EXPENSES,
    a_claim,
    a_journey,
    claims,
    companions,
    dear_fares,
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


def without_ways_of_their_own(facts: told.Facts) -> told.Facts:
    along = tuple(replace(one, own_distance_km=None) for one in facts.companions)
    return replace(facts, companions=along)


def with_figure(name: str, value: int):
    row = Row(date(2000, 1, 1), value, confirmed=True, source="a test")
    series = {name: replace(BOOK.series[name], rows=(row,))}
    return timeline({**overlaid(BOOK.series, ()), **series})


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
    facts = without_ways_of_their_own(under_the_new_regulation(facts))

    assert payable(replace(facts, evidence=(*facts.evidence, NEED))) >= payable(facts)


def test_a_patient_who_becomes_entitled_may_take_over_a_companions_car():
    """False by T-COMP-02 and section 17 (X-COMP-2025): one rate a car, now the patient's.

    A companion with a longer way of one's own is paid for it while the patient is refused. With a
    document the patient is entitled: the rate of the car is then the patient's, less the charge.
    """
    day = date(2025, 3, 3)
    companion = told.Companion(
        id="c",
        relation="parent",
        journeys=("j0",),
        mode="car",
        same_car=Answer.YES,
        own_distance_km=Metres(10_100),
    )
    journey = a_journey(Metres(9_900), started_on=day, completed_on=day)
    facts = a_claim(journey, companions=(companion,))

    assert payable(replace(facts, evidence=(NEED,))) < payable(facts)


@every
@given(metres, dear_fares, st.sampled_from([date(2020, 3, 12), date(2022, 5, 31)]))
def test_a_document_that_nobody_had_to_show_changes_nothing(distance, fare, day):
    """X-COVID: on a journey with car expenses the waiver gives what the document gives."""
    toll = told.Expense(
        id="toll",
        kind=ExpenseKind.TOLL,
        journey="j0",
        traveller=told.PATIENT,
        amount=Ore(3_600),
        receipt="yes",
    )
    far = Metres(distance + 10_100)
    journey = a_journey(far, started_on=day, completed_on=day, cheapest_public_fare=fare)
    waived = a_claim(journey, expenses=(toll,))

    assert payable(replace(waived, evidence=(NEED,))) == payable(waived)


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

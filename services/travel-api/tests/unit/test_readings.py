"""What an operator may read otherwise, or switch off, changes what is assessed, and only that."""

from dataclasses import replace

import pytest

from contracts.vocabulary import Metres, Ore
from travel_api.adapters import rulebook
from travel_api.domain.assessment import AssessmentMode, Outcome
from travel_api.domain.engine import assess
from travel_api.testing.cases import FACTS, body_of
from travel_api.testing.claims import a_claim, a_journey

BOOK = rulebook.load()
NEED = {"kind": "need_car_or_taxi", "ground": "health", "issued_by": "practitioner"}
CONFIRMED = {"kind": "attendance_confirmation", "issued_by": "practitioner"}
ORDINARY = {"day": "2019-03-04", "km": "120.0", "fare": "260.00"}


def assessed(facts, **readings):
    return assess(
        facts,
        BOOK.timeline,
        replace(BOOK.interpretations, **readings),
        AssessmentMode.PROVISIONAL,
    )


@pytest.mark.parametrize(
    ("reading", "outcome"), [("refused", Outcome.REFUSED), ("granted", Outcome.GRANTED_ZERO)]
)
def test_exactly_ten_kilometres_can_be_read_both_ways(reading, outcome):
    facts = a_claim(a_journey(Metres(10_000)))

    assert assessed(facts, exactly_least_distance=reading).outcome is outcome


@pytest.mark.parametrize(("reading", "payable"), [("rate", 60_100), ("fare", 11_100)])
def test_exactly_300_kilometres_can_be_read_both_ways(reading, payable):
    facts = a_claim(a_journey(Metres(300_000)))

    assert assessed(facts, exactly_long_distance=reading).payable == payable


@pytest.mark.parametrize(
    ("reading", "fare", "payable"),
    [
        ("better", "499.00", 85_100),
        ("better", "1499.00", 135_000),
        ("rate", "1499.00", 85_100),
        ("fare", "499.00", 35_000),
    ],
)
def test_a_long_journey_with_a_needed_car_can_be_read_three_ways(reading, fare, payable):
    given = {"evidence": [NEED], "journeys": [{**ORDINARY, "km": "400.0", "fare": fare}]}
    facts = FACTS.validate_python(body_of(given))

    assert assessed(facts, long_with_need=reading).payable == payable


SWITCHED = {
    "X-DEADLINE": ({"received_on": "2019-09-05", "journeys": [ORDINARY]}, 0, 15_100),
    "X-CHARGE-EXEMPT": ({"patient": {"age": 9}, "journeys": [ORDINARY]}, 30_000, 15_100),
    "X-DECLINED": ({"journeys": [{**ORDINARY, "declined_offer": "yes"}]}, 0, 15_100),
    "X-FRI-CARD": (
        {
            "charge": {"exemption_card": {"valid_from": "2019-01-01", "valid_to": "2019-12-31"}},
            "treatment": {"choice": "free_choice"},
            "journeys": [{**ORDINARY, "km": "280.0"}],
        },
        30_000,
        70_000,
    ),
    "X-300-NEED": (
        {"evidence": [NEED], "journeys": [{**ORDINARY, "km": "400.0", "fare": "499.00"}]},
        85_100,
        35_000,
    ),
    "X-EMERG": (
        {
            "charge": {"exemption_ground": "donor"},
            "journeys": [{**ORDINARY, "km": "8.0", "emergency": "yes"}],
        },
        2_000,
        0,
    ),
    "X-MEAL": (
        {
            "expenses": [{"kind": "meal", "amount": "225.00", "minutes": 800}],
            "journeys": [ORDINARY],
        },
        37_600,
        15_100,
    ),
    "X-OVERNIGHT": (
        {
            "expenses": [{"kind": "overnight", "amount": "500.00", "nights": 1}],
            "journeys": [ORDINARY],
        },
        65_100,
        15_100,
    ),
    "X-LOST-EARN": (
        {
            "charge": {"exemption_ground": "occupational_injury"},
            "expenses": [{"kind": "lost_earnings", "amount": "70.00", "minutes": 60}],
            "journeys": [ORDINARY],
        },
        37_000,
        30_000,
    ),
    "X-COMP-NOCHARGE": (
        {
            "companions": [{"mode": "public"}],
            "patient": {"age": 9},
            "evidence": [CONFIRMED],
            "expenses": [{"kind": "ticket", "amount": "260.00", "traveller": "c1"}],
            "journeys": [{**ORDINARY, "mode": "bus"}],
        },
        60_000,
        45_100,
    ),
    "X-OLD-3KM": (
        {
            "evidence": [CONFIRMED],
            "journeys": [{**ORDINARY, "day": "2016-09-30", "km": "2.0"}],
        },
        0,
        11_400,
    ),
    "X-OLD-CAR": (
        {"evidence": [CONFIRMED, NEED], "journeys": [{**ORDINARY, "day": "2016-09-30"}]},
        15_400,
        11_400,
    ),
    "X-COVID": (
        {
            "expenses": [{"kind": "toll", "amount": "60.00"}],
            "journeys": [{**ORDINARY, "day": "2020-03-12"}],
        },
        21_300,
        15_300,
    ),
    "X-TAXI-2025": (
        {
            "evidence": [NEED],
            "expenses": [{"kind": "taxi", "amount": "940.00"}],
            "journeys": [{**ORDINARY, "day": "2025-03-03", "mode": "taxi", "km": "60.0"}],
        },
        1_500,
        76_900,
    ),
    "X-TYRES-2025": (
        {
            "evidence": [NEED],
            "expenses": [{"kind": "winter_tyres", "amount": "35.00"}],
            "journeys": [{**ORDINARY, "day": "2025-03-03"}],
        },
        20_100,
        23_600,
    ),
    "X-COMP-2025": (
        {
            "companions": [{"mode": "public", "own_distance_km": "40.0"}],
            "patient": {"age": 9},
            "evidence": [CONFIRMED],
            "expenses": [{"kind": "ticket", "amount": "60.00", "traveller": "c1"}],
            "journeys": [{**ORDINARY, "day": "2025-03-03", "mode": "bus", "km": "8.0"}],
        },
        12_400,
        0,
    ),
    "X-BOAT": (
        {
            "expenses": [{"kind": "boat_ticket", "amount": "420.00"}],
            "journeys": [{**ORDINARY, "mode": "boat"}],
        },
        27_100,
        15_100,
    ),
}


@pytest.mark.parametrize("rule", SWITCHED)
def test_a_rule_beyond_the_source_can_be_switched_off(rule):
    given, on, off = SWITCHED[rule]
    facts = FACTS.validate_python(body_of(given))
    without = assessed(facts, switched_off=frozenset({rule}))

    assert assessed(facts).payable == on
    assert without.payable == off
    assert not any(line.rule == rule and line.amount for line in without.lines)


def test_the_least_payment_can_be_switched_off():
    card = {"exemption_card": {"valid_from": "2019-01-01", "valid_to": "2019-12-31"}}
    facts = FACTS.validate_python(
        body_of({"charge": card, "journeys": [{**ORDINARY, "km": "10.1"}]})
    )

    assert [one.hold for one in assessed(facts).payable_by] == ["below_minimum"]
    off = assessed(facts, switched_off=frozenset({"X-MINPAY"}))
    assert [(one.amount, one.hold) for one in off.payable_by] == [(Ore(2_525), "none")]


def test_every_rule_beyond_the_source_is_tried_switched_off():
    beyond = {rule for rule in BOOK.catalogue if rule.startswith("X-")}

    assert SWITCHED.keys() | {"X-MINPAY"} == beyond

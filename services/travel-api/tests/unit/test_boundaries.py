"""The worked cases stand on both sides of every boundary that the rules draw."""

from datetime import date
from pathlib import Path

import pytest

from travel_api.domain.facts import Amount, Facts, Years
from travel_api.domain.law_dates import months_after
from travel_api.domain.words import ExpenseKind, Role
from travel_api.testing.cases import cases_in

CASES = list(cases_in(Path(__file__).parent.parent / "golden"))
ALL = [case.facts for case in CASES]


def distances() -> set[int]:
    return {sum(leg.distance_km for leg in journey.legs) for one in ALL for journey in one.journeys}


def days() -> set[date]:
    return {journey.completed_on for one in ALL for journey in one.journeys}


def ages(of: list[Facts]) -> set[int]:
    return {one.patient.age.years for one in of if isinstance(one.patient.age, Years)}


def above_the_minimum_fare() -> set[int]:
    return {
        journey.cheapest_public_fare.amount - journey.local_minimum_fare.amount
        for one in ALL
        for journey in one.journeys
        if isinstance(journey.cheapest_public_fare, Amount)
        and isinstance(journey.local_minimum_fare, Amount)
    }


def minutes_away() -> set[int | None]:
    return {one.minutes for facts in ALL for one in facts.expenses if one.kind is ExpenseKind.MEAL}


def days_after_six_months() -> set[int]:
    return {
        (one.received_on - months_after(one.journeys[0].completed_on, 6)).days
        for one in ALL
        if one.received_on
    }


@pytest.mark.parametrize(
    ("found", "both_sides"),
    [
        (distances(), {9_900, 10_000, 10_100}),
        (distances(), {299_900, 300_000, 300_100}),
        (days(), {date(2016, 9, 30), date(2016, 10, 1)}),
        (days(), {date(2020, 3, 11), date(2020, 3, 12), date(2022, 5, 31), date(2022, 6, 1)}),
        (days(), {date(2025, 3, 2), date(2025, 3, 3)}),
        (days(), {date(2026, 7, 31), date(2026, 8, 1)}),
        (ages(ALL), {11, 12, 15, 16, 17, 18}),
        (ages([one for one in ALL if one.claimant.role is Role.GUARDIAN]), {11, 12, 17, 18}),
        (ages([one for one in ALL if one.companions]), {17, 18}),
        (above_the_minimum_fare(), {0, 100}),
        (minutes_away(), {720, 721}),
        (days_after_six_months(), {0, 1}),
        ({case.expect.get("payable") for case in CASES}, {"99.75", "100.00"}),
    ],
    ids=[
        "10 km",
        "300 km",
        "new regulation",
        "car papers waived",
        "chapters rewritten",
        "no charge below 18",
        "ages",
        "confirmation for a child",
        "need of a companion",
        "minimum fare",
        "12 hours",
        "six months",
        "100 kroner",
    ],
)
def test_a_boundary_has_worked_cases_on_both_sides(found, both_sides):
    assert both_sides <= found


def test_every_worked_case_names_its_rules():
    assert [case.name for case in CASES if not case.rules] == []

from copy import deepcopy
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from travel_api.domain.facts import Facts, completed_years
from travel_api.testing.cases import FACTS, body_of

BODY = body_of(
    {
        "companions": [{"mode": "public"}],
        "expenses": [{"kind": "parking", "amount": "80.00"}],
        "journeys": [{"day": "2026-03-04", "km": "120.0", "fare": "260.00"}],
    }
)


def changed(path: str, value: object) -> dict:
    body = deepcopy(BODY)
    place = body
    *parents, last = path.split(".")
    for step in parents:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return body


def test_amounts_and_distances_are_whole_numbers_inside_and_text_outside():
    facts = FACTS.validate_python(BODY)

    assert facts.expenses[0].amount == 8_000
    assert facts.journeys[0].legs[0].distance_km == 120_000
    written = FACTS.dump_python(facts, mode="json")
    assert written["expenses"][0]["amount"] == "80.00"
    assert written["journeys"][0]["legs"][0]["distance_km"] == "120.0"
    assert written["journeys"][0]["completed_on"] == "2026-03-04"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("expenses.0.amount", 80),
        ("expenses.0.amount", 80.0),
        ("expenses.0.amount", "80"),
        ("expenses.0.amount", "80.0"),
        ("expenses.0.amount", "-80.00"),
        ("expenses.0.amount", "٨٠.00"),
        ("expenses.0.amount", "12345678.00"),
        ("journeys.0.legs.0.distance_km", "120.05"),
        ("journeys.0.legs.0.distance_km", 120),
        ("journeys.0.completed_on", 20516),
        ("journeys.0.completed_on", "2026-02-30"),
        ("journeys.0.completed_on", "2026-03-04T00:00:00"),
        ("journeys.0.completed_on", "2026-03-03"),
        ("journeys.0.id", "j\u0000"),
        ("journeys.0.id", ""),
        ("journeys.0.legs", []),
        ("journeys.0.cheapest_public_fare", {"kind": "amount"}),
        ("journeys.0.cheapest_public_fare", {"kind": "unknown", "amount": "1.00"}),
        ("journeys.0.cheapest_public_fare", None),
        ("patient.age", {"kind": "years", "years": "40"}),
        ("patient.age", {"kind": "years", "years": 40.5}),
        ("patient.age", {"kind": "years", "years": -1}),
        ("patient.age", {"kind": "years", "years": True}),
        ("patient.name", "somebody"),
        ("journeys", []),
        ("claimant.role", "neighbour"),
        ("companions.0.journeys", ["elsewhere"]),
        ("companions.0.id", "patient"),
        ("expenses.0.journey", "elsewhere"),
        ("expenses.0.traveller", "nobody"),
        ("charge", {"exemption_card": {"valid_from": "2026-03-05", "valid_to": "2026-03-04"}}),
    ],
    ids=repr,
)
def test_what_a_rule_could_misread_is_not_taken(path, value):
    with pytest.raises(ValidationError):
        FACTS.validate_python(changed(path, value))


def test_a_whole_number_may_be_written_with_an_empty_fraction():
    facts = FACTS.validate_python(changed("patient.age", {"kind": "years", "years": 40.0}))

    assert facts.patient.age.years == 40
    assert isinstance(facts.patient.age.years, int)


@pytest.mark.parametrize("kind", ["journeys", "companions", "expenses"])
def test_two_of_a_kind_do_not_share_an_id(kind):
    body = deepcopy(BODY)
    body[kind] = [*body[kind], *body[kind]]

    with pytest.raises(ValidationError, match="of its own"):
        FACTS.validate_python(body)


def test_two_legs_of_a_journey_do_not_share_an_id():
    leg = BODY["journeys"][0]["legs"][0]

    with pytest.raises(ValidationError, match="leg of a journey"):
        FACTS.validate_python(changed("journeys.0.legs", [leg, leg]))


def test_the_document_of_the_api_tells_the_cases_of_a_union_apart():
    schema = TypeAdapter(Facts).json_schema()
    fare = schema["$defs"]["Journey"]["properties"]["cheapest_public_fare"]

    assert fare["discriminator"]["propertyName"] == "kind"
    assert set(fare["discriminator"]["mapping"]) == {"amount", "no_service", "unknown"}
    assert schema["$defs"]["Journey"]["properties"]["completed_on"]["format"] == "date"
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 8, 1), date(2026, 7, 31), 17),
        (date(2008, 8, 1), date(2026, 8, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_years_are_completed_on_the_birthday(born, on, years):
    assert completed_years(born, on) == years

"""How many claims a second one core assesses: in memory, and from JSON to JSON.

    python benchmarks/travel_assessment.py [--seconds N] [--openfisca PYTHON]

Takes every worked case of the travel service, and ordinary claims alone. Prints assessments a
second for both, best of three rounds. Given the interpreter of an environment that holds OpenFisca,
assesses the ordinary claims there with the same rules, compares every amount, and prints the ratio.
Ends with 1 when a budget is missed.
"""

import argparse
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import orjson

from travel_api.adapters import rulebook
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.domain.words import Choice
from travel_api.testing.cases import FACTS, body_of, cases_in
from travel_api.wire.assessments import present_now

GOLDEN: Final = Path(__file__).parents[1] / "services" / "travel-api" / "tests" / "golden"
IN_MEMORY: Final = 20_000
JSON_TO_JSON: Final = 8_000
ROUNDS: Final = 3
BOOK: Final = rulebook.load()
TIMES_OPENFISCA: Final = 20
OTHER: Final = Path(__file__).with_name("openfisca_travel.py")
ORDINARY: Final = [
    {
        "patient": {"age": age},
        "treatment": {"choice": choice},
        "charge": {"exemption_card": card},
        "journeys": [
            {"day": day, "km": km, "fare": fare, "min_fare": "36.00"} for day, km, fare in journeys
        ],
    }
    for age, choice, card, journeys in [
        (40, "own_region", None, [("2019-03-04", "120.0", "260.00")]),
        (
            40,
            "own_region",
            None,
            [("2025-12-31", "120.0", "260.00"), ("2026-01-01", "120.0", "260.00")],
        ),
        (
            9,
            "own_region",
            None,
            [("2026-07-31", "80.5", "140.00"), ("2026-08-02", "80.5", "140.00")],
        ),
        (
            17,
            "own_region",
            None,
            [("2026-07-31", "80.5", "140.00"), ("2026-08-02", "80.5", "140.00")],
        ),
        (40, "free_choice", None, [("2024-05-02", "280.0", "450.00")]),
        (
            40,
            "own_region",
            {"valid_from": "2016-10-01", "valid_to": "2026-12-31"},
            [("2023-05-02", "10.1", "60.00")],
        ),
        (
            40,
            "own_region",
            None,
            [("2020-05-02", "300.1", "499.00"), ("2020-05-09", "300.0", "499.00")],
        ),
        (
            40,
            "own_region",
            None,
            [("2018-05-02", "40.0", "36.00"), ("2017-05-09", "10.0", "60.00")],
        ),
    ]
]

_T = TypeVar("_T")


def main(arguments: argparse.Namespace) -> int:
    """Measure, print, and return the exit code."""
    worked = [case.body for case in cases_in(GOLDEN)]
    ordinary = [body_of(short) for short in ORDINARY]
    print(f"{len(worked)} worked cases, ruleset {BOOK.ruleset_version}")
    usual, _ = measure("ordinary claims", ordinary, arguments.seconds)
    in_memory, json_to_json = measure("worked cases", worked, arguments.seconds)
    within = in_memory >= IN_MEMORY and json_to_json >= JSON_TO_JSON
    if arguments.openfisca:
        ratio = usual / openfisca(arguments.openfisca, ordinary)
        print(f"{ratio:.0f} times OpenFisca on the ordinary claims, every amount equal")
        within = within and ratio >= TIMES_OPENFISCA
    return 0 if within else 1


def openfisca(interpreter: str, bodies: Sequence[dict[str, Any]]) -> float:
    """Return OpenFisca's claims a second, having compared every amount.

    Raises:
        AmountsDiffer: the two do not agree on what is payable.
    """
    claims = [FACTS.validate_python(body) for body in bodies]
    names = ("km_rate", "charge", "higher_charge", "charge_free_below_age")
    distances = ("least_distance", "long_distance")
    asked = {
        "figures": {
            name: {
                str(row.valid_from): row.value for row in BOOK.series[name].rows if row.confirmed
            }
            for name in (*names, *distances)
        },
        "claims": [stated(facts) for facts in claims],
        "rounds": 100,
    }
    answer = json.loads(
        subprocess.run(  # noqa: S603 - the interpreter is named by whoever runs the measurement
            [interpreter, str(OTHER)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    ours = [assess(facts, BOOK.timeline, BOOK.interpretations).payable for facts in claims]
    if answer["payable"] != ours:
        raise AmountsDiffer(answer["payable"], ours)
    return float(answer["per_second"])


class AmountsDiffer(Exception):
    """The two engines do not assess the same rules."""

    def __init__(self, theirs: list[int], ours: Sequence[int]) -> None:
        super().__init__(f"OpenFisca {theirs}, ours {list(ours)}")


def stated(facts: Facts) -> list[dict[str, Any]]:
    """Return what the mini rule set of OpenFisca needs of a claim."""
    return [
        {
            "on": str(journey.completed_on),
            "metres": journey.legs[0].distance_km,
            "fare": journey.cheapest_public_fare.amount,
            "minimum": journey.local_minimum_fare.amount,
            "age": facts.patient.age.years,
            "card": int(facts.charge.exemption_card is not None),
            "free_choice": int(facts.treatment.choice is Choice.FREE_CHOICE),
        }
        for journey in facts.journeys
    ]


def measure(name: str, bodies: Sequence[object], seconds: float) -> tuple[float, float]:
    """Print and return assessments a second, in memory and from JSON to JSON."""
    facts = [FACTS.validate_python(body) for body in bodies]
    texts = [json.dumps(body).encode() for body in bodies]
    in_memory = best(lambda one: assess(one, BOOK.timeline, BOOK.interpretations), facts, seconds)
    json_to_json = best(from_json_to_json, texts, seconds)
    print(f"{name:24} in memory {in_memory:9,.0f}/s   JSON to JSON {json_to_json:9,.0f}/s")
    return in_memory, json_to_json


def from_json_to_json(text: bytes) -> bytes:
    """Do what the route does besides HTTP."""
    facts = FACTS.validate_json(text)
    assessment = assess(facts, BOOK.timeline, BOOK.interpretations)
    return orjson.dumps(present_now(assessment, BOOK))


def best(work: Callable[[_T], object], inputs: Sequence[_T], seconds: float) -> float:
    """Return the best rate of some rounds, in processor time."""
    return max(rate(work, inputs, seconds / ROUNDS) for _ in range(ROUNDS))


def rate(work: Callable[[_T], object], inputs: Sequence[_T], seconds: float) -> float:
    """Return how many times a second `work` is done, taking the inputs in turn."""
    gc.collect()
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for one in inputs * max(1, 200 // len(inputs)):
            work(one)
            done += 1
    return done / spent if spent else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--openfisca", metavar="PYTHON")
    sys.exit(main(parser.parse_args()))

"""How many claims a second one core assesses: in memory, from JSON to JSON, and in what-if.

    python benchmarks/travel_assessment.py [--seconds N]

Takes every worked case of the travel service, and ordinary claims alone. The ordinary ones are
assessed by OpenFisca too, in an environment that is made for it and thrown away, with a like rule
set and every amount compared; where it cannot be installed that is said and left out. What-if reads
its claims from a PostgreSQL of its own. Rates are the best of many short rounds, in CPU time since
the machine may have other work. Ends with 1 when a budget is missed.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import orjson
from travel import openfisca, ordinary, what_if

from travel_api.adapters import rulebook
from travel_api.domain.engine import assess
from travel_api.testing.cases import FACTS, cases_in
from travel_api.wire.assessments import present_now

GOLDEN: Final = Path(__file__).parents[1] / "services" / "travel-api" / "tests" / "golden"
IN_MEMORY: Final = 20_000
JSON_TO_JSON: Final = 8_000
WHAT_IF: Final = 5_000
TIMES_OPENFISCA: Final = 20
LARGEST_GROWTH: Final = 60 * 1024 * 1024
ROUNDS: Final = 100
BOOK: Final = rulebook.load()

_T = TypeVar("_T")


def main(seconds: float) -> int:
    """Measure, print, and return the exit code."""
    worked = [case.body for case in cases_in(GOLDEN)]
    print(f"{len(worked)} worked cases, ruleset {BOOK.ruleset_version}")
    usual, usual_json = assessments("ordinary claims", ordinary.CLAIMS, seconds)
    in_memory, json_to_json = assessments("worked cases", worked, seconds)
    kept = [
        min(usual, in_memory) >= IN_MEMORY,
        min(usual_json, json_to_json) >= JSON_TO_JSON,
        beside_openfisca(usual, seconds),
        claims_what_if(),
    ]
    return 0 if all(kept) else 1


def assessments(name: str, bodies: Sequence[object], seconds: float) -> tuple[float, float]:
    """Print and return assessments a second, in memory and from JSON to JSON."""
    facts = [FACTS.validate_python(body) for body in bodies]
    texts = [json.dumps(body).encode() for body in bodies]
    in_memory = best(lambda one: assess(one, BOOK.timeline, BOOK.interpretations), facts, seconds)
    json_to_json = best(from_json_to_json, texts, seconds)
    print(f"{name:16} in memory {in_memory:7,.0f}/s (at least {IN_MEMORY:,})")
    print(f"{'':16} JSON to JSON {json_to_json:7,.0f}/s (at least {JSON_TO_JSON:,})")
    return in_memory, json_to_json


def beside_openfisca(ours: float, seconds: float) -> bool:
    """Print how many times OpenFisca we are, and tell whether that is enough."""
    claims = [FACTS.validate_python(body) for body in ordinary.CLAIMS]
    try:
        theirs = openfisca.claims_a_second(BOOK, claims, seconds)
    except openfisca.NotInstalled:
        print("OpenFisca        skipped: it cannot be installed here")
        return True
    print(
        f"OpenFisca        {theirs:,.0f}/s on the ordinary claims, every amount equal: "
        f"{ours / theirs:.0f} times (at least {TIMES_OPENFISCA})"
    )
    return ours / theirs >= TIMES_OPENFISCA


def claims_what_if() -> bool:
    """Print how many stored claims a second are tried, and tell whether it is enough."""
    figures = what_if.measured()
    print(
        f"what-if          {figures.by_cpu:,.0f} stored claims/s of CPU (at least {WHAT_IF:,}), "
        f"{figures.by_clock:,.0f}/s by the clock; memory {figures.growth / 2**20:+.0f} MiB"
    )
    return figures.by_cpu >= WHAT_IF and figures.growth <= LARGEST_GROWTH


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
        for one in inputs:
            work(one)
            done += 1
    return done / spent if spent else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    sys.exit(main(parser.parse_args().seconds))

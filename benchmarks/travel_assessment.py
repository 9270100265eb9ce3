"""How many claims a second one core assesses: in memory, and from JSON to JSON.

    python benchmarks/travel_assessment.py [seconds]

Takes every worked case of the travel service, and ordinary return trips alone. Prints assessments
a second for both, best of three rounds. Ends with 1 when a budget is missed on the worked cases.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from travel_api.adapters import rulebook
from travel_api.domain.engine import assess
from travel_api.testing.cases import FACTS, body_of, cases_in
from travel_api.wire.assessments import present_now

GOLDEN: Final = Path(__file__).parents[1] / "services" / "travel-api" / "tests" / "golden"
IN_MEMORY: Final = 20_000
JSON_TO_JSON: Final = 8_000
ROUNDS: Final = 3
BOOK: Final = rulebook.load()
RETURN_TRIP: Final = body_of(
    {
        "received_on": "2026-04-01",
        "journeys": [
            {"day": "2026-03-04", "km": "120.0", "fare": "260.00", "there_and_back": True}
        ],
    }
)

_T = TypeVar("_T")


def main(seconds: float) -> int:
    """Measure, print, and return the exit code."""
    worked = [case.body for case in cases_in(GOLDEN)]
    print(f"{len(worked)} worked cases, ruleset {BOOK.ruleset_version}")
    measure("ordinary return trips", [RETURN_TRIP], seconds)
    in_memory, json_to_json = measure("worked cases", worked, seconds)
    return 0 if in_memory >= IN_MEMORY and json_to_json >= JSON_TO_JSON else 1


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
    return json.dumps(present_now(assessment, BOOK)).encode()


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
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))

"""The ordinary travel rules in OpenFisca, to measure against. Runs in an environment of its own.

Reads claims from standard input as JSON: `{"figures": {id: {date: value}}, "claims": [[journey]],
"seconds": n}`, a journey being `{on, metres, fare, minimum, age, card, free_choice}` with amounts
in øre. Writes `{"payable": [øre], "per_second": n}`, the best of many short rounds in CPU time.
OpenFisca is AGPL: it is installed only where this is measured, and nothing of the suite imports it.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core import entities, parameters, periods, taxbenefitsystems, variables
from openfisca_core.simulation_builder import SimulationBuilder

JOURNEY = entities.SingleEntity("journey", "journeys", "A journey one way", "")
METRES_PER_KM = 1_000
ROUNDS = 100
STATED = ("metres", "fare", "minimum", "age", "card", "free_choice")


def given(name: str) -> type:
    """Return a variable that a case states."""
    members = {"value_type": int, "entity": JOURNEY, "definition_period": periods.DateUnit.DAY}
    return type(name, (variables.Variable,), {**members, "label": name})


def worked_out(name: str, formula: Callable[..., np.ndarray]) -> type:
    """Return a variable that a rule works out."""
    members = {"value_type": int, "entity": JOURNEY, "definition_period": periods.DateUnit.DAY}
    return type(name, (variables.Variable,), {**members, "label": name, "formula": formula})


def transport(journey: Any, period: Any, figures: Any) -> np.ndarray:
    """Work out the rate up to 300 kilometres and the fare above."""
    metres = journey("metres", period)
    by_rate = (metres * figures(period).km_rate + METRES_PER_KM // 2) // METRES_PER_KM
    return np.where(metres > figures(period).long_distance, journey("fare", period), by_rate)


def entitled(journey: Any, period: Any, figures: Any) -> np.ndarray:
    """Test both thresholds."""
    far = journey("metres", period) > figures(period).least_distance
    return far & (journey("fare", period) > journey("minimum", period))


def charge_due(journey: Any, period: Any, figures: Any) -> np.ndarray:
    """Work out the charge: higher by free choice, none for a child, a card lifts the ordinary."""
    now = figures(period)
    ordinary = np.where(journey("card", period), 0, now.charge)
    due = np.where(journey("free_choice", period), now.higher_charge, ordinary)
    return np.where(journey("age", period) < now.charge_free_below_age, 0, due)


def payable(journey: Any, period: Any, _figures: Any) -> np.ndarray:
    """Work out what is paid out: transport less the charge, never below nothing."""
    less_charge = np.maximum(0, journey("transport", period) - journey("charge_due", period))
    return np.where(journey("entitled", period), less_charge, 0)


def system(figures: dict[str, dict[str, int]]) -> taxbenefitsystems.TaxBenefitSystem:
    """Build the rules with the dated figures."""
    built = taxbenefitsystems.TaxBenefitSystem([JOURNEY])
    for name in STATED:
        built.add_variable(given(name))
    for rule in (transport, entitled, charge_due, payable):
        built.add_variable(worked_out(rule.__name__, rule))
    values = {
        name: {"values": {day: {"value": value} for day, value in rows.items()}}
        for name, rows in figures.items()
    }
    built.parameters = parameters.ParameterNode("", data=values)
    return built


def assess(rules: taxbenefitsystems.TaxBenefitSystem, claim: list[dict[str, Any]]) -> int:
    """Assess one claim, as it comes: each journey with the figures of its own day."""
    stated = {
        f"j{number}": {name: {journey["on"]: journey[name]} for name in STATED}
        for number, journey in enumerate(claim)
    }
    simulation = SimulationBuilder().build_from_entities(rules, {"journeys": stated})
    return sum(
        int(simulation.calculate("payable", journey["on"])[number])
        for number, journey in enumerate(claim)
    )


def rate(
    rules: taxbenefitsystems.TaxBenefitSystem, claims: list[list[dict[str, Any]]], seconds: float
) -> float:
    """Return how many claims a second are assessed, taking them in turn."""
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for claim in claims:
            assess(rules, claim)
        done += len(claims)
    return done / spent


def main() -> None:
    """Measure and write the answer."""
    asked = json.load(sys.stdin)
    rules, claims = system(asked["figures"]), asked["claims"]
    amounts = [assess(rules, claim) for claim in claims]
    best = max(rate(rules, claims, asked["seconds"] / ROUNDS) for _ in range(ROUNDS))
    json.dump({"payable": amounts, "per_second": best}, sys.stdout)


if __name__ == "__main__":
    main()

"""The same claims in OpenFisca, in an environment that is made for it and thrown away.

OpenFisca is AGPL, so the suite neither locks nor imports it.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.domain.words import Choice

UV: Final = str(Path(sys.executable).with_name("uv"))
RULES: Final = str(Path(__file__).with_name("openfisca_rules.py"))
FIGURES: Final = (
    "km_rate",
    "charge",
    "higher_charge",
    "charge_free_below_age",
    "least_distance",
    "long_distance",
)


class NotInstalled(Exception):
    """OpenFisca cannot be installed here."""


class AmountsDiffer(Exception):
    """The two engines do not assess the same rules."""

    def __init__(self, theirs: Sequence[int], ours: Sequence[int]) -> None:
        super().__init__(f"OpenFisca {list(theirs)}, ours {list(ours)}")


def claims_a_second(book: Rulebook, claims: Sequence[Facts], seconds: float) -> float:
    """Return how many claims a second OpenFisca assesses, having compared every amount.

    Raises:
        NotInstalled: there is no package index, or it is not there.
        AmountsDiffer: the two do not agree on what is payable.
    """
    asked = {
        "figures": {
            name: {
                str(row.valid_from): row.value for row in book.series[name].rows if row.confirmed
            }
            for name in FIGURES
        },
        "claims": [_stated(facts) for facts in claims],
        "seconds": seconds,
    }
    with tempfile.TemporaryDirectory() as folder:
        answer = _asked(_environment(folder), asked)
    ours = [assess(facts, book.timeline, book.interpretations).payable for facts in claims]
    if answer["payable"] != ours:
        raise AmountsDiffer(answer["payable"], ours)
    return float(answer["per_second"])


def _environment(folder: str) -> str:
    """Install OpenFisca in `folder` and return its interpreter."""
    python = f"{folder}/bin/python"
    commands = (
        [UV, "venv", "--quiet", "--python", sys.executable, folder],
        [UV, "pip", "install", "--quiet", "--python", python, "openfisca-core"],
    )
    for command in commands:
        if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
            raise NotInstalled
    return python


def _asked(interpreter: str, asked: Any) -> Any:
    done = subprocess.run(  # noqa: S603 - our own program
        [interpreter, RULES], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def _stated(facts: Facts) -> list[dict[str, Any]]:
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

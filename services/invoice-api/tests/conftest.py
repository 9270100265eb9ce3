"""The rule engine, started once: its workers take seconds to compile the official rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine

EXAMPLES = Path(__file__).parents[3] / "examples" / "ehf"


class LastingRules(RuleEngine):
    """An engine that stays when a service that was handed it closes."""

    def close(self) -> None:
        """Do nothing: others in this run will ask."""


@pytest.fixture(scope="session")
def rules() -> Iterator[RuleEngine]:
    engine = LastingRules(limits=EngineLimits(workers=1))
    yield engine
    RuleEngine.close(engine)


@pytest.fixture(scope="session")
def expert_fee() -> bytes:
    return (EXAMPLES / "expert-fee.xml").read_bytes()

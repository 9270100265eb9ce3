"""The rule engine, started once: its workers take seconds to compile the official rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine

EXAMPLES = Path(__file__).parents[3] / "examples" / "ehf"


@pytest.fixture(scope="session")
def rules() -> Iterator[RuleEngine]:
    with RuleEngine(limits=EngineLimits(workers=1)) as engine:
        yield engine


@pytest.fixture(scope="session")
def expert_fee() -> bytes:
    return (EXAMPLES / "expert-fee.xml").read_bytes()

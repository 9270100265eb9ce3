from datetime import date
from itertools import product
from uuid import UUID

import pytest

from travel_api.domain.claims import (
    LIFE_CYCLE,
    Channel,
    Claim,
    ClaimStatus,
    Step,
    StepNotAllowed,
    allows,
    take_step,
)


def a_claim(status: ClaimStatus) -> Claim:
    return Claim(
        claim_id=UUID(int=1),
        number="PR-2026-000001",
        status=status,
        channel=Channel.ELECTRONIC,
        received_on=date(2026, 3, 10),
        version=1,
    )


@pytest.mark.parametrize(("status", "step"), list(product(ClaimStatus, Step)))
def test_a_step_is_taken_when_it_stands_in_the_table_and_refused_otherwise(status, step):
    if (status, step) in LIFE_CYCLE:
        assert take_step(a_claim(status), step).status is LIFE_CYCLE[status, step]
    else:
        with pytest.raises(StepNotAllowed, match=f"Cannot {step} a claim that is {status}"):
            take_step(a_claim(status), step)


def test_nothing_more_happens_to_a_withdrawn_or_forwarded_claim():
    ended = {ClaimStatus.WITHDRAWN, ClaimStatus.FORWARDED}
    assert not [pair for pair in LIFE_CYCLE if pair[0] in ended]


def test_a_decided_claim_can_only_be_complained_about():
    assert [step for step in Step if allows(ClaimStatus.DECIDED, step)] == [Step.COMPLAIN]


def test_every_status_can_be_reached_from_received():
    reached = {ClaimStatus.RECEIVED}
    for _ in ClaimStatus:
        reached |= {after for (before, _), after in LIFE_CYCLE.items() if before in reached}
    assert reached == set(ClaimStatus)

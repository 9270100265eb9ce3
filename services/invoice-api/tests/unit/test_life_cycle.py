"""The whole machine: every pair of status and step."""

from itertools import product

import pytest

from invoice_api.domain.life_cycle import LIFE_CYCLE, Status, Step, StepNotAllowed, after

PAIRS = list(product(Status, Step))
FINAL = {Status.REJECTED, Status.CREDITED}


@pytest.mark.parametrize(("status", "step"), PAIRS)
def test_a_pair_leads_where_the_table_says_or_is_refused(status, step):
    if (status, step) in LIFE_CYCLE:
        assert after(status, step) == LIFE_CYCLE[status, step]
    else:
        with pytest.raises(StepNotAllowed, match=f"{step} is not possible"):
            after(status, step)


@pytest.mark.parametrize("status", FINAL)
def test_nothing_follows_a_final_status(status):
    assert not [pair for pair in LIFE_CYCLE if pair[0] is status]


def test_money_is_paid_only_after_approval_and_approval_only_after_a_match():
    assert [pair for pair in LIFE_CYCLE if pair[1] is Step.PAY] == [(Status.APPROVED, Step.PAY)]
    assert [p for p in LIFE_CYCLE if p[1] is Step.APPROVE] == [(Status.MATCHED, Step.APPROVE)]


def test_every_status_can_be_reached():
    assert {Status.RECEIVED, *LIFE_CYCLE.values()} == set(Status)

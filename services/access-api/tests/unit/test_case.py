"""The state machine, every pair of it."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest

from access_api.domain.case import (
    LIFE_CYCLE,
    OPEN,
    UNDECIDED,
    Case,
    Channel,
    Ground,
    Kind,
    RegisterCheck,
    Status,
    Step,
    accept,
    take_step,
)
from access_api.domain.refusals import CannotAccept, RegisterCheckPending, StepNotAllowed
from access_api.domain.register import CONSEQUENCES, Consequence, Finding

ENDS = {
    Status.INCOMPLETE,
    Status.EFFECTED,
    Status.REOPENED,
    Status.LAPSED,
    Status.REJECTED,
    Status.WITHDRAWN,
    Status.CLOSED,
}


def a_case(**changes) -> Case:
    facts = {
        "case_id": UUID(int=1),
        "case_number": "0000005724",
        "kind": Kind.REOPEN,
        "channel": Channel.PAPER,
        "person_id": UUID(int=2),
        "status": Status.UNDER_REVIEW,
        "received_on": date(2026, 3, 1),
        "received_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "decide_before": date(2026, 3, 31),
        "language": "nb",
        "registered_by": "staff:t:o",
        "identification_upload_id": None,
        "register_check": RegisterCheck.DONE,
        "findings": frozenset(),
        "address_confirmed": False,
        "missing": (),
        "ground": None,
        "version": 1,
    }
    return Case(**(facts | changes))


@pytest.mark.parametrize(("kind", "status", "step"), [*product(Kind, Status, Step)])
def test_every_pair_moves_as_the_table_says_or_is_refused(kind, status, step):
    case = a_case(kind=kind, status=status)
    after = LIFE_CYCLE.get((kind, status, step))

    if after is None:
        with pytest.raises(StepNotAllowed):
            take_step(case, step)
    else:
        assert take_step(case, step).status is after


def test_the_ends_are_ends_and_everything_else_is_open():
    left = {status for _, status, _ in LIFE_CYCLE}
    assert left.isdisjoint(ENDS)
    assert left | ENDS == set(Status)
    assert left - {Status.RECEIVED} == OPEN
    assert UNDECIDED - {Status.RECEIVED} < OPEN


@pytest.mark.parametrize("kind", Kind)
def test_every_status_can_be_reached_and_can_end(kind):
    moves = {(now, after) for (k, now, _), after in LIFE_CYCLE.items() if k is kind}
    reached = {Status.RECEIVED}
    while new := {after for now, after in moves if now in reached} - reached:
        reached |= new
    assert {now for now, _ in moves} <= reached
    for status in reached - ENDS:
        assert any(now is status and after in ENDS for now, after in moves)


def test_an_unclear_form_can_only_be_incomplete():
    steps = [step for kind, _, step in LIFE_CYCLE if kind is Kind.UNCLEAR]
    assert steps == [Step.FIND_INCOMPLETE]


def test_only_a_call_reopens_and_only_when_the_case_awaits_it():
    assert [key for key, after in LIFE_CYCLE.items() if after is Status.REOPENED] == [
        (Kind.REOPEN, Status.AWAITING_CALL, Step.REOPEN)
    ]


def test_a_step_keeps_the_ground_it_is_given():
    rejected = take_step(a_case(), Step.REJECT, Ground.TOO_YOUNG)
    assert (rejected.status, rejected.ground) == (Status.REJECTED, Ground.TOO_YOUNG)


def test_36_a_block_is_accepted_while_the_register_is_silent():
    case = a_case(kind=Kind.BLOCK, register_check=RegisterCheck.PENDING)
    assert accept(case).status is Status.EFFECTED


def test_36_a_reopening_waits_for_the_register():
    with pytest.raises(RegisterCheckPending):
        accept(a_case(register_check=RegisterCheck.PENDING))


@pytest.mark.parametrize("finding", Finding)
def test_acceptance_follows_the_consequence_of_each_finding(finding):
    case = a_case(findings=frozenset({finding}))
    match CONSEQUENCES[finding]:
        case Consequence.RULES_OUT | Consequence.CLOSES:
            with pytest.raises(CannotAccept):
                accept(case)
        case Consequence.BARS_LETTER | Consequence.HOLDS_LETTER:
            assert accept(case).status is Status.ADDRESS_CHECK
        case Consequence.INFORMS:
            assert accept(case).status is Status.AWAITING_CALL


def test_a_block_needs_no_address():
    case = a_case(kind=Kind.BLOCK, findings=frozenset({Finding.NO_ADDRESS}))
    assert accept(case).status is Status.EFFECTED


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.UNDER_REVIEW}))
def test_only_a_case_under_review_is_accepted(status):
    with pytest.raises(StepNotAllowed):
        accept(a_case(status=status))

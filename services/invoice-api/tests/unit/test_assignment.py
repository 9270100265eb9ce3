"""Assignments: what may be approved, and what an approval attests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Ore
from invoice_api.adapters.catalogue import fee_rates
from invoice_api.domain.approval import (
    ApprovalNotPossible,
    RateNotConfirmed,
    attest,
    check_approval,
    unpayable,
)
from invoice_api.domain.assignment import (
    ASSIGNMENT_CYCLE,
    Approval,
    ApprovedEntry,
    ApprovedOutlay,
    AssignmentStatus,
    AssignmentStep,
    AssignmentStepNotAllowed,
    DeliveredBy,
    Entry,
    EntryKind,
    Outlay,
    Submission,
    after,
)
from invoice_api.domain.house.receipts import Receipt, ReceiptFact, missing_facts

FILE = UUID(int=1)
DAY = date(2024, 11, 28)
RECEIPT = Receipt(
    supplier="Bergen Taxi",
    what="Drosje",
    buyer="Kari",
    bought_on=DAY,
    until=None,
    lasts=False,
    vat_rate=Decimal(12),
    paid=True,
)
TAXI = Outlay(what="Drosje", amount=Ore(40_000), receipt=RECEIPT, receipt_upload_id=FILE)
WORK = Entry(kind=EntryKind.WORK, day=DAY, minutes=90)
ABSENCE = Entry(
    kind=EntryKind.ABSENCE, day=DAY, minutes=60, deduction=Ore(50_000), proof_upload_id=FILE
)


def a_submission(*, entries=(WORK,), outlays=(), delivered_on=date(2024, 11, 29)):
    return Submission(
        case_number="N2021/01234",
        expert_name="Kari",
        delivered_by=DeliveredBy.POST,
        delivered_on=delivered_on,
        deliverable="x",
        deliverable_upload_id=None,
        entries=entries,
        outlays=outlays,
    )


def all_of(submission):
    return Approval(
        entries=tuple(
            ApprovedEntry(entry.minutes, entry.deduction or Ore(0), None)
            for entry in submission.entries
        ),
        outlays=tuple(ApprovedOutlay(outlay.amount, None) for outlay in submission.outlays),
    )


def attested(submission, stated_rate=None):
    return attest(
        submission,
        all_of(submission),
        number="A-1",
        rates=fee_rates(),
        stated_rate=stated_rate,
    )


@pytest.mark.parametrize(("status", "step"), list(product(AssignmentStatus, AssignmentStep)))
def test_a_pair_leads_where_the_table_says_or_is_refused(status, step):
    if (status, step) in ASSIGNMENT_CYCLE:
        assert after(status, step) == ASSIGNMENT_CYCLE[status, step]
    else:
        with pytest.raises(AssignmentStepNotAllowed):
            after(status, step)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"supplier": " "}, (ReceiptFact.SUPPLIER,)),
        ({"what": None}, (ReceiptFact.WHAT,)),
        ({"buyer": None}, (ReceiptFact.BUYER,)),
        ({"bought_on": None}, (ReceiptFact.DATE,)),
        ({"lasts": True}, (ReceiptFact.DATE,)),
        ({"lasts": True, "until": DAY}, ()),
        ({"vat_rate": None}, (ReceiptFact.VAT_RATE,)),
        ({"vat_rate": Decimal(0)}, ()),
        ({"paid": False}, (ReceiptFact.PAID,)),
        ({"paid": False, "what": None}, (ReceiptFact.WHAT, ReceiptFact.PAID)),
    ],
)
def test_a_receipt_shows_all_six_or_those_missing_are_named(changes, missing):
    assert missing_facts(replace(RECEIPT, **changes)) == missing


@pytest.mark.parametrize(
    ("outlay", "word"),
    [
        (replace(TAXI, what="Tips"), "HK-OUT-04"),
        (replace(TAXI, receipt_upload_id=None), "HK-OUT-01"),
        (replace(TAXI, receipt=replace(RECEIPT, paid=False)), "HK-OUT-02"),
    ],
)
def test_an_outlay_that_cannot_be_paid_says_why_and_is_not_approved(outlay, word):
    assert [reason for reason in unpayable(outlay) if word in reason]
    submission = a_submission(outlays=(outlay,))
    with pytest.raises(ApprovalNotPossible, match=word):
        check_approval(submission, all_of(submission))
    refused = Approval(all_of(submission).entries, (ApprovedOutlay(Ore(0), "Dekkes ikke"),))
    check_approval(submission, refused)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (ApprovedEntry(91, Ore(0), None), "approves more"),
        (ApprovedEntry(89, Ore(0), None), "without a reason"),
        (ApprovedEntry(90, Ore(1), None), "approves more"),
    ],
)
def test_more_than_was_asked_and_a_silent_cut_are_refused(entry, fault):
    with pytest.raises(ApprovalNotPossible, match=fault):
        check_approval(a_submission(), Approval((entry,), ()))


def test_every_line_is_answered():
    with pytest.raises(ApprovalNotPossible, match="every entry"):
        check_approval(a_submission(), Approval((), ()))


def test_absence_is_paid_only_with_proof():
    submission = a_submission(entries=(ABSENCE,))
    check_approval(submission, all_of(submission))
    unproved = a_submission(entries=(replace(ABSENCE, proof_upload_id=None),))
    with pytest.raises(ApprovalNotPossible, match="HK-ABSENCE-01"):
        check_approval(unproved, all_of(unproved))


def test_each_journey_is_paid_by_the_half_hour_begun():
    journeys = tuple(Entry(kind=EntryKind.TRAVEL, day=DAY, minutes=m) for m in (61, 1))
    assert attested(a_submission(entries=journeys)).travel_hours == 2


def test_the_sum_is_that_of_its_lines():
    found = attested(a_submission(entries=(WORK, ABSENCE), outlays=(TAXI,)))
    assert found.hourly_kroner == 1265
    assert found.hours == Decimal("1.50")
    assert found.total_kroner == Decimal("1897.50") + 500 + 400


@pytest.mark.parametrize("day", [date(2015, 5, 1), date(2027, 1, 1)])
def test_without_a_confirmed_rate_a_person_must_state_one(day):
    submission = a_submission(delivered_on=day)
    with pytest.raises(RateNotConfirmed):
        attested(submission)
    assert attested(submission, Decimal(970)).hourly_kroner == 970


def test_a_stated_rate_never_replaces_a_confirmed_one():
    assert attested(a_submission(), Decimal(9999)).hourly_kroner == 1265


@given(st.lists(st.integers(0, 1440), min_size=1, max_size=30))
def test_what_is_attested_is_never_below_zero_and_grows_with_time(minutes):
    entries = tuple(Entry(kind=EntryKind.WORK, day=DAY, minutes=m) for m in minutes)
    found = attested(a_submission(entries=entries))
    more = attested(a_submission(entries=(*entries, WORK)))
    assert 0 <= found.total_kroner < more.total_kroner

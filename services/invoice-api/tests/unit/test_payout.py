"""What is paid, when, and who may say so."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.vocabulary import Ore
from invoice_api.domain.invoice import Decision
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.payout import FourEyes, NotPayable, payout, require_another
from invoice_api.domain.triage import Ground
from invoice_api.testing.documents import a_document, a_line, an_outlay

ACCOUNT = "86011117947"


def paid(document=None, *, account=ACCOUNT, credited=0):
    return payout(document or a_document(), account=account, credited=Ore(credited))


def a_decision(by, step=Step.MATCH):
    return Decision(
        no=1,
        step=step,
        status=Status.MATCHED,
        ground=Ground.DECIDED_BY_PERSON,
        rules=(),
        reason=None,
        decided_by=by,
        decided_at=datetime(2024, 9, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("due", "ordered"),
    [
        (None, date(2024, 10, 1)),
        (date(2024, 9, 10), date(2024, 10, 1)),
        (date(2024, 10, 1), date(2024, 10, 1)),
        (date(2024, 10, 2), date(2024, 10, 2)),
    ],
)
def test_nothing_is_paid_before_30_days(due, ordered):
    assert paid(a_document(due_date=due)).due_on == ordered


def test_what_is_never_paid_is_cut_with_its_vat():
    tips = an_outlay(name="Tips", vat_rate=Decimal(25))
    document = a_document(lines=(a_line(), tips))
    total = Decimal("3795.00") + Decimal("500.00")
    document = replace(document, totals=replace(document.totals, payable=total))
    assert paid(document).amount == 379_500


def test_credit_notes_are_taken_off():
    assert paid(credited=379_499).amount == 1
    with pytest.raises(NotPayable, match="nothing is left"):
        paid(credited=379_500)


@pytest.mark.parametrize(
    ("document", "account"), [(a_document(), None), (a_document(currency="EUR"), ACCOUNT)]
)
def test_without_an_account_or_in_other_money_nothing_is_paid(document, account):
    with pytest.raises(NotPayable):
        paid(document, account=account)


@pytest.mark.parametrize(
    ("decisions", "attesters"),
    [([a_decision("me")], []), ([a_decision("me", Step.QUERY)], []), ([], ["me"])],
)
def test_hk_four_01_who_took_part_may_not_approve_and_another_may(decisions, attesters):
    with pytest.raises(FourEyes):
        require_another("me", decisions, attesters)
    require_another("somebody else", decisions, attesters)

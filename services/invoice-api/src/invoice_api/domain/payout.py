"""What is paid for an invoice, when, and who may say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.vocabulary import Ore
from invoice_api.domain.document import Document
from invoice_api.domain.house.heading import TERM_OF_PAYMENT
from invoice_api.domain.house.lines import Purpose, with_purpose
from invoice_api.domain.invoice import Decision, in_ore
from invoice_api.domain.life_cycle import Step


class FourEyes(Exception):
    """Who attested, or accepted the invoice, may not approve its payment."""

    def __init__(self) -> None:
        super().__init__("Another person than who attested or accepted must approve the payment.")


class NotPayable(Exception):
    """The invoice cannot be paid as it stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The invoice cannot be paid: {reason}.")


@dataclass(frozen=True, slots=True)
class Payout:
    """One payment to order: how much, to whom, when."""

    amount: Ore
    account: str
    kid: str | None
    payee: str
    message: str
    due_on: date


def require_another(by: str, decisions: Iterable[Decision], attesters: Iterable[str]) -> None:
    """Let only somebody approve who neither attested nor took part in the decisions (HK-FOUR-01).

    Raises:
        FourEyes: `by` did one of these.
    """
    accepted = {row.decided_by for row in decisions if row.step is not Step.APPROVE}
    if by in accepted or by in set(attesters):
        raise FourEyes


def payout(document: Document, *, account: str | None, credited: Ore) -> Payout:
    """Return what to pay for an invoice.

    Lines that are never paid are cut to 0 (HK-OUT-04), and credit notes are taken off. A due date
    earlier than 30 days after the invoice date is moved to that day (HK-DUE-02).

    Args:
        document: the invoice.
        account: digits of the account to pay to.
        credited: what credit notes have taken of it.

    Raises:
        NotPayable: there is no account, nothing is left to pay, or it is not in kroner.
    """
    if document.currency != "NOK":
        raise NotPayable("it is not in Norwegian kroner")
    if account is None:
        raise NotPayable("it states no account")
    amount = in_ore(document.totals.payable - _cut(document)) - credited
    if amount <= 0:
        raise NotPayable("nothing is left to pay")
    earliest = document.issue_date + TERM_OF_PAYMENT
    kids = [means.kid for means in document.payment_means if means.kid]
    return Payout(
        amount=Ore(amount),
        account=account,
        kid="".join(kids[0].split()) if kids else None,
        payee=document.seller.name or "",
        message=f"Faktura {document.number}",
        due_on=max(document.due_date or earliest, earliest),
    )


def _cut(document: Document) -> Decimal:
    """Return what lines that are never paid amount to, with their VAT."""
    lines = with_purpose(document, Purpose.NEVER_PAID)
    return sum(
        (line.amount * (1 + (line.vat_rate or Decimal(0)) / 100) for line in lines), Decimal(0)
    )

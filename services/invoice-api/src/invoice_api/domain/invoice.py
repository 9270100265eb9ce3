"""An invoice or credit note as this service leads it, and what was decided about it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.vocabulary import Ore
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Document, Kind
from invoice_api.domain.house import bank, cases
from invoice_api.domain.house.lines import Purpose, purpose
from invoice_api.domain.house.tax import Reportable
from invoice_api.domain.life_cycle import Status, Step, after
from invoice_api.domain.report import Finding, LayerResult, Verdict
from invoice_api.domain.triage import Ground

NORWAY = ZoneInfo("Europe/Oslo")
"""Where days begin and end."""

_FEES = frozenset({Purpose.WORK, Purpose.TRAVEL_TIME, Purpose.RECORD_COPY})


class Channel(StrEnum):
    """How it came."""

    EHF = "ehf"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the document says that is kept beside its bytes, once it could be read."""

    issue_date: date
    due_date: date | None
    payable: Ore
    fee: Ore
    currency: str | None
    buyer_reference: str | None
    credits_number: str | None
    account: str | None
    kid: str | None
    case_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice or credit note.

    Attributes:
        invoice_id: its id here.
        channel: how it came.
        kind: invoice or credit note.
        seller: the seller's organisation number; `None` when no valid one is given.
        number: the seller's invoice number.
        holds_number: whether another document with the number is a duplicate.
        same_number_as: the invoice that held the number when this one came.
        status: where it stands.
        claimant: expert or supplier, once known.
        content: what it says, once read.
        reportable: whether its fee is reported as personal income.
        attempts: how often the rule engine has tried.
        submitted_by: who sent it.
        version: raised at each change.
        received_at: when it came.
    """

    invoice_id: UUID
    channel: Channel
    kind: Kind
    seller: str | None
    number: str | None
    holds_number: bool
    same_number_as: UUID | None
    status: Status
    claimant: Claimant | None
    content: Content | None
    reportable: Reportable | None
    attempts: int
    submitted_by: str
    version: int
    received_at: datetime

    @property
    def received_on(self) -> date:
        """The day it came, in Norway."""
        return self.received_at.astimezone(NORWAY).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One step that was taken, and why."""

    no: int
    step: Step
    status: Status
    ground: Ground
    rules: tuple[str, ...]
    reason: str | None
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as it is kept: without the document, whose bytes are kept beside it."""

    verdict: Verdict
    layers: tuple[LayerResult, ...]
    findings: tuple[Finding, ...]


def take_step(invoice: Invoice, step: Step) -> Invoice:
    """Return the invoice after `step`. A rejected one gives its number free.

    Raises:
        StepNotAllowed: its status does not allow the step.
    """
    status = after(invoice.status, step)
    holds = invoice.holds_number and status is not Status.REJECTED
    return replace(invoice, status=status, holds_number=holds)


def content_of(document: Document) -> Content:
    """Return what is kept of a document beside its bytes."""
    accounts = bank.accounts(document)
    fee = sum((line.amount for line in document.lines if purpose(line) in _FEES), Decimal(0))
    kids = [means.kid for means in document.payment_means if means.kid]
    credited = [reference.number for reference in document.billing_references]
    return Content(
        issue_date=document.issue_date,
        due_date=document.due_date,
        payable=in_ore(document.totals.payable),
        fee=in_ore(fee),
        currency=document.currency,
        buyer_reference=document.buyer_reference,
        credits_number=credited[0] if document.kind is Kind.CREDIT_NOTE and credited else None,
        account=accounts[0] if accounts else None,
        kid=kids[0] if kids else None,
        case_numbers=cases.of_document(document),
    )


def in_ore(amount: Decimal) -> Ore:
    """Return an amount of kroner in øre, halves rounded away from zero.

    >>> in_ore(Decimal("3795.005"))
    379501
    """
    return Ore(int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def in_kroner(amount: int) -> Decimal:
    """Return øre as kroner.

    >>> in_kroner(379500)
    Decimal('3795.00')
    """
    return Decimal(amount).scaleb(-2)

"""The invoice that an attestation leads to, for the expert to send."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from invoice_api.domain.approval import worth
from invoice_api.domain.assignment import Approval, Submission
from invoice_api.domain.document import (
    Address,
    Document,
    Identifier,
    Kind,
    Line,
    Party,
    PaymentMeans,
    Totals,
)
from invoice_api.domain.house.circumstances import Attested
from invoice_api.domain.house.heading import TERM_OF_PAYMENT
from invoice_api.domain.house.receiver import RECEIVER
from invoice_api.domain.house.references import EXPERT_REFERENCE
from invoice_api.domain.house.tax import MARK

_AGENCY = "Nasjonalt klageorgan for helsetjenesten"
_PLACE = Address(street="Krinkelkroken 1", city="Bergen", postal_code="5014", country="NO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends the invoice, and how it wants to be paid.

    Attributes:
        organisation_number: the expert's enterprise.
        name: its registered name.
        address: its postal address.
        account: Norwegian account number.
        kid: payment reference, if it uses one.
        reportable: whether the fee is reported; `False` puts the mark on the invoice.
        order_reference: the case handler's, which each line then carries.
    """

    organisation_number: str
    name: str
    address: Address
    account: str
    kid: str | None
    reportable: bool
    order_reference: str | None


def draft(
    attested: Attested,
    submission: Submission,
    approval: Approval,
    sender: Sender,
    *,
    number: str,
    issue_date: date,
) -> Document:
    """Return an invoice over everything that was attested; it keeps every rule of the house.

    Args:
        attested: what was attested.
        submission: what the expert sent, which names the outlays.
        approval: what was approved of it.
        sender: who sends the invoice.
        number: the sender's number for it.
        issue_date: its date.
    """
    lines = tuple(
        replace(line, line_id=str(no), accounting_cost=sender.order_reference)
        for no, line in enumerate(_claims(attested, submission, approval), 1)
    )
    total = sum((line.amount for line in lines), Decimal(0))
    return Document(
        kind=Kind.INVOICE,
        number=number,
        issue_date=issue_date,
        type_code="380",
        currency="NOK",
        due_date=issue_date + TERM_OF_PAYMENT,
        delivery_date=attested.finished_on,
        delivery_address=_PLACE,
        buyer_reference=EXPERT_REFERENCE,
        notes=() if sender.reportable else (MARK,),
        seller=_party(
            sender.organisation_number, sender.name, sender.address, attested.expert_name
        ),
        buyer=_party(RECEIVER, _AGENCY, _PLACE, None),
        payment_means=(PaymentMeans(code="30", account=sender.account, kid=sender.kid),),
        lines=lines,
        totals=Totals(lines=total, without_vat=total, with_vat=total, payable=total),
    )


def _claims(attested: Attested, submission: Submission, approval: Approval) -> Iterator[Line]:
    of_case = f"sak: {attested.case_number}"
    hourly = attested.hourly_kroner
    if attested.hours:
        yield _line(f"Sakkyndig arbeid {of_case}", attested.hours, "HUR", hourly)
    if attested.travel_hours:
        yield _line(f"Reisetid {of_case}", attested.travel_hours, "HUR", hourly)
    if attested.absence_kroner:
        yield _line(f"Reisefravær {of_case}", Decimal(1), "C62", attested.absence_kroner)
    for outlay, answer in zip(submission.outlays, approval.outlays, strict=True):
        if answer.amount:
            price = Decimal(answer.amount).scaleb(-2)
            yield _line(f"Utlegg: {outlay.what} {of_case}", Decimal(1), "C62", price)


def _party(number: str, name: str, address: Address, contact: str | None) -> Party:
    identifier = Identifier("0192", number)
    return Party(
        name=name, endpoint=identifier, legal_id=identifier, contact_name=contact, address=address
    )


def _line(name: str, quantity: Decimal, unit: str, price: Decimal) -> Line:
    return Line(
        line_id="",
        name=name,
        quantity=quantity,
        unit=unit,
        unit_price=price,
        amount=worth(quantity, price),
        vat_category="O",
    )

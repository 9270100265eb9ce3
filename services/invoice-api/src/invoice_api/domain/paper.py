"""A paper invoice as a clerk read it, turned into the document that the rules know."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoice_api.domain.document import (
    Address,
    Attachment,
    BillingReference,
    Document,
    Identifier,
    Kind,
    Line,
    Party,
    PaymentMeans,
    Totals,
)
from invoice_api.domain.house.receiver import RECEIVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What stands on the paper. What does not stand there is `None`.

    Attributes:
        kind: invoice or credit note.
        seller: organisation number.
        seller_name: name of the business.
        seller_address: its address.
        contact_name: «Vår referanse».
        number: the invoice number.
        issue_date: its date.
        due_date: «Forfall».
        delivered_on: day of delivery.
        buyer_reference: «Deres referanse».
        credits_number: the invoice that a credit note credits.
        account: account to pay to.
        kid: payment reference.
        notes: other text.
        lines: the lines.
        payable: amount to pay.
        has_form: whether the attestation form lay with it.
        pages: bytes of the scan.
    """

    kind: Kind
    seller: str
    seller_name: str
    seller_address: str | None
    contact_name: str | None
    number: str
    issue_date: date
    due_date: date | None
    delivered_on: date | None
    buyer_reference: str | None
    credits_number: str | None
    account: str | None
    kid: str | None
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    payable: Decimal
    has_form: bool
    pages: int


def document_of(transcript: Transcript) -> Document:
    """Return the document; it was addressed to the agency, or the clerk would not have it."""
    address = transcript.seller_address
    credited = transcript.credits_number
    without_vat = sum((line.amount for line in transcript.lines), Decimal(0))
    return Document(
        kind=transcript.kind,
        number=transcript.number,
        issue_date=transcript.issue_date,
        currency="NOK",
        due_date=transcript.due_date,
        delivery_date=transcript.delivered_on,
        delivery_address=Address(street="Krinkelkroken 1", city="Bergen"),
        buyer_reference=transcript.buyer_reference,
        notes=transcript.notes,
        seller=Party(
            name=transcript.seller_name,
            legal_id=Identifier("0192", transcript.seller),
            contact_name=transcript.contact_name,
            address=Address(street=address) if address else None,
        ),
        buyer=Party(endpoint=Identifier("0192", RECEIVER)),
        payment_means=(PaymentMeans(account=transcript.account, kid=transcript.kid),),
        lines=transcript.lines,
        totals=Totals(
            lines=without_vat,
            without_vat=without_vat,
            with_vat=transcript.payable,
            payable=transcript.payable,
        ),
        attachments=_attachments(transcript),
        billing_references=(BillingReference(number=credited),) if credited else (),
    )


def _attachments(transcript: Transcript) -> tuple[Attachment, ...]:
    if not transcript.has_form:
        return ()
    form = Attachment(attachment_id="Attesteringsskjema på papir", size=transcript.pages)
    return (form,)

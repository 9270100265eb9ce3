"""A paper invoice as a clerk sends it in."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from invoice_api.domain.document import Kind, Line
from invoice_api.domain.invoice import in_kroner
from invoice_api.domain.paper import Transcript
from invoice_api.wire.words import LongText, ShortText
from service_kit.wire import Date, Money, OrganisationNumber, Request

Quantity = Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$", examples=["3", "1.5"])]
"""How many hours or pieces."""


class PaperLineIn(Request):
    """One line of the paper."""

    name: ShortText
    quantity: Quantity
    in_hours: Annotated[bool, Field(description="The quantity is hours")] = True
    unit_price: Money
    amount: Money


class PaperInvoiceIn(Request):
    """What stands on a paper invoice. What does not stand there is left out."""

    scan_upload_id: UUID
    kind: Kind = Kind.INVOICE
    seller: OrganisationNumber
    seller_name: ShortText
    seller_address: ShortText | None = None
    contact_name: Annotated[ShortText | None, Field(description="«Vår referanse»")] = None
    number: ShortText
    issue_date: Date
    due_date: Date | None = None
    delivered_on: Date | None = None
    buyer_reference: Annotated[ShortText | None, Field(description="«Deres referanse»")] = None
    credits_number: Annotated[
        ShortText | None, Field(description="The invoice that a credit note credits")
    ] = None
    account: ShortText | None = None
    kid: ShortText | None = None
    notes: Annotated[tuple[LongText, ...], Field(max_length=20)] = ()
    lines: Annotated[list[PaperLineIn], Field(min_length=1, max_length=200)]
    payable: Money
    attestation_form_enclosed: bool = False

    def transcript(self) -> Transcript:
        """Return what the domain knows of it."""
        return Transcript(
            kind=self.kind,
            seller=self.seller,
            seller_name=self.seller_name,
            seller_address=self.seller_address,
            contact_name=self.contact_name,
            number=self.number.strip(),
            issue_date=self.issue_date,
            due_date=self.due_date,
            delivered_on=self.delivered_on,
            buyer_reference=self.buyer_reference,
            credits_number=self.credits_number,
            account=self.account,
            kid=self.kid,
            notes=self.notes,
            lines=tuple(_line(no, line) for no, line in enumerate(self.lines, 1)),
            payable=in_kroner(self.payable),
            has_form=self.attestation_form_enclosed,
            pages=0,
        )


def _line(no: int, line: PaperLineIn) -> Line:
    return Line(
        line_id=str(no),
        name=line.name,
        quantity=Decimal(line.quantity),
        unit="HUR" if line.in_hours else "C62",
        unit_price=in_kroner(line.unit_price),
        amount=in_kroner(line.amount),
    )

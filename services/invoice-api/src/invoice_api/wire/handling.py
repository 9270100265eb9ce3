"""What people and the payment system say of invoices."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from invoice_api.storage.payments import Payment
from invoice_api.use_cases.handle import Verdict
from invoice_api.wire.words import LongText, ShortText
from service_kit.wire import Date, Money, MoneyOut, Request, Response


class ReviewIn(Request):
    """What a person decides about an invoice, and why."""

    decision: Verdict
    reason: LongText


class PaymentIn(Request):
    """A payment that was carried out."""

    reference: Annotated[
        ShortText, Field(description="The payment system's own reference; counts once")
    ]
    amount: Money
    paid_on: Date


class PaymentOut(Response):
    """A payment that was carried out."""

    payment_id: UUID
    reference: str
    amount: MoneyOut
    paid_on: date

    @classmethod
    def of(cls, payment: Payment) -> "PaymentOut":
        """Return `payment` as it goes on the wire."""
        return cls(
            payment_id=payment.payment_id,
            reference=payment.reference,
            amount=payment.amount,
            paid_on=payment.paid_on,
        )


class PaymentsOut(Response):
    """The payments of an invoice, oldest first."""

    items: list[PaymentOut]

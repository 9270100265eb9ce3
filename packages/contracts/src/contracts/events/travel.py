"""Events that travel-api publishes."""

from typing import Final

from pydantic import BaseModel, ConfigDict

PAYMENT_DUE: Final = "travel.payment_due.v1"


class PaymentPart(BaseModel):
    """What one decision adds to a payment."""

    model_config = ConfigDict(frozen=True)

    decision: str
    amount: str


class PaymentDue(BaseModel):
    """Body of `travel.payment_due.v1`, for the payment system.

    Attributes:
        remittance_id: the payment, which is made once however often this comes.
        payee: national identity number of the one who is paid.
        amount: kroner in all, as `3795.00`.
        parts: the decisions it pays; several when small amounts were held.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    remittance_id: str
    payee: str
    amount: str
    parts: tuple[PaymentPart, ...]

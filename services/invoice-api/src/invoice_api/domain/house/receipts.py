"""What a receipt must show (HK-OUT-02)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ReceiptFact(StrEnum):
    """One of the six things a receipt shows."""

    SUPPLIER = "supplier"
    WHAT = "what"
    BUYER = "buyer"
    DATE = "date"
    VAT_RATE = "vat_rate"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one receipt shows, as the expert states it.

    Attributes:
        supplier: who sold.
        what: what was bought.
        buyer: who bought it.
        bought_on: day of the purchase, or first day of a stay or journey.
        until: last day of a hotel stay or flight.
        lasts: whether it is for a hotel or a flight, which needs both days.
        vat_rate: VAT rate in per cent.
        paid: whether it confirms that it was paid.
    """

    supplier: str | None
    what: str | None
    buyer: str | None
    bought_on: date | None
    until: date | None
    lasts: bool
    vat_rate: Decimal | None
    paid: bool


def missing_facts(receipt: Receipt) -> tuple[ReceiptFact, ...]:
    """Return which of the six the receipt does not show, in a fixed order."""
    dated = receipt.bought_on is not None and (not receipt.lasts or receipt.until is not None)
    shown = {
        ReceiptFact.SUPPLIER: bool((receipt.supplier or "").strip()),
        ReceiptFact.WHAT: bool((receipt.what or "").strip()),
        ReceiptFact.BUYER: bool((receipt.buyer or "").strip()),
        ReceiptFact.DATE: dated,
        ReceiptFact.VAT_RATE: receipt.vat_rate is not None,
        ReceiptFact.PAID: receipt.paid,
    }
    return tuple(fact for fact, is_shown in shown.items() if not is_shown)

"""Orders payments from the payment system."""

from typing import Final
from uuid import UUID

import httpx

from contracts.vocabulary import kroner
from invoice_api.domain.payout import Payout

_TAKEN: Final = frozenset({200, 202, 409})
"""New, known, or known with other content: the first order stands, and there is one payment."""

_REFUSED: Final = 422


class OrderRefused(Exception):
    """The payment system will never take this order; trying again does not help."""

    def __init__(self) -> None:
        super().__init__("The payment system refused the order.")


class PaymentSystem:
    """The payment system over HTTP."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def order(self, order_id: UUID, payout: Payout) -> None:
        """Order one payment. The same `order_id` again orders nothing more.

        Raises:
            OrderRefused: it will never be taken.
            httpx.HTTPError: it may be taken later.
        """
        answer = await self._client.post(
            "orders",
            json={
                "order_id": str(order_id),
                "account": payout.account,
                "amount": kroner(payout.amount),
                "currency": "NOK",
                "payee": payout.payee,
                "kid": payout.kid,
                "message": payout.message,
                "due_on": payout.due_on.isoformat(),
            },
        )
        if answer.status_code == _REFUSED:
            raise OrderRefused
        if answer.status_code not in _TAKEN:
            answer.raise_for_status()
            raise httpx.HTTPError("The payment system answered something else.")

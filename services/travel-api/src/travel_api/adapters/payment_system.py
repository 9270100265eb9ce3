"""The payment system is told of what is due, as signed CloudEvents."""

import json
from datetime import UTC, datetime

import httpx
from pydantic import SecretStr
from standardwebhooks import Webhook

from contracts.events.travel import PAYMENT_DUE, PaymentDue
from travel_api.adapters.outside import OutsideUnavailable


class PaymentSystem:
    """Posts payments that are due. The receiver takes each remittance once."""

    def __init__(self, client: httpx.AsyncClient, secret: SecretStr, source: str) -> None:
        self._client, self._secret, self._source = client, secret, source

    async def tell(self, due: PaymentDue) -> None:
        """Tell of one payment. It may be told again; its id says that it is the same.

        Raises:
            OutsideUnavailable: the receiver did not take it.
        """
        now = datetime.now(UTC)
        body = json.dumps(
            {
                "specversion": "1.0",
                "id": due.remittance_id,
                "source": self._source,
                "type": PAYMENT_DUE,
                "time": now.isoformat(),
                "datacontenttype": "application/json",
                "data": due.model_dump(mode="json"),
            }
        )
        signature = Webhook(self._secret.get_secret_value()).sign(due.remittance_id, now, body)
        headers = {
            "Content-Type": "application/cloudevents+json",
            "webhook-id": due.remittance_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }
        try:
            answer = await self._client.post("", content=body.encode(), headers=headers)
        except httpx.HTTPError:
            raise OutsideUnavailable from None
        if not answer.is_success:
            raise OutsideUnavailable

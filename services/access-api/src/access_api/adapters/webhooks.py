"""Webhooks out to login systems and in from the printer, signed as Standard Webhooks lay down."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx
from pydantic import SecretStr
from standardwebhooks import Webhook, WebhookVerificationError

from access_api.adapters.outside import OutsideFailure
from access_api.domain.refusals import SignatureInvalid
from access_api.settings import Receiver
from contracts.events.access import BlockChanged, BlockEventType
from contracts.identity_numbers import NationalIdentityNumber

_SYSTEM: Final = "receiver of webhooks"


def subjects(receiver: Receiver, numbers: Iterable[NationalIdentityNumber]) -> tuple[str, ...]:
    """Return what stands for `numbers` towards `receiver`: an HMAC under the key it shares."""
    key = base64.b64decode(receiver.subject_key.get_secret_value())
    return tuple(
        hmac.new(key, number.reveal().encode(), hashlib.sha256).hexdigest() for number in numbers
    )


def verify(secret: SecretStr, body: bytes, headers: Mapping[str, str]) -> None:
    """Check the signature of a callback.

    Raises:
        SignatureInvalid: it is missing, wrong, or its time is too far from now.
    """
    webhook = Webhook(secret.get_secret_value())
    try:
        webhook.verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        raise SignatureInvalid from None


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Posts events to receivers as CloudEvents."""

    client: httpx.AsyncClient
    source: str

    async def send(
        self, receiver: Receiver, event_type: BlockEventType, event_id: str, data: BlockChanged
    ) -> None:
        """Post one event. The same event id may come again; receivers take it once.

        Raises:
            OutsideFailure: the receiver did not answer with a 2xx.
        """
        now = datetime.now(UTC)
        body = json.dumps(
            {
                "specversion": "1.0",
                "id": event_id,
                "source": self.source,
                "type": event_type,
                "time": now.isoformat(),
                "datacontenttype": "application/json",
                "data": data.model_dump(mode="json"),
            }
        )
        webhook = Webhook(receiver.signing_secret.get_secret_value())
        headers = {
            "Content-Type": "application/cloudevents+json",
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": webhook.sign(event_id, now, body),
        }
        try:
            response = await self.client.post(str(receiver.url), content=body, headers=headers)
        except httpx.HTTPError as error:
            raise OutsideFailure(_SYSTEM, type(error).__name__) from None
        if not response.is_success:
            raise OutsideFailure(_SYSTEM, f"answered {response.status_code}")

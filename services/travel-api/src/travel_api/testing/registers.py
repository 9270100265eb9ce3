"""Outside systems that answer as a test tells them to, at the outer edge of the service."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from pydantic import SecretStr
from standardwebhooks import Webhook

from service_kit.auth import KeyStore
from travel_api.deps import Outside
from travel_api.settings import Settings

KEY: Final = base64.b64encode(b"k" * 32).decode()
WEBHOOK_SECRET: Final = "whsec_" + base64.b64encode(b"w" * 24).decode()


def settings_for(database_url: str) -> Settings:
    """Return the settings of a service under test over a database of its own."""
    nowhere = "http://unused.test"
    return Settings(
        database_url=SecretStr(database_url),
        database_pool_size=4,
        public_url="https://api.example",
        gateway_jwks_url=nowhere,
        fingerprint_key=SecretStr(KEY),
        index_keys=SecretStr(f"1:{KEY}"),
        sealing_keys=SecretStr(f"1:{KEY}"),
        allow_synthetic=True,
        population_register_url=nowhere,
        treatment_records_url=nowhere,
        payment_receiver_url=nowhere,
        payment_receiver_secret=SecretStr(WEBHOOK_SECRET),
        patience=2,
    )


@dataclass
class Registers:
    """The population register and the treatment records, played.

    Attributes:
        birth_date: of everybody.
        unknown: numbers the population register does not know.
        attended: what the records answer for every day.
        publicly_approved: likewise.
        down: whether neither answers.
        asked: the paths that were asked, in order.
        payments: the events about payments that came, each with a good signature.
    """

    birth_date: str = "1985-05-17"
    status: str = "resident"
    unknown: set[str] = field(default_factory=set)
    attended: str = "yes"
    publicly_approved: str = "yes"
    down: bool = False
    asked: list[str] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        """Return a client whose every request comes here."""
        return httpx.AsyncClient(
            transport=httpx.MockTransport(self._answer), base_url="http://outside.test"
        )

    def as_outside(self, keys: KeyStore) -> Outside:
        """Return connections of which every one leads here; `keys` are the gateway's."""
        return Outside(
            keys=keys,
            population_register=self.client(),
            treatment_records=self.client(),
            payment_system=self.client(),
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.down:
            return httpx.Response(503)
        body = json.loads(request.content)
        if "webhook-signature" in request.headers:
            Webhook(WEBHOOK_SECRET).verify(request.content, dict(request.headers))
            self.payments.append(body["data"])
            return httpx.Response(204)
        if request.url.path == "/persons/lookups":
            return self._person(body["national_id"])
        return self._attendances(body["dates"])

    def _person(self, number: str) -> httpx.Response:
        if number in self.unknown:
            return httpx.Response(404, json={"code": "unknown"})
        person: dict[str, Any] = {
            "national_id": number,
            "former_national_ids": [],
            "status": self.status,
            "name": {"given": "Ola", "family": "Fjelltun"},
            "birth_date": self.birth_date,
            "deceased_on": None,
            "address_protection": "none",
            "address": None,
        }
        return httpx.Response(200, json=person)

    def _attendances(self, days: list[str]) -> httpx.Response:
        answers = [
            {
                "date": day,
                "attended": self.attended,
                "publicly_approved": self.publicly_approved,
                "level": "specialist",
            }
            for day in days
        ]
        return httpx.Response(200, json={"attendances": answers})

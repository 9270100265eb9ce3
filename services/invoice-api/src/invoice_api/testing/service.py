"""A whole invoice-api inside a test: its application, its relay, and callers of it."""

import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from invoice_api.app import AUDIENCE, create_app
from invoice_api.deps import Outside
from invoice_api.settings import Settings
from invoice_api.use_cases.relaying import make_relay
from invoice_api.use_cases.shell import OfficialRules, Shell
from service_kit.testing import InsideTokens

EXPERT = "310987654"
"""Organisation number of the expert in the examples."""


@dataclass(frozen=True)
class Service:
    """One running service."""

    app: FastAPI
    client: httpx.AsyncClient
    tokens: InsideTokens

    @property
    def shell(self) -> Shell:
        """What its use cases work with."""
        shell: Shell = self.app.state.shell
        return shell

    def organisation(self, number: str = EXPERT, scopes: str = "invoice:submit") -> dict[str, str]:
        """Return the headers of an organisation."""
        return self._signed(scopes, subject=f"org:{number}", org=number)

    def staff(self, name: str, scopes: str) -> dict[str, str]:
        """Return the headers of somebody who works at the agency."""
        return self._signed(scopes, subject=f"staff:tenant:{name}")

    def _signed(self, scopes: str, **claims: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens.token(AUDIENCE, scopes, **claims)}"}

    async def send(
        self, document: bytes, headers: Mapping[str, str] | None = None, *, key: str | None = None
    ) -> httpx.Response:
        """Send an invoice, as its seller unless told otherwise."""
        return await self.client.post(
            "/v1/invoices",
            content=document,
            headers={
                "Content-Type": "application/xml",
                "Idempotency-Key": key or uuid4().hex,
                **(headers or self.organisation()),
            },
        )

    async def relay(self) -> int:
        """Let the relay carry out what is due, and return how much that was."""
        return await make_relay(self.shell).run_once()


def settings_for(database_url: str, **changes: Any) -> Settings:
    """Return the settings of a service in a test."""
    given: dict[str, Any] = {
        "database_url": SecretStr(database_url),
        "database_pool_size": 5,
        "gateway_jwks_url": "http://gateway.test/jwks",
        "fingerprint_key": SecretStr(base64.b64encode(b"f" * 32).decode()),
        "index_keys": SecretStr("i1:" + base64.b64encode(b"i" * 32).decode()),
        "sealing_keys": SecretStr("s1:" + base64.b64encode(b"s" * 32).decode()),
        "allow_synthetic": True,
        **changes,
    }
    return Settings(**given)


@asynccontextmanager
async def running(
    database_url: str,
    rules: OfficialRules,
    enterprises: httpx.AsyncClient | None = None,
    payment_system: httpx.AsyncClient | None = None,
    **changes: Any,
) -> AsyncIterator[Service]:
    """Run a service on a database, with rules and a register of the test's choice."""
    tokens = InsideTokens()
    outside = Outside(
        keys=tokens, rules=rules, enterprises=enterprises, payment_system=payment_system
    )
    app = create_app(settings_for(database_url, **changes), outside)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://invoice.test") as client,
    ):
        yield Service(app, client, tokens)


def enterprise_register(forms: Mapping[str, str]) -> httpx.AsyncClient:
    """Return a register of enterprises that knows some forms; every other number is unknown."""

    def answer(request: httpx.Request) -> httpx.Response:
        number = request.url.path.rpartition("/")[2]
        if number not in forms:
            return httpx.Response(404)
        return httpx.Response(200, json={"organisasjonsform": {"kode": forms[number]}})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://register.test")

"""Who calls the service in a test, and with what token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from service_kit.testing import InsideTokens, signed_in, synthetic_number
from travel_api.testing.bodies import a_claim, a_return_journey

AUDIENCE = "travel-api"
_FIRST_DAY = date(2026, 6, 1)
_DAYS = 150
_SERIAL = count()


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, speaking to the service."""

    client: httpx.AsyncClient
    headers: Mapping[str, str]
    national_id: str = ""

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """Get `path`."""
        return await self.client.get(path, headers=self.headers, **options)

    async def post(
        self, path: str, body: Any = None, *, key: str | None = None, **options: Any
    ) -> httpx.Response:
        """Post `body` to `path`, each time with a key of its own unless one is given."""
        headers = {**self.headers, "Idempotency-Key": key or uuid4().hex}
        return await self.client.post(path, json=body, headers=headers, **options)


def a_citizen(client: httpx.AsyncClient, tokens: InsideTokens, n: int = 0) -> Caller:
    """Return the `n`-th citizen, logged in."""
    number = synthetic_number(n)
    token = tokens.token(
        AUDIENCE, "travel:claim", subject=f"person:{n}", pid=number, loa="substantial"
    )
    return Caller(client, signed_in(token), number)


def a_member_of_staff(
    client: httpx.AsyncClient, tokens: InsideTokens, scopes: str, name: str = "kari"
) -> Caller:
    """Return somebody at the office who holds `scopes`."""
    token = tokens.token(AUDIENCE, scopes, subject=f"staff:tenant:{name}")
    return Caller(client, signed_in(token))


async def submitted(caller: Caller, **given: Any) -> dict[str, Any]:
    """Send an ordinary claim of the caller's own and return it as it came back.

    Each is for travel on a day of its own, unless the journeys are given.
    """
    given.setdefault("journeys", [a_return_journey(_another_day())])
    answer = await caller.post("/v1/claims", a_claim(caller.national_id, **given))
    if answer.status_code != HTTPStatus.CREATED:
        raise AssertionError(answer.text)
    claim: dict[str, Any] = answer.json()
    return claim


def _another_day() -> str:
    return (_FIRST_DAY + timedelta(days=next(_SERIAL) % _DAYS)).isoformat()

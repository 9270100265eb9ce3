"""The people who work with the service, for tests: each call is one thing that one of them does."""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

import httpx
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from standardwebhooks import Webhook

from access_api.testing.bodies import a_form, a_self_service_block
from access_api.testing.wiring import TOKENS
from access_api.use_cases.relaying import make_relay
from access_api.use_cases.shell import Shell
from service_kit.testing import pass_time, signed_in

CLERK: Final = "staff:t:clerk"
REVIEWER: Final = "staff:t:reviewer"
AGENT: Final = "staff:t:agent"
_A_PDF: Final = b"%PDF-1.4\n%%EOF\n"


def staff(subject: str, scopes: str, client_id: str = "desk") -> dict[str, str]:
    """Return the headers of a member of staff."""
    act = {"iss": "https://entra.example", "client_id": client_id}
    return dict(signed_in(TOKENS.token("access-api", scopes, subject=subject, act=act)))


def citizen(national_id: str) -> dict[str, str]:
    """Return the headers of a citizen who has logged in."""
    token = TOKENS.token(
        "access-api", "access:request", subject="person:x", pid=national_id, loa="high"
    )
    return dict(signed_in(token))


def once() -> dict[str, str]:
    """Return a new idempotency key."""
    return {"Idempotency-Key": uuid4().hex}


@dataclass(frozen=True)
class Desk:
    """The service, its outside world, and its database as its owner sees it."""

    shell: Shell
    service: httpx.AsyncClient
    outside: httpx.AsyncClient
    owner: AsyncEngine
    rights: str = ""

    def trusted(self) -> "Desk":
        """Return a desk whose clerk and reviewer also handle people under address protection."""
        return replace(self, rights=" access:protected")

    def _clerk(self) -> dict[str, str]:
        return staff(CLERK, f"access:register{self.rights}")

    def _reviewer(self) -> dict[str, str]:
        return staff(REVIEWER, f"access:review{self.rights}")

    async def upload(self) -> str:
        """Send in a copy of identification and return its id."""
        headers = self._clerk() | once() | {"Content-Type": "application/pdf"}
        sent = await self.service.post("/v1/uploads", content=_A_PDF, headers=headers)
        return str(sent.json()["upload_id"])

    async def register(self, body: dict[str, Any], key: dict[str, str] | None = None) -> Any:
        """Register a form as it stands."""
        headers = self._clerk() | (key or once())
        return await self.service.post("/v1/access-requests", json=body, headers=headers)

    async def form(self, national_id: str, kind: str = "reopen", **changes: Any) -> dict[str, Any]:
        """Register a whole form and return its case."""
        name = changes.pop("name", None) or await self.name_of(national_id)
        body = a_form(national_id, kind, upload_id=await self.upload(), name=name, **changes)
        answer = await self.register(body)
        case: dict[str, Any] = answer.json()
        return case

    async def name_of(self, national_id: str) -> str:
        """Return the person's registered name."""
        found = await self.outside.post(
            "/population-register/persons/lookups", json={"national_id": national_id}
        )
        if found.status_code != httpx.codes.OK:
            return "Kari Nordmann"
        name = found.json()["name"]
        return f"{name['given']} {name['family']}"

    async def special(self, case: str) -> str:
        """Return the number of a made-up person who is special in some way."""
        cases = await self.outside.get("/_control/population-register/cases")
        return str(cases.json()[case])

    async def self_service(self, national_id: str, **changes: Any) -> httpx.Response:
        """Ask for one's own block while logged in."""
        body = a_self_service_block() | changes
        headers = citizen(national_id) | once()
        return await self.service.post("/v1/access-requests", json=body, headers=headers)

    async def review(self, case: dict[str, Any], ground: str | None = None) -> httpx.Response:
        """Accept a request, or reject it on a ground."""
        body = {"verdict": "reject", "ground": ground} if ground else {"verdict": "accept"}
        headers = self._reviewer() | once()
        return await self.service.post(
            f"/v1/access-requests/{case['id']}/reviews", json=body, headers=headers
        )

    async def order_letter(
        self, case: dict[str, Any], *, address_confirmed: bool = False
    ) -> httpx.Response:
        """Order a new code."""
        headers = self._clerk() | once()
        return await self.service.post(
            f"/v1/access-requests/{case['id']}/letters",
            json={"address_confirmed": address_confirmed},
            headers=headers,
        )

    async def withdraw(self, case: dict[str, Any]) -> httpx.Response:
        """Withdraw a request."""
        headers = self._clerk() | once()
        return await self.service.post(
            f"/v1/access-requests/{case['id']}/withdrawals",
            json={"signed_on": "2026-01-02"},
            headers=headers,
        )

    async def read(self, case: dict[str, Any]) -> dict[str, Any]:
        """Return the case as a reviewer sees it."""
        headers = self._reviewer()
        answer = await self.service.get(f"/v1/access-requests/{case['id']}", headers=headers)
        now: dict[str, Any] = answer.json()
        return now

    async def call(
        self, case_number: str, code: str, agent: str = AGENT, client_id: str = "phone"
    ) -> httpx.Response:
        """Take a call."""
        return await self.service.post(
            "/v1/code-verifications",
            json={"case_number": case_number, "code": code, "identity_attested": True},
            headers=staff(agent, "access:helpdesk", client_id),
        )

    async def look_up(self, national_id: str) -> dict[str, Any]:
        """Ask as the login system does."""
        token = TOKENS.token("access-api", "access:lookup", subject="org:999999999")
        answer = await self.service.post(
            "/v1/status-lookups", json={"national_id": national_id}, headers=signed_in(token)
        )
        status: dict[str, Any] = answer.json()
        return status

    async def blocked(self, national_id: str) -> dict[str, Any]:
        """Have a person blocked and return the case."""
        case: dict[str, Any] = (await self.self_service(national_id)).json()
        await self.review(case)
        return case

    async def relay(self) -> None:
        """Let the relay work until nothing is due."""
        relay = make_relay(self.shell)
        while await relay.run_once():
            pass

    async def letters(self) -> list[dict[str, Any]]:
        """Return what the printer has."""
        found = await self.outside.get("/_control/print-provider/letters")
        printed: list[dict[str, Any]] = found.json()
        return printed

    async def code_in(self, case: dict[str, Any]) -> str:
        """Read the code in the newest printed letter of the case, as its addressee does."""
        printed = [
            letter["letter_id"]
            for letter in (await self.read(case))["letters"]
            if letter["kind"] == "reopening_code" and letter["status"] in {"accepted", "posted"}
        ]
        letter_id = printed[-1]
        pdf = await self.outside.get(f"/_control/print-provider/letters/{letter_id}/pdf")
        page = PdfReader(BytesIO(pdf.content)).pages[0].extract_text().replace("\xa0", " ")
        numbers: list[str] = re.findall(r"\b[0-9]{3} [0-9]{3} [0-9]{4}\b", page)
        return next(n for n in numbers if n.replace(" ", "") != case["case_number"])

    async def tell(self, letter_id: str, status: str, *, forged: bool = False) -> httpx.Response:
        """Send a callback of the print provider."""
        now = datetime.now(UTC)
        body = json.dumps(
            {"letter_id": letter_id, "status": status, "at": now.isoformat(), "reason": None}
        )
        secret = self.shell.settings.print_callback_secret.get_secret_value()
        signature = Webhook(secret).sign("m1", now, "{}" if forged else body)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": "m1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }
        return await self.service.post("/v1/print-callbacks", content=body, headers=headers)

    async def disturb(self, system: str, **fault: Any) -> None:
        """Make an outside system misbehave."""
        await self.outside.post(f"/_control/{system}/faults", json=fault)

    async def pass_time(self, interval: timedelta) -> None:
        """Let time pass."""
        await pass_time(self.owner, interval)

    async def sql(self, query: str, **values: Any) -> Any:
        """Return the first column of the first row, read past the application."""
        async with self.owner.connect() as tx:
            return await tx.scalar(text(query), values)

    async def events(self, case: dict[str, Any]) -> list[str]:
        """Return the types of everything that was done to the case."""
        headers = staff("staff:t:auditor", "suite:audit")
        answer = await self.service.get(f"/v1/access-requests/{case['id']}/events", headers=headers)
        return [entry["type"] for entry in answer.json()["items"]]

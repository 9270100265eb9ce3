"""Blocking and reopening a person's own access, with a code that comes on paper."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from pypdf import PdfReader

from local_stack.demo.entrance import Entrance, Unexpected, Visitor
from local_stack.demo.patience import until

CLERK: Final = UUID("00000000-0000-4000-8000-000000000001")
REVIEWER: Final = UUID("00000000-0000-4000-8000-000000000002")
AGENT: Final = UUID("00000000-0000-4000-8000-000000000003")
"""Three members of staff: who reviews a case may not finish its call."""

HELSENORGE: Final = "310000159"
"""Made-up organisation that runs the login system of the demo."""

REQUESTS: Final = "/access/v1/access-requests"
UPLOADS: Final = "/access/v1/uploads"
PNG: Final = {"Content-Type": "image/png"}
_TEN_DIGITS: Final = re.compile(r"\b(\d{3}) (\d{3}) (\d{4})\b")
_ID_VALID: Final = timedelta(days=900)


@dataclass(frozen=True)
class Team:
    """Everybody who takes part."""

    login_system: Visitor
    clerk: Visitor
    reviewer: Visitor
    agent: Visitor

    @classmethod
    async def of(cls, entrance: Entrance, login_client: str) -> "Team":
        """Return the team, each with a token of their own."""
        return cls(
            login_system=await entrance.organisation(
                HELSENORGE, "access:lookup", client_id=login_client
            ),
            clerk=await entrance.staff(CLERK, "access:register"),
            reviewer=await entrance.staff(REVIEWER, "access:review"),
            agent=await entrance.staff(AGENT, "access:helpdesk"),
        )


@dataclass(frozen=True)
class PaperLetter:
    """What a person reads in the letter."""

    letter_id: str
    case_number: str
    code: str
    text: str


async def look_up(team: Team, national_id: str) -> dict[str, Any]:
    """Ask, as the login system does at each login, whether a person is blocked."""
    asked = {"national_id": national_id}
    answer = await team.login_system.post("/access/v1/status-lookups", json=asked)
    told: dict[str, Any] = answer.json()
    return told


async def ask_to_block(entrance: Entrance, national_id: str) -> dict[str, Any]:
    """Let a person, logged in, ask to have their own access blocked."""
    citizen = await entrance.citizen(national_id, "access:request")
    person = {"name": await registered_name(entrance, national_id), "national_id": national_id}
    form = {"kind": "block", "channel": "self_service", "person": person}
    request: dict[str, Any] = (await citizen.post(REQUESTS, status=201, json=form)).json()
    return request


async def register_reopening(
    entrance: Entrance, team: Team, national_id: str, today: date
) -> dict[str, Any]:
    """Let a clerk enter a signed paper form that asks to reopen, with a copy of a passport."""
    upload = await team.clerk.post(UPLOADS, status=201, content=a_picture(), headers=PNG)
    name = await registered_name(entrance, national_id)
    form = reopening_form(name, national_id, upload.json()["upload_id"], today)
    request: dict[str, Any] = (await team.clerk.post(REQUESTS, status=201, json=form)).json()
    return request


def reopening_form(name: str, national_id: str, upload_id: str, today: date) -> dict[str, Any]:
    """Return a signed paper form as a clerk enters it."""
    return {
        "kind": "reopen",
        "channel": "paper",
        "person": {
            "name": name,
            "national_id": national_id,
        },
        "identification": {
            "kind": "passport",
            "expires_on": (today + _ID_VALID).isoformat(),
            "upload_id": upload_id,
        },
        "signature": {"place": "Oslo", "signed_on": today.isoformat()},
        "received_on": today.isoformat(),
    }


async def accept(team: Team, request_id: str) -> None:
    """Let a reviewer accept a request as soon as the population register has answered."""

    async def checked() -> dict[str, Any] | None:
        now: dict[str, Any] = (await team.reviewer.get(f"{REQUESTS}/{request_id}")).json()
        return None if now["register_check"] == "pending" else now

    await until(checked, "a request to be ready for review")
    review = {"verdict": "accept"}
    await team.reviewer.post(f"{REQUESTS}/{request_id}/reviews", status=201, json=review)


async def posted_letter(entrance: Entrance, case_number: str) -> PaperLetter:
    """Wait for the envelope of a case, open it and read it as its receiver would."""

    async def arrived() -> PaperLetter | None:
        for entry in (await entrance.sandbox.get("/_control/print-provider/letters")).json():
            letter = await _opened(entrance, entry["letter_id"])
            if entry["status"] == "posted" and letter.case_number == case_number and letter.code:
                return letter
        return None

    return await until(arrived, "a letter with a code to be posted")


async def call(team: Team, case_number: str, code: str) -> dict[str, Any]:
    """Phone the helpdesk and read out case number and code; the agent sends what was said."""
    said = {"case_number": case_number, "code": code, "identity_attested": True}
    answer = await team.agent.post("/access/v1/code-verifications", json=said)
    told: dict[str, Any] = answer.json()
    return told


async def registered_name(entrance: Entrance, national_id: str) -> str:
    """Return the name that the population register has."""
    asked = {"national_id": national_id}
    answer = await entrance.sandbox.post("/population-register/persons/lookups", json=asked)
    if not answer.is_success:
        raise Unexpected(answer)
    name = answer.json()["name"]
    return f"{name['given']} {name['family']}"


def a_picture() -> bytes:
    """Return a small grey PNG in place of a photographed passport."""
    side = 64
    rows = b"".join(b"\0" + b"\x99" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


async def _opened(entrance: Entrance, letter_id: str) -> PaperLetter:
    answer = await entrance.sandbox.get(f"/_control/print-provider/letters/{letter_id}/pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")
    numbers = list(dict.fromkeys("".join(found) for found in _TEN_DIGITS.findall(text)))
    case_number, code = (*numbers, "", "")[:2]
    return PaperLetter(letter_id, case_number, code, text)

"""The printer: one envelope for each letter id, and signed word of what became of it."""

import asyncio
import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, cast
from uuid import uuid4

import httpx
from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, JSONResponse
from pydantic import Field
from standardwebhooks import Webhook

from local_stack.sandbox.shapes import Body
from local_stack.sandbox.world import Letter, WorldDep

router = APIRouter()

_PRINTABLE: Final = re.compile(rb"%PDF-1\.[0-7]")
_RETRY_AFTER_S: Final = (0.5, 1, 2, 4, 8)
Returned = Literal["moved", "unknown_addressee", "unclaimed"]


class Recipient(Body):
    """What shows in the envelope's window."""

    name: str
    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


class LetterOrder(Body):
    """A letter to print and post."""

    letter_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
    recipient: Recipient
    pdf: str
    callback_url: str


class ReturnedLetter(Body):
    """A letter that came back."""

    letter_id: str
    reason: Returned


class Printer:
    """Keeps envelopes in a folder and calls back, again until it is heard."""

    def __init__(
        self, folder: Path, secret: str, client: httpx.AsyncClient, posting_delay_s: float
    ) -> None:
        self._folder = folder
        self._signature = Webhook(secret)
        self._client = client
        self._posting_delay_s = posting_delay_s
        self._calls: set[asyncio.Task[None]] = set()

    def put_in_envelope(self, order: LetterOrder, pdf: bytes) -> Letter:
        """Print the letter; it is posted a little later."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = f"{order.letter_id}.pdf"
        (self._folder / file).write_bytes(pdf)
        digest = hashlib.sha256(pdf).hexdigest()
        letter = Letter(order.letter_id, "accepted", digest, file, order.callback_url)
        self._later(letter, "posted", None, self._posting_delay_s)
        return letter

    def path(self, letter: Letter) -> Path:
        """Return where the envelope's PDF lies."""
        return self._folder / letter.file

    def give_back(self, letter: Letter, reason: Returned) -> None:
        """Let the letter come back from the post."""
        self._later(letter, "returned", reason, 0)

    async def close(self) -> None:
        """Stop calling back."""
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _later(self, letter: Letter, status: str, reason: str | None, delay_s: float) -> None:
        call = asyncio.create_task(self._tell(letter, status, reason, delay_s))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _tell(self, letter: Letter, status: str, reason: str | None, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        if letter.status != "returned":
            letter.status = status
        now = datetime.now(UTC)
        news = {"letter_id": letter.letter_id, "status": status, "reason": reason}
        body = json.dumps(news | {"at": now.isoformat().replace("+00:00", "Z")})
        call_id = str(uuid4())
        for pause in (*_RETRY_AFTER_S, 0):
            if await self._was_heard(letter.callback_url, body, self._signed(call_id, body)):
                return
            await asyncio.sleep(pause)

    def _signed(self, call_id: str, body: str) -> Mapping[str, str]:
        now = datetime.now(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": call_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signature.sign(call_id, now, body),
        }

    async def _was_heard(self, url: str, body: str, headers: Mapping[str, str]) -> bool:
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success


def _printer(request: Request) -> Printer:
    return cast("Printer", request.app.state.printer)


PrinterDep = Annotated[Printer, Depends(_printer)]


@router.post("/print-provider/letters")
async def print_letter(order: LetterOrder, world: WorldDep, printer: PrinterDep) -> JSONResponse:
    """Take a letter: one envelope for each letter id."""
    pdf = _decoded(order.pdf)
    if _PRINTABLE.match(pdf) is None:
        return JSONResponse({"code": "unprintable"}, status_code=422)
    before = world.letters.get(order.letter_id)
    if before is None:
        world.letters[order.letter_id] = letter = printer.put_in_envelope(order, pdf)
        return JSONResponse(_status(letter), status_code=202)
    if before.sha256 != hashlib.sha256(pdf).hexdigest():
        return JSONResponse({"code": "duplicate"}, status_code=409)
    return JSONResponse(_status(before))


@router.get("/print-provider/letters/{letter_id}")
async def get_letter(letter_id: str, world: WorldDep) -> JSONResponse:
    """Tell what became of a letter."""
    letter = world.letters.get(letter_id)
    return JSONResponse(_status(letter)) if letter else JSONResponse({}, status_code=404)


@router.get("/_control/print-provider/letters")
async def list_letters(world: WorldDep) -> list[dict[str, Any]]:
    """List every envelope."""
    return [asdict(letter) for letter in world.letters.values()]


@router.get("/_control/print-provider/letters/{letter_id}/pdf")
async def open_letter(letter_id: str, world: WorldDep, printer: PrinterDep) -> FileResponse:
    """Open an envelope."""
    return FileResponse(printer.path(world.letters[letter_id]), media_type="application/pdf")


@router.post("/_control/print-provider/returns", status_code=202)
async def return_letter(returned: ReturnedLetter, world: WorldDep, printer: PrinterDep) -> None:
    """Let a letter come back."""
    printer.give_back(world.letters[returned.letter_id], returned.reason)


def _status(letter: Letter) -> dict[str, str]:
    return {"letter_id": letter.letter_id, "status": letter.status}


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""

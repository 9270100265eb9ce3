"""Assessments by the line: one body a line in, one result or problem a line out."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from service_kit.problems import causes
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.use_cases.shell import Shell
from travel_api.wire.assessments import present_now

_FACTS: Final = TypeAdapter(Facts)
_A_PIECE: Final = 64 * 1024
_UNKNOWN_NAME: Final = frozenset({"extra_forbidden", "unexpected_keyword_argument"})

_Numbered = tuple[int, bytes]


async def results(shell: Shell, body: bytes) -> AsyncIterator[bytes]:
    """Yield a line for each line of `body` that is not empty, in the same order, some at a time.

    They are worked out in a thread, so that other requests are answered meanwhile, and only while
    somebody reads, so that memory stays bounded.
    """
    for piece in _pieces(body):
        yield await asyncio.to_thread(_answered, shell, piece)


def _pieces(body: bytes) -> Iterator[Sequence[_Numbered]]:
    """Yield the lines that are not empty, with their numbers, in pieces of about one size."""
    piece: list[_Numbered] = []
    size = 0
    for no, line in enumerate(body.split(b"\n"), 1):
        if line.strip():
            piece.append((no, line))
            size += len(line)
        if size >= _A_PIECE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _answered(shell: Shell, piece: Sequence[_Numbered]) -> bytes:
    return b"".join(
        orjson.dumps({"line": no, **_result(shell, line)}, option=orjson.OPT_APPEND_NEWLINE)
        for no, line in piece
    )


def _result(shell: Shell, line: bytes) -> Mapping[str, Any]:
    book = shell.rulebook
    try:
        facts = _FACTS.validate_json(line)
    except ValidationError as invalid:
        return {"problem": _problem(shell, invalid)}
    assessment = assess(facts, book.timeline, book.interpretations, shell.settings.mode)
    return {"assessment": present_now(assessment, book)}


def _problem(shell: Shell, invalid: ValidationError) -> Mapping[str, Any]:
    """Return what is wrong with one line, without anything that stood in it."""
    faults = causes(invalid.errors(include_url=False))
    return {
        "type": f"{shell.settings.public_url}/problems/invalid-input",
        "title": "Invalid input",
        "status": 422,
        "detail": "errors names each field that is wrong and why.",
        "errors": [{"pointer": _pointer(fault), "code": fault["type"]} for fault in faults],
    }


def _pointer(fault: Mapping[str, Any]) -> str:
    place = fault["loc"]
    if fault["type"] in _UNKNOWN_NAME:
        place = place[:-1]  # the name was chosen by the caller
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)

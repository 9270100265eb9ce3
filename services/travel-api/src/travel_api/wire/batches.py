"""Assessments by the line: one body a line in, one result or problem a line out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.use_cases.shell import Shell
from travel_api.wire.assessments import present_now

_FACTS: Final = TypeAdapter(Facts)
_BREATH: Final = 50


async def results(shell: Shell, body: bytes) -> AsyncIterator[bytes]:
    """Yield one line for each line of `body` that is not empty, in the same order."""
    for no, line in enumerate(body.split(b"\n"), 1):
        if line.strip():
            yield orjson.dumps(
                {"line": no, **_result(shell, line)}, option=orjson.OPT_APPEND_NEWLINE
            )
        if no % _BREATH == 0:
            await asyncio.sleep(0)


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
    faults = invalid.errors(include_url=False, include_input=False, include_context=False)
    return {
        "type": f"{shell.settings.public_url}/problems/invalid-input",
        "title": "Invalid input",
        "status": 422,
        "detail": "errors names each field that is wrong and why.",
        "errors": [{"pointer": _pointer(fault["loc"]), "code": fault["type"]} for fault in faults],
    }


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)

"""What Schemathesis is told of this API: what files and people are like, what may be refused."""

import atexit
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final, NoReturn

import schemathesis
from pydantic_core._pydantic_core import list_all_errors
from schemathesis.transport.serialization import Binary

from local_stack.demo.access import a_picture
from service_kit.testing import synthetic_number

FORM = {error["type"] for error in list_all_errors()} - {"value_error"}
"""Faults of form: a request made from the document cannot have one."""

UNPROCESSABLE = 422
EXAMPLES: Final = Path(__file__).parents[2] / "examples"
NOISE: Final = ("application/x-ndjson", "image/jpeg")
FILES: Final = {
    "application/pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "application/xml": (EXAMPLES / "ehf/expert-fee.xml").read_bytes(),
    "image/png": a_picture(),
}
"""Good files: what is generated is seldom what it is said to be."""
PEOPLE: Final = [synthetic_number(no) for no in range(3)]
"""The first one is the citizen who calls."""
ELEVEN_DIGITS: Final = re.compile("[0-9]{11}")
REQUESTS: Final[Counter[str]] = Counter()


@schemathesis.serializer(*FILES, *NOISE)
def as_it_is(_context: Any, value: Any) -> Any:
    """Send bytes as a file."""
    return value


@schemathesis.hook
def before_call(_context: Any, case: Any, _options: Any) -> None:
    """Where nothing is to be wrong, send every other file as the one it says it is."""
    good = FILES.get(case.media_type)
    if good and _positive(case) and isinstance(case.body, Binary) and len(case.body.data) % 2:
        case.body = Binary(good)


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    """Let numbers be those of a few people: no schema can say what their check digits are."""
    match body:
        case dict():
            return {name: map_body(_context, value) for name, value in body.items()}
        case list():
            return [map_body(_context, value) for value in body]
        case str() if ELEVEN_DIGITS.fullmatch(body):
            return PEOPLE[int(body) % len(PEOPLE)]
    return body


@schemathesis.hook
def after_call(_context: Any, case: Any, _response: Any) -> None:
    """Count the requests to each service."""
    REQUESTS[case.operation.path.split("/")[1]] += 1


@atexit.register
def tell_requests() -> None:
    """Print the count, for the proof to read."""
    print(f"Requests: {json.dumps(REQUESTS)}")


@schemathesis.check
def good_form_is_refused_only_for_what_a_schema_cannot_say(
    _context: Any, response: Any, case: Any
) -> None:
    """A request of the right form gets 422 only with codes of our own."""
    if response.status_code != UNPROCESSABLE or not _positive(case):
        return
    codes = {error["code"] for error in response.json().get("errors", [])}
    if codes <= FORM:
        _fail(f"refused for its form: {sorted(codes)}")


def _positive(case: Any) -> bool:
    return bool(case.meta.generation.mode.is_positive)


def _fail(reason: str) -> NoReturn:
    raise AssertionError(reason)

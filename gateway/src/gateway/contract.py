"""What the gateway adds to the API document: the answers it may give itself."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contracts.problems import PROBLEM_TYPES

EVERYWHERE: Final = (400, 404, 405, 408, 429, 431, 500, 501, 502, 503, 504)
_BEHIND_A_TOKEN: Final = (401, 403)
_WITH_A_BODY: Final = (413,)
_TITLES: Final = {int(kind.status): kind.title.en for kind in reversed([*PROBLEM_TYPES.values()])}
_METHODS: Final = frozenset({"delete", "get", "post"})


def with_own_answers(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the merged API document with the gateway's own answers on every operation.

    An answer that a service documents itself is left as it is.
    """
    paths = {
        path: {name: _answering(part) if name in _METHODS else part for name, part in item.items()}
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths}


def _answering(operation: Mapping[str, Any]) -> dict[str, Any]:
    own = {str(status): _problem(status) for status in _statuses(operation)}
    responses = own | operation["responses"]
    return {**operation, "responses": dict(sorted(responses.items()))}


def _statuses(operation: Mapping[str, Any]) -> Iterator[int]:
    yield from EVERYWHERE
    if operation.get("security"):
        yield from _BEHIND_A_TOKEN
    if "requestBody" in operation:
        yield from _WITH_A_BODY


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _TITLES[status],
        "content": {"application/problem+json": {"schema": schema}},
    }

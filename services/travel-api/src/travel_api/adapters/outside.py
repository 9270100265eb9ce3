"""One question to an outside system, and the one way it can fail."""

from collections.abc import Mapping
from typing import Any

import httpx

_SERVER_ERROR = 500
_REFUSALS = frozenset({401, 403, 408, 429})


class OutsideUnavailable(Exception):
    """An outside system gave no answer that can be used. It is asked again, never guessed."""

    def __init__(self) -> None:
        super().__init__("An outside system did not answer.")


async def ask(client: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> httpx.Response:
    """Post `body` to `path` and return the answer.

    Raises:
        OutsideUnavailable: no connection, no answer in time, or a status that says try again.
    """
    try:
        answer = await client.post(path, json=body)
    except httpx.HTTPError:
        raise OutsideUnavailable from None
    if answer.status_code >= _SERVER_ERROR or answer.status_code in _REFUSALS:
        raise OutsideUnavailable
    return answer

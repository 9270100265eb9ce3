"""Waiting for what happens beside a request."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_PATIENCE_S = 120
_PAUSE_S = 0.1


async def until(ask: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Ask again and again until there is an answer, and return it.

    Raises:
        TimeoutError: there was none within two minutes.
    """
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while (answer := await ask()) is None:  # noqa: ASYNC110 - another process changes
                await asyncio.sleep(_PAUSE_S)
    except TimeoutError:
        raise TimeoutError(f"Waited in vain for {what}.") from None
    return answer

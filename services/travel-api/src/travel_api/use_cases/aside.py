"""Work on large claims is done aside, in a thread, while other requests are answered."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from travel_api.domain.facts import Facts

_FEW: Final = 100
"""Legs, each counted once a traveller, that are assessed within a few milliseconds."""

_T = TypeVar("_T")


async def aside_if_large(facts: Facts, work: Callable[[], _T]) -> _T:
    """Do `work` on some facts and return what came of it.

    Most claims are assessed faster than a thread takes over, so only large ones go there.
    """
    legs = sum(len(journey.legs) for journey in facts.journeys)
    if legs * (1 + len(facts.companions)) <= _FEW:
        return work()
    return await asyncio.to_thread(work)

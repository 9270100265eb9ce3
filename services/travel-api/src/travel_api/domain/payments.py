"""Small amounts are held until several of them within six months are worth a payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from contracts.vocabulary import Ore
from travel_api.domain.law_dates import months_after

MONTHS_SUMMED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An amount owed to one claimant under one decision.

    Attributes:
        payment_id: its identifier.
        amount: øre, above 0.
        travelled_on: the day the last journey it covers was completed.
    """

    payment_id: UUID
    amount: Ore
    travelled_on: date


def payable_together(new: Owed, held: Iterable[Owed], minimum: Ore) -> tuple[Owed, ...]:
    """Return what is paid now that `new` is owed; nothing when it is still too little.

    An amount of at least `minimum` is paid at once. A smaller one is paid together with held ones
    whose travel lies within six months of its own, when all of them reach `minimum`.

    Args:
        new: what has just been decided.
        held: what is held for the same claimant.
        minimum: the least amount that is paid out.
    """
    together = (new, *(owed for owed in held if _within_six_months(new, owed)))
    return together if sum(owed.amount for owed in together) >= minimum else ()


def _within_six_months(one: Owed, other: Owed) -> bool:
    first, last = sorted((one.travelled_on, other.travelled_on))
    return last <= months_after(first, MONTHS_SUMMED)

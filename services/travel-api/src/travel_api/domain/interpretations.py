"""The readings chosen where the sources leave a question open, and the rules switched off."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Interpretations:
    """What the rules ask about a question the sources leave open.

    Most readings have one answer that the rules are built on; these are the ones an operator may
    answer otherwise. `switched_off` names rules beyond the two main documents that do not apply.
    """

    exactly_least_distance: Literal["refused", "granted"] = "refused"
    """A01: a journey of exactly the least distance."""

    exactly_long_distance: Literal["rate", "fare"] = "rate"
    """A02: a journey of exactly the long distance."""

    long_with_need: Literal["better", "rate", "fare"] = "better"
    """A06: a long journey for which a car was needed."""

    switched_off: frozenset[str] = frozenset()

    def apply(self, rule: str) -> bool:
        """Whether a rule beyond the two main documents is in use."""
        return rule not in self.switched_off

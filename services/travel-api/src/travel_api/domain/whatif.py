"""What would have been, had a figure been another: claims compared before and after."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from contracts.vocabulary import Ore
from travel_api.domain.assessment import Outcome
from travel_api.domain.claims import InputRefusal, TravelRefusal

EDGES: Final = tuple(
    Ore(kroner * 100) for kroner in (-1000, -500, -100, -50, 0, 50, 100, 500, 1000)
)
"""Where one class of changes ends and the next begins; a class takes its lower edge."""


class RunStatus(StrEnum):
    """How far a comparison has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED: Final = frozenset({RunStatus.DONE, RunStatus.FAILED, RunStatus.CANCELLED})
"""A comparison that is one of these stays so."""


class UnknownFigure(InputRefusal):
    """The rules read no figure of that name."""

    def __init__(self) -> None:
        super().__init__(
            "The rules read no figure of this name.", code="unknown_figure", pointer="/parameters"
        )


class FigureUnreadable(InputRefusal):
    """A value is not written as its figure is: kroner, kilometres or years."""

    def __init__(self) -> None:
        super().__init__(
            "The value is not written as its figure is: kroner, kilometres or whole years.",
            code="figure_value",
            pointer="/parameters",
        )


class AlreadyEnded(TravelRefusal):
    """The comparison has ended and cannot be cancelled."""

    def __init__(self, status: RunStatus) -> None:
        super().__init__(f"The reassessment is {status}.")


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim before and after."""

    claim_id: UUID
    before: Ore
    after: Ore
    outcome_before: Outcome
    outcome_after: Outcome

    @property
    def changed(self) -> bool:
        """Whether anything came out otherwise."""
        return (self.before, self.outcome_before) != (self.after, self.outcome_after)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the claims that were compared."""

    done: int = 0
    changed: int = 0
    before: int = 0
    after: int = 0
    histogram: tuple[int, ...] = (0,) * (len(EDGES) + 1)

    def with_all(self, compared: Iterable[Compared]) -> Self:
        """Return the sums with more claims counted.

        Only changed claims are in the histogram, by the difference in what is payable.
        """
        done, changed, before, after = self.done, self.changed, self.before, self.after
        counts = list(self.histogram)
        for one in compared:
            done += 1
            before += one.before
            after += one.after
            if one.changed:
                changed += 1
                counts[bisect_right(EDGES, one.after - one.before)] += 1
        return type(self)(done, changed, before, after, tuple(counts))

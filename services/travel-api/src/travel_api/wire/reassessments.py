"""Bodies about what-if comparisons."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.vocabulary import Ore
from service_kit.wire import Date, MoneyOut, Request, Response, SignedMoneyOut
from travel_api.domain.assessment import Outcome
from travel_api.domain.whatif import EDGES, Compared, RunStatus
from travel_api.storage.reassessments import Figures, Run, Scope

_FIGURE_PATTERN = r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,2})?$"


class FigureIn(Request):
    """Another value of one figure, from one day until its next row."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    id: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", examples=["km_rate"])]
    valid_from: Annotated[Date, Field(alias="from")]
    value: Annotated[
        str, Field(pattern=_FIGURE_PATTERN, examples=["3.40"], description="As /parameters has it")
    ]


class ScopeIn(Request):
    """Which claims: those received in a period, both days included."""

    received_from: Date | None = None
    received_to: Date | None = None


class ReassessmentIn(Request):
    """Other figures, and the claims to run again under them."""

    parameters: Annotated[tuple[FigureIn, ...], Field(min_length=1, max_length=50)]
    filter: ScopeIn = ScopeIn()

    def figures(self) -> Figures:
        """Return the figures as they are kept."""
        return [
            {"id": one.id, "from": one.valid_from.isoformat(), "value": one.value}
            for one in self.parameters
        ]

    def scope(self) -> Scope:
        """Return the filter as the use case takes it."""
        return Scope(received_from=self.filter.received_from, received_to=self.filter.received_to)


class TotalsOut(Response):
    """What is payable in all."""

    before: MoneyOut
    after: MoneyOut


class ClassOut(Response):
    """How many changed claims lie in one class of differences."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    lower: Annotated[SignedMoneyOut | None, Field(alias="from")]
    upper: Annotated[
        SignedMoneyOut | None, Field(alias="to", description="Not itself in the class")
    ]
    count: int


class ReassessmentOut(Response):
    """A comparison and how far it has come."""

    reassessment_id: UUID
    status: RunStatus
    done: int
    total: int
    changed: int
    totals: TotalsOut
    histogram: Sequence[ClassOut]
    requested_at: datetime
    ended_at: datetime | None


class ChangeOut(Response):
    """A claim that would have come out otherwise."""

    claim_id: UUID
    before: MoneyOut
    after: MoneyOut
    outcome_before: Outcome
    outcome_after: Outcome


class ChangePage(Response):
    """One page of changes."""

    items: Sequence[ChangeOut]
    next_cursor: UUID | None


def reassessment_out(run: Run) -> ReassessmentOut:
    """Return a comparison as it goes on the wire."""
    tally = run.tally
    classes = zip(pairwise((None, *EDGES, None)), tally.histogram, strict=True)
    return ReassessmentOut(
        reassessment_id=run.reassessment_id,
        status=run.status,
        done=tally.done,
        total=run.total,
        changed=tally.changed,
        totals=TotalsOut(before=Ore(tally.before), after=Ore(tally.after)),
        histogram=[
            ClassOut(lower=lower, upper=upper, count=count) for (lower, upper), count in classes
        ],
        requested_at=run.requested_at,
        ended_at=run.ended_at,
    )


def change_page(found: Sequence[Compared], limit: int) -> ChangePage:
    """Return a page. One change more than the limit tells that there is another page."""
    shown = found[:limit]
    more = len(found) > limit
    return ChangePage(
        items=[
            ChangeOut(
                claim_id=one.claim_id,
                before=one.before,
                after=one.after,
                outcome_before=one.outcome_before,
                outcome_after=one.outcome_after,
            )
            for one in shown
        ],
        next_cursor=shown[-1].claim_id if more else None,
    )

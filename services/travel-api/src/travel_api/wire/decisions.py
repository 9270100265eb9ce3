"""Bodies about decisions."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from service_kit.wire import MoneyOut, Request, Response
from travel_api.domain.assessment import Outcome
from travel_api.domain.decisions import Decision, Reservation, Verdict
from travel_api.use_cases.deciding import Ruling
from travel_api.use_cases.reading import DecisionView
from travel_api.wire.assessments import AssessmentOut, assessment_out
from travel_api.wire.text import Writing


class DecisionIn(Request):
    """A handler's decision on the newest assessment.

    Every reservation of the assessment is acknowledged by name, so that nothing is decided
    unseen.
    """

    verdict: Verdict
    ground: Annotated[
        Writing | None,
        Field(description="In the handler's words; shown to the claimant. Names nobody."),
    ] = None
    acknowledged: Annotated[tuple[Reservation, ...], Field(max_length=20)] = ()

    def ruling(self) -> Ruling:
        """Return the decision as the use case takes it."""
        return Ruling(
            verdict=self.verdict,
            handler=None,
            ground=self.ground,
            acknowledged=frozenset(self.acknowledged),
        )


class DecisionSummary(Response):
    """A decision: issued once, never changed."""

    no: int
    number: str
    outcome: Outcome
    payable: MoneyOut
    issued_by: Literal["automatic", "handler"]
    ground: str | None
    acknowledged: Sequence[Reservation]
    issued_on: date
    notified_on: Annotated[date, Field(description="When the claimant is taken to have been told")]
    complain_before: Annotated[date, Field(description="The last day a complaint is in time")]
    assessment_no: int


class DecisionOut(DecisionSummary):
    """A decision with the assessment it rests on, as it was."""

    assessment: AssessmentOut


class DecisionList(Response):
    """Every decision on a claim, oldest first."""

    items: Sequence[DecisionOut]


def decision_summary(decision: Decision) -> DecisionSummary:
    """Return a decision without its assessment."""
    return DecisionSummary(**_common(decision))


def decision_out(view: DecisionView) -> DecisionOut:
    """Return a decision with its assessment."""
    return DecisionOut(**_common(view.decision), assessment=assessment_out(view.assessed))


def _common(decision: Decision) -> dict[str, Any]:
    return {
        "no": decision.no,
        "number": decision.number,
        "outcome": decision.outcome,
        "payable": decision.payable,
        "issued_by": decision.issued_by,
        "ground": decision.ground,
        "acknowledged": decision.acknowledged,
        "issued_on": decision.issued_on,
        "notified_on": decision.notified_on,
        "complain_before": decision.complain_before,
        "assessment_no": decision.assessment_no,
    }

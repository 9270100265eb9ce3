"""Cases whose thirty days are running out."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from access_api.domain.case import Case, Kind, Status
from service_kit.wire import Response


class DeadlineOut(Response):
    """An undecided case and how long it has left."""

    request_id: UUID
    case_number: str
    kind: Kind
    status: Status
    received_on: date
    decide_before: date
    days_left: int = Field(description="Below 0 when the deadline has passed")


class DeadlinesOut(Response):
    """Undecided cases, the most urgent first."""

    items: Sequence[DeadlineOut]


def deadlines_out(today: date, cases: Sequence[Case]) -> DeadlinesOut:
    """Return the list as it stands today."""
    return DeadlinesOut(items=[_deadline(today, case) for case in cases])


def _deadline(today: date, case: Case) -> DeadlineOut:
    return DeadlineOut(
        request_id=case.case_id,
        case_number=case.case_number,
        kind=case.kind,
        status=case.status,
        received_on=case.received_on,
        decide_before=case.decide_before,
        days_left=(case.decide_before - today).days,
    )

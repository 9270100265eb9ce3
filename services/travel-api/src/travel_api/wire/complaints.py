"""Bodies about complaints."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Text
from service_kit.wire import Date, Request, Response, TextOut
from travel_api.domain.complaints import Complaint, ComplaintStatus
from travel_api.use_cases.complaining import Words
from travel_api.wire.text import Writing

_ROUTE: Final = Text(
    nb="Klagen behandles først av Pasientreiser, som kan endre vedtaket. Holder de fast ved det, "
    "sender de klagen videre til Statsforvalteren, som avgjør den. Du trenger ikke sende den dit.",
    en="Pasientreiser looks at the complaint first and may change the decision. If they uphold "
    "it, they send the complaint on to the County Governor, who decides. You need not send it.",
)


class ComplaintIn(Request):
    """A complaint about the newest decision."""

    text: Annotated[Writing, Field(description="What is wrong with the decision, and why")]
    received_on: Annotated[
        Date | None, Field(description="Only from a clerk: the day a letter came")
    ] = None

    def words(self) -> Words:
        """Return the complaint as the use case takes it."""
        return Words(text=self.text, received_on=self.received_on)


class ComplaintAnswerIn(Request):
    """What becomes of a complaint that does not change the decision."""

    outcome: Literal["forwarded", "dismissed"]
    ground: Writing


class ComplaintOut(Response):
    """A complaint. One that comes late is received too; a handler decides what becomes of it."""

    complaint_id: UUID
    decision_no: int
    received_on: date
    in_time: bool
    status: ComplaintStatus
    text: str
    answer: str | None


class ComplaintList(Response):
    """The complaints about a claim, oldest first, and where they go."""

    route: TextOut
    contact_points: Sequence[str]
    items: Sequence[ComplaintOut]


def complaints_out(found: Sequence[tuple[Complaint, str]]) -> ComplaintList:
    """Return the complaints about a claim as they go on the wire."""
    return ComplaintList(
        route=TextOut.of(_ROUTE),
        contact_points=["patient-travel-claims", "county-governor"],
        items=[_out(complaint, text) for complaint, text in found],
    )


def _out(complaint: Complaint, text: str) -> ComplaintOut:
    return ComplaintOut(
        complaint_id=complaint.complaint_id,
        decision_no=complaint.decision_no,
        received_on=complaint.received_on,
        in_time=complaint.in_time,
        status=complaint.status,
        text=text,
        answer=complaint.answer,
    )

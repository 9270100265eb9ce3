"""Bodies about transport that somebody else orders."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from service_kit.wire import Date, Request, Response, TextOut
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.requisitions import TransportNeed
from travel_api.domain.transport_requests import RequestStatus, TransportRequest
from travel_api.domain.words import Answer
from travel_api.use_cases.requisitioning import Wish
from travel_api.wire.text import Writing


class RequisitionIn(Request):
    """A wish for adapted transport or a flight, for oneself."""

    transport: Literal["adapted", "air"]
    travel_on: Date
    can_use_public_transport: Answer
    ground: Annotated[
        Literal["health", "traffic", "none", "unknown"],
        Field(description="Why public transport does not do"),
    ]

    def wish(self) -> Wish:
        """Return the wish as the use case takes it."""
        need = TransportNeed(
            can_use_public_transport=self.can_use_public_transport, ground=self.ground
        )
        return Wish(transport=self.transport, travel_on=self.travel_on, need=need)


class RequisitionAnswerIn(Request):
    """The office's answer."""

    outcome: Literal["ordered", "refused"]
    ground: Writing


class RequisitionRuleOut(Response):
    """A rule that says whose the request is."""

    id: str
    statement: TextOut


class RequisitionOut(Response):
    """A request, whose it is to order, and what has become of it."""

    requisition_id: UUID
    number: str
    transport: Literal["adapted", "air"]
    travel_on: date
    ask: Annotated[
        Literal["practitioner", "patient_travel_office", "nobody"],
        Field(description="Who orders it: contact a practitioner yourself when it says so"),
    ]
    rules: Sequence[RequisitionRuleOut]
    status: RequestStatus
    answer: str | None


def requisition_out(request: TransportRequest, rulebook: Rulebook) -> RequisitionOut:
    """Return a request as it goes on the wire."""
    return RequisitionOut(
        requisition_id=request.request_id,
        number=request.number,
        transport=request.transport,
        travel_on=request.travel_on,
        ask=request.direction.ask,
        rules=[
            RequisitionRuleOut(id=name, statement=TextOut.of(rulebook.catalogue[name].statement))
            for name in request.direction.rules
        ],
        status=request.status,
        answer=request.answer,
    )

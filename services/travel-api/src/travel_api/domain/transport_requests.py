"""Requests for transport that somebody else orders: adapted transport, or a flight.

The patient travel office books flights, and orders adapted transport on traffic grounds; on health
grounds a practitioner does. A request that is not the office's to answer says whose it is.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from travel_api.domain.claims import TravelRefusal
from travel_api.domain.requisitions import Direction, TransportNeed, where_to_ask

Transport = Literal["adapted", "air"]


class RequestStatus(StrEnum):
    """What has become of a request."""

    DIRECTED = "directed"
    WITH_OFFICE = "with_office"
    ORDERED = "ordered"
    REFUSED = "refused"


class RequestAnswered(TravelRefusal):
    """The request does not wait for an answer of the office."""

    def __init__(self, status: RequestStatus) -> None:
        super().__init__(f"The request is {status} and does not wait for an answer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportRequest:
    """A request for transport, without who it is for.

    Attributes:
        request_id: its identifier.
        number: what people call it.
        transport: adapted transport on the ground, or a flight.
        travel_on: the day of travel.
        need: why public transport does not do.
        direction: whose it is to order, and by which rules.
        status: what has become of it.
        answer: the office's ground, when it has answered.
    """

    request_id: UUID
    number: str
    transport: Transport
    travel_on: date
    need: TransportNeed
    direction: Direction
    status: RequestStatus
    answer: str | None


def direct(transport: Transport, need: TransportNeed) -> tuple[Direction, RequestStatus]:
    """Return whose a request is, and so whether it waits for the office."""
    if transport == "air":
        return Direction("patient_travel_office", ("T-AIR-01",)), RequestStatus.WITH_OFFICE
    direction = where_to_ask(need)
    if direction.ask == "patient_travel_office":
        return direction, RequestStatus.WITH_OFFICE
    return direction, RequestStatus.DIRECTED


def require_waiting(request: TransportRequest) -> None:
    """Let pass a request that waits for the office.

    Raises:
        RequestAnswered: it does not.
    """
    if request.status is not RequestStatus.WITH_OFFICE:
        raise RequestAnswered(request.status)

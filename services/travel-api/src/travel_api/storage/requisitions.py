"""The table `requisition`. Whose it is, is sealed."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.identity_numbers import NationalIdentityNumber
from service_kit.problems import NotFound
from travel_api.domain.requisitions import Direction, TransportNeed
from travel_api.domain.transport_requests import RequestStatus, TransportRequest
from travel_api.domain.words import Answer
from travel_api.storage.identities import Identities
from travel_api.storage.tables import requisition_number, requisitions


async def next_number(tx: AsyncConnection, year: int) -> str:
    """Return a number that no request has had."""
    serial: int = (await tx.execute(requisition_number.next_value().select())).scalar_one()
    return f"RQ-{year}-{serial:06d}"


async def add(
    tx: AsyncConnection,
    request: TransportRequest,
    patient: NationalIdentityNumber,
    identities: Identities,
) -> None:
    """Write a new request."""
    await tx.execute(
        insert(requisitions).values(
            requisition_id=request.request_id,
            number=request.number,
            patient_index=identities.indexed(patient),
            patient_sealed=identities.seal(patient, request.request_id, "patient"),
            transport=request.transport,
            travel_on=request.travel_on,
            can_use_public_transport=request.need.can_use_public_transport,
            ground=request.need.ground,
            ask=request.direction.ask,
            rules=list(request.direction.rules),
            status=request.status,
        )
    )


async def load(
    tx: AsyncConnection, requisition_id: UUID, *, lock: bool = False
) -> tuple[TransportRequest, bytes]:
    """Return a request and what its patient is found by.

    Raises:
        NotFound: there is no such request.
    """
    query = select(requisitions).where(requisitions.c.requisition_id == requisition_id)
    row = (await tx.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFound
    return _request(row), row.patient_index


async def answer(
    tx: AsyncConnection, requisition_id: UUID, status: RequestStatus, ground: str
) -> None:
    """Write what the office answered."""
    await tx.execute(
        update(requisitions)
        .where(requisitions.c.requisition_id == requisition_id)
        .values(status=status, answer=ground)
    )


def _request(row: Row[Any]) -> TransportRequest:
    return TransportRequest(
        request_id=row.requisition_id,
        number=row.number,
        transport=row.transport,
        travel_on=row.travel_on,
        need=TransportNeed(
            can_use_public_transport=Answer(row.can_use_public_transport), ground=row.ground
        ),
        direction=Direction(row.ask, tuple(row.rules)),
        status=RequestStatus(row.status),
        answer=row.answer,
    )

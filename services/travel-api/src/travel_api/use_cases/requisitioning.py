"""Ask for transport that somebody else orders, and answer such requests."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from contracts.scopes.travel import HANDLE
from service_kit.auth import NotAllowed, Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.problems import NotFound
from travel_api.domain.requisitions import TransportNeed
from travel_api.domain.transport_requests import (
    RequestStatus,
    Transport,
    TransportRequest,
    direct,
    require_waiting,
)
from travel_api.storage import requisitions
from travel_api.storage.clock import today
from travel_api.storage.tables import idempotency
from travel_api.use_cases.journal import note
from travel_api.use_cases.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What transport is asked for, when, and why."""

    transport: Transport
    travel_on: date
    need: TransportNeed


async def request_transport(
    shell: Shell, principal: Principal, wish: Wish, once: Once
) -> TransportRequest:
    """Receive a citizen's own request, and say whose it is to order.

    Raises:
        NotAllowed: the token came without the citizen's own number.
    """
    if principal.national_id is None:
        raise NotAllowed
    direction, status = direct(wish.transport, wish.need)
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            return (await requisitions.load(tx, stored.resource_id))[0]
        request = TransportRequest(
            request_id=uuid4(),
            number=await requisitions.next_number(tx, (await today(tx)).year),
            transport=wish.transport,
            travel_on=wish.travel_on,
            need=wish.need,
            direction=direction,
            status=status,
            answer=None,
        )
        await requisitions.add(tx, request, principal.national_id, shell.identities)
        await note(
            tx, "requisition.asked", request.request_id, principal.subject, ask=direction.ask
        )
        location = f"/v1/requisitions/{request.request_id}"
        await remember(
            tx, idempotency, once, status=201, location=location, resource_id=request.request_id
        )
    return request


async def get_request(shell: Shell, principal: Principal, requisition_id: UUID) -> TransportRequest:
    """Return a request: one's own, or any to a handler.

    Raises:
        NotFound: there is no such request, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        request, patient = await requisitions.load(connection, requisition_id)
    if HANDLE in principal.scopes:
        return request
    own = principal.national_id
    if own is None or patient not in shell.identities.indexes(own):
        raise NotFound
    return request


async def answer_request(
    shell: Shell,
    principal: Principal,
    requisition_id: UUID,
    answer: tuple[RequestStatus, str],
    once: Once,
) -> TransportRequest:
    """Order the transport or refuse it, with a ground.

    Raises:
        NotFound: there is no such request.
        RequestAnswered: it does not wait for the office.
    """
    status, ground = answer
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is None:
            request, _ = await requisitions.load(tx, requisition_id, lock=True)
            require_waiting(request)
            await requisitions.answer(tx, requisition_id, status, ground)
            await note(tx, f"requisition.{status}", requisition_id, principal.subject)
            location = f"/v1/requisitions/{requisition_id}"
            await remember(
                tx, idempotency, once, status=201, location=location, resource_id=requisition_id
            )
        return (await requisitions.load(tx, requisition_id))[0]

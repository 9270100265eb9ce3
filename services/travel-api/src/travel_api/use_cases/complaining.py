"""Complaints about decisions: received, and answered by a handler."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from contracts.scopes.travel import REGISTER
from service_kit.auth import Principal
from service_kit.idempotency import Once, replay
from travel_api.domain.claims import Channel, Step, take_step
from travel_api.domain.complaints import (
    Complaint,
    ComplaintStatus,
    is_in_time,
    step_of_answer,
)
from travel_api.domain.submissions import require_day_not_after, require_fitting_channel
from travel_api.storage import claims, complaints, decisions
from travel_api.storage.clock import today
from travel_api.storage.tables import idempotency
from travel_api.use_cases.journal import done, note
from travel_api.use_cases.reading import own_file
from travel_api.use_cases.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a complaint says, and the day it came when it came on paper."""

    text: str
    received_on: date | None


async def complain(
    shell: Shell, principal: Principal, claim_id: UUID, words: Words, once: Once
) -> None:
    """Receive a complaint about the newest decision on a claim, in time or late.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
        StepNotAllowed: there is no decision to complain about, or a complaint waits already.
        WrongChannel: the day does not fit the sender.
        ReceivedInFuture: it lies after today.
    """
    clerk = REGISTER in principal.scopes
    channel = Channel.PAPER if clerk else Channel.ELECTRONIC
    require_fitting_channel(channel, words.received_on, clerk=clerk)
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        file = await own_file(tx, shell, principal, claim_id, lock=True)
        complained = take_step(file.claim, Step.COMPLAIN)
        now = await today(tx)
        received_on = words.received_on or now
        require_day_not_after(received_on, now)
        decision = (await decisions.of_claim(tx, claim_id))[-1]
        complaint = Complaint(
            complaint_id=uuid4(),
            decision_no=decision.no,
            received_on=received_on,
            in_time=is_in_time(received_on, decision.complain_before),
            status=ComplaintStatus.RECEIVED,
            answer=None,
        )
        await complaints.add(tx, claim_id, complaint, words.text, shell.sealer)
        await claims.save(tx, replace(file, claim=complained))
        await note(tx, "claim.complained", claim_id, principal.subject, in_time=complaint.in_time)
        await done(tx, once, claim_id)


async def answer_complaint(
    shell: Shell,
    principal: Principal,
    claim_id: UUID,
    answer: tuple[ComplaintStatus, str],
    once: Once,
) -> None:
    """Send the waiting complaint on to the county governor, or dismiss it for coming late.

    Raises:
        NotFound: there is no such claim, or no complaint waits.
        ComplaintInTime: it came in time and cannot be dismissed.
    """
    status, ground = answer
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        file = await own_file(tx, shell, principal, claim_id, lock=True)
        waiting = await complaints.open_one(tx, claim_id)
        answered = take_step(file.claim, step_of_answer(waiting, status))
        await complaints.answer_open(tx, claim_id, status, ground)
        await claims.save(tx, replace(file, claim=answered))
        await note(tx, f"claim.complaint_{status}", claim_id, principal.subject)
        await done(tx, once, claim_id)


async def list_complaints(
    shell: Shell, principal: Principal, claim_id: UUID
) -> list[tuple[Complaint, str]]:
    """Return every complaint about a claim with its words, oldest first.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        await own_file(connection, shell, principal, claim_id)
        return await complaints.of_claim(connection, claim_id, shell.sealer)

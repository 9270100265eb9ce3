"""Receive a claim: store it first, then ask the registers, so that nothing is ever lost."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from contracts.scopes.travel import REGISTER
from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.outbox import record
from travel_api.domain.claims import Channel, Claim, ClaimStatus
from travel_api.domain.facts import Facts
from travel_api.domain.submissions import (
    NotAnIdentityNumberHere,
    NotYourOwnClaim,
    require_day_not_after,
    require_fitting_channel,
    require_fitting_people,
    require_papers,
    uploads_of,
)
from travel_api.storage import claims
from travel_api.storage.claims import People
from travel_api.storage.clock import today
from travel_api.storage.documents import attach
from travel_api.storage.tables import idempotency, outbox
from travel_api.use_cases.asking import ANSWERS_WANTED, try_asking
from travel_api.use_cases.journal import note
from travel_api.use_cases.shell import Shell

_AFTER_THE_FIRST_TRY: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A claim as it was sent."""

    claimant: str
    patient: str
    facts: Facts
    channel: Channel
    received_on: date | None


async def submit_claim(
    shell: Shell, principal: Principal, submission: Submission, once: Once
) -> UUID:
    """Store a claim and try to assess it at once; return its id.

    The registers are asked after the claim is safe. When they do not answer in time, the relay
    asks them again.

    Raises:
        NotAnIdentityNumberHere: a number does not pass its checks.
        NotYourOwnClaim: a citizen claims in another's name.
        TravelRefusal: the claim does not fit its sender or its channel.
    """
    people = _people(shell, submission)
    _require_sender(principal, submission, people)
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            return stored.resource_id
        claim_id = await _store(tx, shell, principal, submission, people)
        await remember(
            tx,
            idempotency,
            once,
            status=201,
            location=f"/v1/claims/{claim_id}",
            resource_id=claim_id,
        )
    await try_asking(shell, claim_id)
    return claim_id


async def _store(
    tx: AsyncConnection,
    shell: Shell,
    principal: Principal,
    submission: Submission,
    people: People,
) -> UUID:
    now = await today(tx)
    received_on = submission.received_on or now
    require_day_not_after(received_on, now)
    claim = Claim(
        claim_id=uuid4(),
        number=await claims.next_number(tx, received_on),
        status=ClaimStatus.RECEIVED,
        channel=submission.channel,
        received_on=received_on,
        version=1,
    )
    facts = replace(submission.facts, received_on=received_on)
    await claims.add(tx, claim, facts, people, shell.identities, principal.subject)
    await attach(tx, claim.claim_id, uploads_of(facts), principal.subject, "claim")
    await record(
        tx,
        outbox,
        topic=ANSWERS_WANTED,
        key=f"{ANSWERS_WANTED}:{claim.claim_id}",
        payload={"claim_id": str(claim.claim_id)},
        due_in=_AFTER_THE_FIRST_TRY,
    )
    await note(tx, "claim.received", claim.claim_id, principal.subject, channel=claim.channel)
    return claim.claim_id


def _people(shell: Shell, submission: Submission) -> People:
    def parse(text: str, pointer: str) -> NationalIdentityNumber:
        try:
            return NationalIdentityNumber.parse(
                text, allow_synthetic=shell.settings.allow_synthetic
            )
        except NotAnIdentityNumber:
            raise NotAnIdentityNumberHere(pointer) from None

    return People(
        claimant=parse(submission.claimant, "/claimant/national_id"),
        patient=parse(submission.patient, "/patient/national_id"),
    )


def _require_sender(principal: Principal, submission: Submission, people: People) -> None:
    clerk = REGISTER in principal.scopes
    require_fitting_channel(submission.channel, submission.received_on, clerk=clerk)
    same_person = people.claimant.reveal() == people.patient.reveal()
    require_fitting_people(submission.facts.claimant.role, same_person=same_person)
    if clerk:
        return
    own = principal.national_id
    if own is None or own.reveal() != people.claimant.reveal():
        raise NotYourOwnClaim
    require_papers(submission.facts)

"""Issue a decision: automatically, or by a handler who takes a stand on every reservation."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.public_holidays import is_public_holiday
from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay
from travel_api.domain.claims import Channel, Step, take_step
from travel_api.domain.complaints import ComplaintStatus
from travel_api.domain.deadlines import last_day_to_complain
from travel_api.domain.decisions import (
    Decision,
    NotReadyToDecide,
    Reservation,
    Verdict,
    outcome_of,
    reservations,
)
from travel_api.storage import assessments, claims, complaints, decisions
from travel_api.storage.assessments import AssessmentRecord
from travel_api.storage.claims import ClaimFile
from travel_api.storage.clock import today
from travel_api.storage.tables import idempotency
from travel_api.use_cases.journal import SYSTEM, note
from travel_api.use_cases.paying import owe
from travel_api.use_cases.reading import DecisionView, view_of
from travel_api.use_cases.shell import Shell

DECISIONS: Final = Counter(
    "travel_decisions", "Decisions by outcome, and by whom they are made", ["outcome", "issued_by"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is ruled, by whom, and what they took a stand on."""

    verdict: Verdict
    handler: str | None
    ground: str | None
    acknowledged: frozenset[Reservation]


async def decide_claim(
    shell: Shell, principal: Principal, claim_id: UUID, ruling: Ruling, once: Once
) -> DecisionView:
    """Issue a handler's decision on the newest assessment of a claim.

    Raises:
        NotFound: there is no such claim.
        StepNotAllowed: it cannot be decided in its present status.
        NotReadyToDecide: it is not assessed yet, or something is lacking.
        NotAcknowledged: other reservations were acknowledged than the assessment has.
        VerdictNeeded: the handler has to state the outcome.
    """
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            no = int(stored.location.rpartition("/")[2])
            return await view_of(tx, shell, await decisions.one(tx, claim_id, no))
        file = await claims.load(tx, claim_id, lock=True)
        decision = await issue(tx, shell, file, replace(ruling, handler=principal.subject))
        await remember(
            tx,
            idempotency,
            once,
            status=201,
            location=f"/v1/claims/{claim_id}/decisions/{decision.no}",
            resource_id=claim_id,
        )
        return await view_of(tx, shell, decision)


async def issue(tx: AsyncConnection, shell: Shell, file: ClaimFile, ruling: Ruling) -> Decision:
    """Write the decision, what is owed under it, and the claim's new status."""
    decided = take_step(file.claim, Step.DECIDE)
    record = await assessments.newest(tx, decided.claim_id)
    if record is None:
        raise NotReadyToDecide
    earlier = await decisions.of_claim(tx, decided.claim_id)
    issued_on = await today(tx)
    decision = _decision(shell, file, record, ruling, (len(earlier) + 1, issued_on))
    await decisions.add(tx, decision)
    DECISIONS.labels(decision.outcome, decision.issued_by).inc()
    await complaints.answer_open(tx, decided.claim_id, ComplaintStatus.CHANGED, ruling.ground)
    await owe(tx, shell, file, decision)
    await claims.save(tx, replace(file, claim=decided))
    await note(
        tx,
        "claim.decided",
        decided.claim_id,
        ruling.handler or SYSTEM,
        no=decision.no,
        outcome=decision.outcome,
        assessment_no=record.no,
        ruleset_version=record.ruleset_version,
    )
    return decision


def _decision(
    shell: Shell,
    file: ClaimFile,
    record: AssessmentRecord,
    ruling: Ruling,
    issued: tuple[int, date],
) -> Decision:
    """Return the decision that a ruling on an assessment makes; `issued` is its number and day."""
    no, issued_on = issued
    outcome, payable = outcome_of(
        record.assessment,
        ruling.verdict,
        ground=ruling.ground,
        found=reservations(record.assessment, file.answers, record.facts.claimant.role),
        acknowledged=ruling.acknowledged,
    )
    by_post = file.claim.channel is Channel.PAPER
    notified_on = issued_on + timedelta(days=shell.settings.postal_days if by_post else 0)
    return Decision(
        claim_id=file.claim.claim_id,
        no=no,
        number=f"{file.claim.number}-{no}",
        assessment_no=record.no,
        outcome=outcome,
        payable=payable,
        issued_by="automatic" if ruling.handler is None else "handler",
        handler=ruling.handler,
        ground=ruling.ground,
        acknowledged=tuple(sorted(ruling.acknowledged)),
        issued_on=issued_on,
        notified_on=notified_on,
        complain_before=last_day_to_complain(notified_on, is_public_holiday),
    )

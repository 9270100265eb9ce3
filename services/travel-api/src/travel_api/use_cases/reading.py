"""Read claims and what was made of them; only one's own, except for handlers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.auth import Principal
from service_kit.problems import NotFound
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.decisions import Decision
from travel_api.storage import assessments, claims, decisions, journal
from travel_api.storage.assessments import AssessmentRecord
from travel_api.storage.claims import ClaimFile, Wanted
from travel_api.storage.journal import Event
from travel_api.use_cases.access import own_only, require_own
from travel_api.use_cases.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """An assessment with the rules it was made by."""

    record: AssessmentRecord
    rulebook: Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with its newest assessment and its decisions."""

    file: ClaimFile
    newest: AssessmentView | None
    decisions: list[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision with the assessment it rests on."""

    decision: Decision
    assessed: AssessmentView


async def get_claim(shell: Shell, principal: Principal, claim_id: UUID) -> ClaimView:
    """Return one claim.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        file = await own_file(connection, shell, principal, claim_id)
        record = await assessments.newest(connection, claim_id)
        newest = None if record is None else await _with_rules(connection, shell, record)
        return ClaimView(
            file=file,
            newest=newest,
            decisions=await decisions.of_claim(connection, claim_id),
        )


async def list_assessments(
    shell: Shell, principal: Principal, claim_id: UUID
) -> list[AssessmentView]:
    """Return every assessment of a claim, oldest first.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        await own_file(connection, shell, principal, claim_id)
        return [
            await _with_rules(connection, shell, record)
            for record in await assessments.history(connection, claim_id)
        ]


async def list_decisions(shell: Shell, principal: Principal, claim_id: UUID) -> list[DecisionView]:
    """Return every decision on a claim with what it rests on, oldest first.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        await own_file(connection, shell, principal, claim_id)
        return [
            await view_of(connection, shell, decision)
            for decision in await decisions.of_claim(connection, claim_id)
        ]


async def get_decision(shell: Shell, principal: Principal, claim_id: UUID, no: int) -> DecisionView:
    """Return the claim's decision number `no` with what it rests on.

    Raises:
        NotFound: there is no such claim or decision, or it is somebody else's.
    """
    async with shell.engine.connect() as connection:
        await own_file(connection, shell, principal, claim_id)
        for decision in await decisions.of_claim(connection, claim_id):
            if decision.no == no:
                return await view_of(connection, shell, decision)
    raise NotFound


async def list_events(shell: Shell, claim_id: UUID) -> list[Event]:
    """Return everything that happened to a claim, oldest first.

    Raises:
        NotFound: there is no such claim.
    """
    async with shell.engine.connect() as connection:
        await claims.load(connection, claim_id)
        return await journal.of_claim(connection, claim_id)


async def search_claims(
    shell: Shell,
    principal: Principal,
    wanted: Wanted,
    *,
    limit: int,
    after: tuple[datetime, UUID] | None,
) -> list[ClaimFile]:
    """Return claims the caller may see, newest first."""
    async with shell.engine.connect() as connection:
        narrowed = own_only(shell, principal, wanted)
        return await claims.search(connection, narrowed, limit=limit, after=after)


async def own_file(
    connection: AsyncConnection,
    shell: Shell,
    principal: Principal,
    claim_id: UUID,
    *,
    lock: bool = False,
) -> ClaimFile:
    """Return a claim that the caller may see, locked when it is to be changed.

    Raises:
        NotFound: there is no such claim, or it is somebody else's.
    """
    file = await claims.load(connection, claim_id, lock=lock)
    require_own(shell, principal, file)
    return file


async def view_of(connection: AsyncConnection, shell: Shell, decision: Decision) -> DecisionView:
    """Return `decision` with the assessment it rests on."""
    record = await assessments.one(connection, decision.claim_id, decision.assessment_no)
    return DecisionView(decision=decision, assessed=await _with_rules(connection, shell, record))


async def _with_rules(
    connection: AsyncConnection, shell: Shell, record: AssessmentRecord
) -> AssessmentView:
    rulebook = await shell.shelf.of(connection, record.ruleset_version)
    return AssessmentView(record=record, rulebook=rulebook)

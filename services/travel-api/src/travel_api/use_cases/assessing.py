"""Assess a claim anew after each change, and let what follows from it happen."""

from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from travel_api.domain.answers import with_answers
from travel_api.domain.assessment import ENGINE_VERSION
from travel_api.domain.claims import ClaimStatus, Step, take_step
from travel_api.domain.decisions import Verdict, following_step
from travel_api.domain.engine import assess
from travel_api.domain.readings import read_as
from travel_api.storage import assessments, claims
from travel_api.storage.claims import ClaimFile, Indexes
from travel_api.use_cases.aside import aside_if_large
from travel_api.use_cases.deciding import Ruling, issue
from travel_api.use_cases.journal import SYSTEM, note
from travel_api.use_cases.shell import Shell

_AUTOMATIC: Final = Ruling(
    verdict=Verdict.AS_ASSESSED, handler=None, ground=None, acknowledged=frozenset()
)


async def assess_anew(tx: AsyncConnection, shell: Shell, file: ClaimFile, cause: str) -> None:
    """Assess a locked claim as it now stands, save it, and take the step that follows.

    The step may be to decide: then the decision is issued in this same transaction.
    """
    file = await _compared_with_others(tx, shell, file)
    rulebook = shell.rulebook
    facts = replace(with_answers(file.facts, file.answers), received_on=file.claim.received_on)
    readings = file.answers.readings
    interpretations = read_as(rulebook.interpretations, readings)
    figures, mode = rulebook.timeline, shell.settings.mode
    assessment = await aside_if_large(facts, lambda: assess(facts, figures, interpretations, mode))
    await assessments.keep_ruleset(tx, rulebook.ruleset_version, rulebook.documents)
    no = await assessments.append(
        tx,
        file.claim.claim_id,
        cause=cause,
        ruleset_version=rulebook.ruleset_version,
        engine_version=ENGINE_VERSION,
        facts=facts,
        readings=readings,
        assessment=assessment,
    )
    await note(
        tx,
        "claim.assessed",
        file.claim.claim_id,
        SYSTEM,
        no=no,
        cause=cause,
        outcome=assessment.outcome,
        ruleset_version=rulebook.ruleset_version,
    )
    if file.claim.status is ClaimStatus.COMPLAINED:
        await claims.save(tx, file)
        return
    step = following_step(assessment, file.answers, facts.claimant.role)
    if step is Step.DECIDE:
        await issue(tx, shell, file, _AUTOMATIC)
        return
    await claims.save(tx, replace(file, claim=take_step(file.claim, step)))


async def _compared_with_others(tx: AsyncConnection, shell: Shell, file: ClaimFile) -> ClaimFile:
    """Find out whether the same travel may have been claimed before: a person looks at that."""
    people = await claims.people_of(tx, file.claim.claim_id, shell.identities)
    indexes = Indexes(
        claimant=shell.identities.indexes(people.claimant),
        patient=shell.identities.indexes(people.patient),
    )
    overlapping = await claims.overlaps(tx, file, indexes)
    return replace(file, answers=replace(file.answers, overlapping=overlapping))

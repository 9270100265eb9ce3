"""Ask the registers about a claim: the patient's birth date, and whether the treatment took place.

The claimant is never asked for what a register should tell. When a register gives no answer after
patient trying, the question becomes a task for the office.
"""

import contextlib
from dataclasses import replace
from typing import Final
from uuid import UUID

from service_kit.outbox import Job
from travel_api.adapters.outside import OutsideUnavailable
from travel_api.adapters.population_register import Person
from travel_api.domain.answers import (
    Answers,
    attendance_of,
    days_to_ask,
    may_ask_records,
    with_answers,
)
from travel_api.domain.claims import ClaimStatus
from travel_api.domain.facts import AgeUnknown, BornOn, Facts
from travel_api.domain.words import Record
from travel_api.storage import claims
from travel_api.storage.claims import People
from travel_api.use_cases.assessing import assess_anew
from travel_api.use_cases.journal import SYSTEM, note
from travel_api.use_cases.shell import Shell

ANSWERS_WANTED: Final = "claim.answers_wanted"

_NO_ANSWER: Final = Answers(attendance=Record.NO_ANSWER)


async def try_asking(shell: Shell, claim_id: UUID) -> None:
    """Ask at once, while the sender waits; when that fails the relay asks again."""
    with contextlib.suppress(OutsideUnavailable):
        await ask_registers(shell, claim_id)


async def handle_answers_wanted(shell: Shell, job: Job) -> None:
    """Ask again; after the last attempt that patience allows, leave it to the office.

    Raises:
        OutsideUnavailable: no answer, and there will be another attempt.
    """
    claim_id = UUID(job.payload["claim_id"])
    try:
        await ask_registers(shell, claim_id)
    except OutsideUnavailable:
        if job.attempts < shell.settings.patience:
            raise
        await _settle(shell, claim_id, _NO_ANSWER)


async def ask_registers(shell: Shell, claim_id: UUID) -> None:
    """Ask the registers about a claim that waits for them, and assess it with their answers.

    Raises:
        OutsideUnavailable: one of them gave no answer.
    """
    async with shell.engine.connect() as connection:
        file = await claims.load(connection, claim_id)
        people = await claims.people_of(connection, claim_id, shell.identities)
    if file.claim.status is not ClaimStatus.RECEIVED:
        return
    person = await shell.population_register.person(people.patient)
    answers = _told_by_population(person)
    if answers.known_person:
        answers = await _told_by_records(shell, people, file.facts, answers)
    await _settle(shell, claim_id, answers)


def _told_by_population(person: Person | None) -> Answers:
    if person is None or person.status == "ceased":
        return _NO_ANSWER
    born = BornOn("born_on", person.birth_date)
    return Answers(known_person=person.status != "deceased", age=born)


async def _told_by_records(shell: Shell, people: People, facts: Facts, answers: Answers) -> Answers:
    if not may_ask_records(with_answers(facts, answers)):
        return answers
    days = days_to_ask(facts.journeys)
    told = await shell.treatment_records.attendances(people.patient, days)
    attendance, approved = attendance_of(facts.journeys, told)
    return replace(answers, attendance=attendance, publicly_approved=approved)


async def _settle(shell: Shell, claim_id: UUID, answers: Answers) -> None:
    async with shell.engine.begin() as tx:
        file = await claims.load(tx, claim_id, lock=True)
        if file.claim.status is not ClaimStatus.RECEIVED:
            return
        await note(
            tx,
            "claim.answered",
            claim_id,
            SYSTEM,
            known_person=answers.known_person,
            attendance=answers.attendance,
            age_known=not isinstance(answers.age, AgeUnknown),
        )
        await assess_anew(tx, shell, replace(file, answers=answers), "received")

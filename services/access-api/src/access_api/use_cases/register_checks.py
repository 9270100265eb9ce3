"""The population register is asked about a case's person, by the relay."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.adapters.outside import OutsideFailure
from access_api.domain.case import OPEN, Case, Ground, Kind, RegisterCheck, Step, take_step
from access_api.domain.register import Finding, RegisteredPerson, closes, examine, stops_code
from access_api.storage import cases, journal, people
from access_api.use_cases import identities, work
from access_api.use_cases.ordering import (
    PreparedCode,
    order_code_or_hold,
    prepare_code,
    revoke_code,
)
from access_api.use_cases.shell import Shell
from service_kit.outbox import Job

_PATIENCE: Final = 6
_NEXT_TURN: Final = timedelta(minutes=15)


async def run(shell: Shell, job: Job) -> None:
    """Check the job's case. A register that stays away is asked again, for as long as it takes."""
    case_id, turn = UUID(job.payload["case_id"]), job.payload["turn"]
    try:
        await check(shell, case_id)
    except OutsideFailure:
        if job.attempts < _PATIENCE:
            raise
        async with shell.engine.begin() as tx:
            await work.check_register(tx, case_id, turn + 1, _NEXT_TURN)


async def check(shell: Shell, case_id: UUID) -> None:
    """Ask the register, write down what it gave cause to look at, and order a code if all is well.

    Raises:
        OutsideFailure: the register cannot be asked or understood now.
    """
    async with shell.engine.connect() as tx:
        case = await cases.load(tx, case_id)
        if case.register_check is not RegisterCheck.PENDING or case.person_id is None:
            return
        numbers = await people.numbers(tx, shell.registry, case.person_id)
        name = await cases.name_on_form(tx, case_id, shell.sealer)
    person = await shell.population.find(numbers[0])
    findings = examine(person, name, case.received_on)
    wants_code = case.kind is Kind.REOPEN and not stops_code(findings)
    prepared = await prepare_code(shell) if wants_code else None
    async with shell.engine.begin() as tx:
        case = await cases.load_locked(tx, case_id)
        if case.register_check is RegisterCheck.PENDING:
            await _conclude(tx, shell, case, findings, prepared)
            await _learn_numbers(tx, shell, case, person)


async def _conclude(
    tx: AsyncConnection,
    shell: Shell,
    case: Case,
    findings: frozenset[Finding],
    prepared: PreparedCode | None,
) -> None:
    after = replace(case, register_check=RegisterCheck.DONE, findings=findings)
    if after.status in OPEN:
        after = await _act_on(tx, shell, after, prepared)
    await cases.save(tx, after)
    await journal.write(
        tx, "register.checked", case.case_id, journal.SYSTEM, findings=sorted(after.findings)
    )


async def _act_on(
    tx: AsyncConnection, shell: Shell, case: Case, prepared: PreparedCode | None
) -> Case:
    if closes(case.findings) and case.person_id is not None:
        await revoke_code(tx, case.person_id)
        return take_step(case, Step.CLOSE, Ground.DECEASED)
    if prepared is not None:
        return await order_code_or_hold(tx, shell, case, prepared)
    return case


async def _learn_numbers(
    tx: AsyncConnection, shell: Shell, case: Case, person: RegisteredPerson | None
) -> None:
    if person is not None and case.person_id is not None:
        await identities.learn(tx, shell, case.person_id, person.identity_numbers)

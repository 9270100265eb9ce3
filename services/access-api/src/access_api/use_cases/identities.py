"""A person's numbers change; a block is the person's, not the number's.

Whoever is blocked is followed: once a day the population register is asked whether they have got
another number, so that a login with the new one finds the block.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.adapters.outside import OutsideFailure
from access_api.domain.case import Case, Ground, Kind, Step, take_step
from access_api.domain.letters import LetterKind
from access_api.storage import blocks, cases, journal, merging, people
from access_api.use_cases import work
from access_api.use_cases.ordering import order_answer, revoke_code
from access_api.use_cases.shell import Shell
from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from service_kit.outbox import Job

_PATIENCE: Final = 6


async def follow(shell: Shell, job: Job) -> None:
    """Ask the register about one blocked person, and see to being asked again tomorrow.

    It ends when the block has ended, or has been told anew: then that change is followed instead.
    """
    person_id, version = UUID(job.payload["person_id"]), job.payload["version"]
    async with shell.engine.connect() as tx:
        if await blocks.newest_of(tx, person_id) != version:
            return
        numbers = await people.numbers(tx, shell.registry, person_id)
    known = await _known_numbers(shell, numbers[0], job.attempts) if numbers else ()
    async with shell.engine.begin() as tx:
        await people.lock(tx, person_id)
        if not await people.numbers(tx, shell.registry, person_id):
            return  # merged into another row meanwhile, which is followed itself
        await learn(tx, shell, person_id, known)
        if await blocks.newest_of(tx, person_id) == version:
            await work.follow(tx, person_id, version, job.payload["turn"] + 1)


async def _known_numbers(
    shell: Shell, number: NationalIdentityNumber, attempts: int
) -> tuple[str, ...]:
    try:
        person = await shell.population.find(number)
    except OutsideFailure:
        if attempts < _PATIENCE:
            raise
        return ()  # tomorrow is another day
    return person.identity_numbers if person else ()


async def learn(tx: AsyncConnection, shell: Shell, person_id: UUID, numbers: Iterable[str]) -> None:
    """Add the numbers that the register says the person has or had, so that each finds them.

    A number that another row has makes the two rows one person. When a blocked person has more
    numbers than was told, everybody who follows the blocks is told anew. The caller has locked the
    person.
    """
    learnt = False
    for text in numbers:
        number = _parsed(text, allow_synthetic=shell.settings.allow_synthetic)
        holder = await people.find(tx, shell.registry, number) if number else None
        if holder is not None and holder != person_id:
            await _merge(tx, holder, person_id)
            learnt = True
        elif holder is None and number is not None:
            learnt |= await people.add_number(tx, shell.registry, person_id, number)
    since = await blocks.since(tx, person_id)
    if learnt and since is not None:
        await work.announce(tx, shell, await blocks.tell_anew(tx, person_id, since))


async def _merge(tx: AsyncConnection, gone: UUID, kept: UUID) -> None:
    """Make two rows one person. A block of either is a block of both."""
    await people.lock(tx, gone)
    for kind in (Kind.REOPEN, Kind.BLOCK):
        case = await cases.open_of(tx, gone, kind)
        doubled = case is not None and await cases.open_of(tx, kept, kind) is not None
        if case is not None and (kind is Kind.REOPEN or doubled):
            await _withdraw(tx, case)
    await revoke_code(tx, gone)
    await merging.move_block(tx, gone, kept)
    await merging.move(tx, gone, kept)


async def _withdraw(tx: AsyncConnection, case: Case) -> None:
    """End a case that stands in another's way. A reopening must be asked for anew."""
    ground = Ground.SAME_PERSON
    await cases.save(tx, take_step(case, Step.WITHDRAW, ground))
    await journal.write(tx, "request.withdrawn", case.case_id, journal.SYSTEM, ground=ground)
    await order_answer(tx, case, LetterKind.REQUEST_WITHDRAWN, grounds=(ground,))


def _parsed(text: str, *, allow_synthetic: bool) -> NationalIdentityNumber | None:
    try:
        return NationalIdentityNumber.parse(text, allow_synthetic=allow_synthetic)
    except NotAnIdentityNumber:
        return None

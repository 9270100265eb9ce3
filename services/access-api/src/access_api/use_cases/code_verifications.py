"""A caller gives their code on the phone.

A guess is counted and committed before anything is compared, so that no crash, retry or parallel
request gets one for nothing. Whatever is wrong, the answer and the time it takes are the same.
"""

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case, Kind, Status, Step, take_step
from access_api.domain.codes import KeptCode
from access_api.domain.letters import LetterKind
from access_api.domain.limits import AGENT, ALARM, CLIENT, PERSON, Result
from access_api.domain.local_time import local_day
from access_api.domain.refusals import FourEyes, TooManyGuesses
from access_api.storage import blocks, cases, clock, codes, guesses, journal
from access_api.storage.guesses import Caller
from access_api.use_cases import work
from access_api.use_cases.ordering import ORDERED, order_answer
from access_api.use_cases.reviews import ACCEPTED, REJECTED
from access_api.use_cases.shell import Shell
from access_api.use_cases.signals import CALLS, Alarm, sound

_HANDLING: Final = ("request.received", "request.repeated", ACCEPTED, REJECTED, ORDERED)
_NO_CASE: Final = UUID(int=0)
ANSWER_AFTER_S: Final = 0.1
"""Every answer takes at least this long, so that its time does not tell how far a guess came."""


@dataclass(frozen=True, slots=True, repr=False)
class _Guess:
    """A guess that has been counted.

    Attributes:
        guess_id: its row; none when it counts for nothing because the case is not ready.
        case_id: the case it is about; none when the number leads nowhere.
        kept: what to compare with; none when there is nothing to compare with.
    """

    guess_id: int | None
    case_id: UUID | None
    kept: KeptCode | None


async def verify(shell: Shell, caller: Caller, case_number: str, spoken: str) -> Result:
    """Reopen the access if `spoken` is the live code of the case.

    Raises:
        TooManyGuesses: the agent or the client has had too many wrong codes within an hour.
        FourEyes: the agent has worked on the case.
    """
    loop = asyncio.get_running_loop()
    not_before = loop.time() + ANSWER_AFTER_S
    guess = await _spend(shell, caller, case_number)
    matches = await shell.hasher.matches(spoken, guess.kept)
    if guess.guess_id is None:
        result = Result.NOT_READY
    elif matches and guess.kept is not None and guess.case_id is not None:
        result = await _reopen(shell, caller, guess.case_id, guess.kept.code_id, guess.guess_id)
    else:
        result = await _refuse(shell, caller, guess)
    CALLS.labels(result).inc()
    await asyncio.sleep(not_before - loop.time())
    return result


async def _spend(shell: Shell, caller: Caller, case_number: str) -> _Guess:
    async with shell.engine.begin() as tx:
        await guesses.lock_caller(tx, caller)
        wait = await guesses.agent_is_over(tx, caller, AGENT)
        wait = wait or await guesses.client_is_over(tx, caller, CLIENT)
        if wait is not None:
            raise TooManyGuesses(wait)
        found = await cases.by_number(tx, case_number)
        if found is None or found.kind is not Kind.REOPEN or found.person_id is None:
            return _Guess(await guesses.add(tx, caller, None), None, None)
        if await journal.has_handled(tx, found.case_id, caller.agent, _HANDLING):
            raise FourEyes
        case = await cases.load_locked(tx, found.case_id)
        return await _spend_on(tx, caller, case.person_id or found.person_id, case)


async def _spend_on(tx: AsyncConnection, caller: Caller, person_id: UUID, case: Case) -> _Guess:
    if await _is_not_ready(tx, case, person_id):
        return _Guess(None, case.case_id, None)
    over = await guesses.person_is_over(tx, person_id, PERSON)
    kept = None
    if case.status is Status.AWAITING_CALL and not over:
        kept = await codes.spend(tx, case.case_id)
    return _Guess(await guesses.add(tx, caller, person_id), case.case_id, kept)


async def _is_not_ready(tx: AsyncConnection, case: Case, person_id: UUID) -> bool:
    """Tell whether a person still has to decide, on this case or on a new block of the person."""
    if case.status is Status.UNDER_REVIEW:
        return True
    waiting = case.status is Status.AWAITING_CALL
    return waiting and await cases.open_of(tx, person_id, Kind.BLOCK) is not None


async def _reopen(
    shell: Shell, caller: Caller, case_id: UUID, code_id: UUID, guess_id: int
) -> Result:
    async with shell.engine.begin() as tx:
        case = await cases.load_locked(tx, case_id)
        if case.person_id is None or case.status is not Status.AWAITING_CALL:
            return Result.NOT_VERIFIED
        if await _is_not_ready(tx, case, case.person_id):
            return Result.NOT_READY
        if not await codes.consume(tx, code_id):
            return Result.NOT_VERIFIED
        now = await clock.now(tx)
        await cases.save(tx, take_step(case, Step.REOPEN))
        await guesses.was_right(tx, guess_id)
        await journal.write(tx, "access.reopened", case_id, caller.agent)
        change = await blocks.unblock(tx, case.person_id, now)
        if change is not None:
            await work.announce(tx, shell, change)
        await order_answer(tx, case, LetterKind.REOPENED, happened_on=local_day(now))
    return Result.REOPENED


async def _refuse(shell: Shell, caller: Caller, guess: _Guess) -> Result:
    async with shell.engine.begin() as tx:
        code_id = guess.kept.code_id if guess.kept else uuid4()
        locked = await codes.lock_when_spent(tx, code_id)
        case_id = guess.case_id or _NO_CASE
        await journal.write(tx, "code.refused", case_id, caller.agent, locked=locked)
        failures = await guesses.all_failures(tx, ALARM)
    if failures >= ALARM.failures:
        sound(Alarm.MANY_WRONG_CODES, failures=str(failures))
    return Result.NOT_VERIFIED

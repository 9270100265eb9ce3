"""A person accepts or rejects a request, or it is withdrawn."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case, Ground, Kind, Step, accept, take_step
from access_api.domain.letters import LetterKind
from access_api.domain.local_time import local_day
from access_api.storage import blocks, cases, clock, journal
from access_api.storage.tables import idempotency
from access_api.use_cases import work
from access_api.use_cases.ordering import order_answer, revoke_code
from access_api.use_cases.shell import Shell
from service_kit.idempotency import Once, remember, replay

_CREATED: Final = 201
ACCEPTED: Final = "review.accepted"
REJECTED: Final = "review.rejected"


async def review(
    shell: Shell, reviewer: str, once: Once, case_id: UUID, ground: Ground | None
) -> None:
    """Accept the request, or reject it on `ground`.

    A block is in effect when this returns. It waits for no other system.

    Raises:
        CaseNotFound: there is no such case.
        StepNotAllowed: the case is not under review.
        RegisterCheckPending: a reopening that the population register has not answered for.
        CannotAccept: the population register knows something that rules acceptance out.
    """
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        case = await cases.load_locked(tx, case_id)
        if ground is None:
            await _accept(tx, shell, case, reviewer)
        else:
            await _reject(tx, case, reviewer, ground)
        await _remember(tx, once, case_id)


async def withdraw(shell: Shell, clerk: str, once: Once, case_id: UUID, signed_on: date) -> None:
    """Withdraw the request, as its person asks for on a signed form.

    Raises:
        CaseNotFound: there is no such case.
        StepNotAllowed: it is over; a block in effect ends by a reopening only.
    """
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        case = await cases.load_locked(tx, case_id)
        await _withdraw(tx, case, clerk, Ground.ON_REQUEST)
        await journal.write(
            tx, "withdrawal.signed", case_id, clerk, signed_on=signed_on.isoformat()
        )
        await _remember(tx, once, case_id)


async def _accept(tx: AsyncConnection, shell: Shell, case: Case, reviewer: str) -> None:
    after = accept(case)
    await cases.save(tx, after)
    await journal.write(
        tx, ACCEPTED, case.case_id, reviewer, kind=case.kind, register_check=case.register_check
    )
    if case.kind is Kind.BLOCK:
        await _block(tx, shell, case, reviewer)
    else:
        await order_answer(tx, case, LetterKind.REOPENING_ACCEPTED)


async def _block(tx: AsyncConnection, shell: Shell, case: Case, reviewer: str) -> None:
    """Block the person's access. A reopening under way has lost and must be asked for anew."""
    if case.person_id is None:
        return
    now = await clock.now(tx)
    change = await blocks.block(tx, case.person_id, now)
    if change is not None:
        await work.announce(tx, shell, change)
    since = await blocks.since(tx, case.person_id) or now
    await journal.write(tx, "access.blocked", case.case_id, reviewer, changed=change is not None)
    reopening = await cases.open_of(tx, case.person_id, Kind.REOPEN)
    if reopening is not None:
        await _withdraw(tx, reopening, journal.SYSTEM, Ground.NEW_BLOCK)
    await order_answer(tx, case, LetterKind.BLOCK_IN_EFFECT, happened_on=local_day(since))


async def _reject(tx: AsyncConnection, case: Case, reviewer: str, ground: Ground) -> None:
    after = take_step(case, Step.REJECT, ground)
    await _end(tx, after)
    await journal.write(tx, REJECTED, case.case_id, reviewer, ground=ground)
    await order_answer(tx, case, LetterKind.REQUEST_REJECTED, grounds=(ground,))


async def _withdraw(tx: AsyncConnection, case: Case, actor: str, ground: Ground) -> None:
    after = take_step(case, Step.WITHDRAW, ground)
    await _end(tx, after)
    await journal.write(tx, "request.withdrawn", case.case_id, actor, ground=ground)
    await order_answer(tx, case, LetterKind.REQUEST_WITHDRAWN, grounds=(ground,))


async def _end(tx: AsyncConnection, case: Case) -> None:
    """Save a case that is over. Its code dies in the same transaction."""
    await cases.save(tx, case)
    if case.kind is Kind.REOPEN and case.person_id is not None:
        await revoke_code(tx, case.person_id)


async def _remember(tx: AsyncConnection, once: Once, case_id: UUID) -> None:
    location = f"/v1/access-requests/{case_id}"
    await remember(tx, idempotency, once, status=_CREATED, location=location, resource_id=case_id)

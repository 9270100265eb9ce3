"""A person accepts or rejects a request, or it is withdrawn."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case, Ground, Kind, Status, Step, accept, take_step
from access_api.domain.letters import LetterKind
from access_api.domain.local_time import local_day
from access_api.storage import blocks, cases, clock, codes, journal
from access_api.storage.tables import idempotency
from access_api.use_cases import shielding, work
from access_api.use_cases.ordering import (
    PreparedCode,
    order_answer,
    order_code_or_hold,
    prepare_code,
    revoke_code,
)
from access_api.use_cases.shell import Shell
from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay

_CREATED: Final = 201
ACCEPTED: Final = "review.accepted"
REJECTED: Final = "review.rejected"


async def review(
    shell: Shell, member: Principal, once: Once, case_id: UUID, ground: Ground | None
) -> None:
    """Accept the request, or reject it on `ground`.

    A block is in effect when this returns. It waits for no other system.

    Raises:
        CaseNotFound: there is no such case.
        Shielded: it is for others.
        StepNotAllowed: the case is not under review.
        RegisterCheckPending: a reopening that the population register has not answered for.
        CannotAccept: the population register knows something that rules acceptance out.
    """
    prepared, reviewer = await prepare_code(shell), member.subject
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        case = await cases.load_locked(tx, case_id)
        await shielding.require(tx, member, case)
        if ground is not None:
            await _reject(tx, case, reviewer, ground)
        elif case.kind is Kind.BLOCK:
            await _accept_block(tx, shell, case, reviewer)
        else:
            await _accept_reopening(tx, shell, case, reviewer, prepared)
        await _remember(tx, once, case_id)


async def withdraw(
    shell: Shell, clerk: Principal, once: Once, case_id: UUID, signed_on: date
) -> None:
    """Withdraw the request, as its person asks for on a signed form.

    Raises:
        CaseNotFound: there is no such case.
        Shielded: it is for others.
        StepNotAllowed: it is over; a block in effect ends by a reopening only.
    """
    async with shell.engine.begin() as tx:
        if await replay(tx, idempotency, once) is not None:
            return
        case = await cases.load_locked(tx, case_id)
        await shielding.require(tx, clerk, case)
        await _withdraw(tx, case, clerk.subject, Ground.ON_REQUEST)
        await journal.write(
            tx, "withdrawal.signed", case_id, clerk.subject, signed_on=signed_on.isoformat()
        )
        await _remember(tx, once, case_id)


async def _accept_block(tx: AsyncConnection, shell: Shell, case: Case, reviewer: str) -> None:
    await cases.save(tx, accept(case))
    await _tell_accepted(tx, case, reviewer)
    await _block(tx, shell, case, reviewer)


async def _accept_reopening(
    tx: AsyncConnection, shell: Shell, case: Case, reviewer: str, prepared: PreparedCode
) -> None:
    """Accept a reopening; when its code has died meanwhile, the person gets a new one."""
    after = accept(case)
    newest = await codes.newest_of(tx, case.case_id)
    if after.status is Status.AWAITING_CALL and (newest is None or not newest.works):
        after = await order_code_or_hold(tx, shell, after, prepared)
    await cases.save(tx, after)
    await _tell_accepted(tx, case, reviewer)
    await order_answer(tx, case, LetterKind.REOPENING_ACCEPTED)


async def _tell_accepted(tx: AsyncConnection, case: Case, reviewer: str) -> None:
    await journal.write(
        tx, ACCEPTED, case.case_id, reviewer, kind=case.kind, register_check=case.register_check
    )


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

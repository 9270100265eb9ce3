"""Table `guess`: how many codes an agent, a client and a person have had wrong."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.limits import Limit
from access_api.storage.tables import guesses


@dataclass(frozen=True, slots=True)
class Caller:
    """Who tries a code: the agent at the phone, and the client they sit at."""

    agent: str
    client: str


async def lock_caller(tx: AsyncConnection, caller: Caller) -> None:
    """Let the guesses of one client, and of one agent, be counted one after the other."""
    for name in (f"client|{caller.client}", f"agent|{caller.agent}"):
        digest = hashlib.sha256(name.encode()).digest()
        number = int.from_bytes(digest[:8], signed=True)
        await tx.execute(select(func.pg_advisory_xact_lock(number)))


async def agent_is_over(tx: AsyncConnection, caller: Caller, limit: Limit) -> int | None:
    """Return the seconds an agent over `limit` has to wait, else none."""
    return await _wait(tx, guesses.c.agent == caller.agent, limit)


async def client_is_over(tx: AsyncConnection, caller: Caller, limit: Limit) -> int | None:
    """Return the seconds a client over `limit` has to wait, else none."""
    return await _wait(tx, guesses.c.client == caller.client, limit)


async def person_is_over(tx: AsyncConnection, person_id: UUID, limit: Limit) -> bool:
    """Tell whether the person has had as many wrong guesses as `limit` allows."""
    return await _count(tx, guesses.c.person_id == person_id, limit) >= limit.failures


async def all_failures(tx: AsyncConnection, limit: Limit) -> int:
    """Return how many guesses failed in all within the window of `limit`."""
    return await _count(tx, true(), limit)


async def add(tx: AsyncConnection, caller: Caller, person_id: UUID | None) -> int:
    """Write down a guess, failed until proven right, and return its id."""
    added = await tx.execute(
        insert(guesses)
        .values(agent=caller.agent, client=caller.client, person_id=person_id, failed=True)
        .returning(guesses.c.guess_id)
    )
    return int(added.scalar_one())


async def was_right(tx: AsyncConnection, guess_id: int) -> None:
    """Take the guess out of the count of failures."""
    await tx.execute(update(guesses).where(guesses.c.guess_id == guess_id).values(failed=False))


async def _count(tx: AsyncConnection, whose: ColumnElement[bool], limit: Limit) -> int:
    since = func.clock_timestamp() - bindparam("window", limit.window)
    query = select(func.count()).where(whose, guesses.c.failed, guesses.c.at > since)
    return int((await tx.execute(query)).scalar_one())


async def _wait(tx: AsyncConnection, whose: ColumnElement[bool], limit: Limit) -> int | None:
    """Return the seconds until the oldest of the last `limit.failures` guesses has grown old."""
    window: BindParameter[timedelta] = bindparam("window", limit.window)
    now = func.clock_timestamp()
    oldest = (
        select(guesses.c.at)
        .where(whose, guesses.c.failed, guesses.c.at > now - window)
        .order_by(guesses.c.at.desc())
        .offset(limit.failures - 1)
        .limit(1)
        .scalar_subquery()
    )
    seconds = await tx.scalar(select(func.ceil(func.extract("epoch", oldest + window - now))))
    return None if seconds is None else max(1, int(seconds))

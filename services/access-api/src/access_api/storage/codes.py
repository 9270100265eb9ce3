"""Table `code`: guesses are spent, and codes consumed, by guarded updates alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.codes import CODES_WINDOW, GUESSES, LIVE, CodeStatus, KeptCode
from access_api.storage.tables import codes

_NOW = func.clock_timestamp()

FATES: Final = Counter("access_codes", "Codes by what became of them", ["status"])
for _status in CodeStatus:
    FATES.labels(_status)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """Where a code stands."""

    code_id: UUID
    case_id: UUID
    person_id: UUID
    status: CodeStatus
    valid_through: date
    expires_at: datetime
    works: bool


async def add(
    tx: AsyncConnection,
    kept: KeptCode,
    *,
    case_id: UUID,
    person_id: UUID,
    valid_through: date,
    expires_at: datetime,
) -> None:
    """Write a new live code. The database refuses a second live one of the case or the person."""
    await tx.execute(
        insert(codes).values(
            code_id=kept.code_id,
            case_id=case_id,
            person_id=person_id,
            status=CodeStatus.ISSUED,
            salt=kept.salt,
            hash=kept.hash,
            pepper_id=kept.pepper_id,
            valid_through=valid_through,
            expires_at=expires_at,
        )
    )
    FATES.labels(CodeStatus.ISSUED).inc()


async def issued_lately(tx: AsyncConnection, person_id: UUID) -> int:
    """Return how many codes the person has had within the window that limits them."""
    since = _NOW - bindparam("window", CODES_WINDOW)
    count = await tx.scalar(
        select(func.count()).where(codes.c.person_id == person_id, codes.c.issued_at > since)
    )
    return int(count or 0)


async def spend(tx: AsyncConnection, case_id: UUID) -> KeptCode | None:
    """Count one guess at the case's live code and return the code; none when no guess is left.

    The count is committed before anything is compared: a crash costs the guess, and no two
    requests share one.
    """
    c = codes.c
    row = (
        await tx.execute(
            update(codes)
            .where(
                c.case_id == case_id,
                c.status.in_(LIVE),
                c.attempts < GUESSES,
                c.expires_at > _NOW,
            )
            .values(attempts=c.attempts + 1)
            .returning(c.code_id, c.salt, c.hash, c.pepper_id)
        )
    ).one_or_none()
    return KeptCode(*row) if row is not None else None


async def consume(tx: AsyncConnection, code_id: UUID) -> bool:
    """Use the code up and return true; false when it is no longer to be used."""
    c = codes.c
    used = await tx.execute(
        update(codes)
        .where(c.code_id == code_id, c.status.in_(LIVE), c.expires_at > _NOW)
        .values(status=CodeStatus.USED, ended_at=_NOW)
    )
    FATES.labels(CodeStatus.USED).inc(used.rowcount)
    return used.rowcount == 1


async def lock_when_spent(tx: AsyncConnection, code_id: UUID) -> bool:
    """Lock the code when its last guess is gone, and return whether it was this call that did."""
    c = codes.c
    locked = await tx.execute(
        update(codes)
        .where(c.code_id == code_id, c.status.in_(LIVE), c.attempts >= GUESSES)
        .values(status=CodeStatus.LOCKED, ended_at=_NOW)
    )
    FATES.labels(CodeStatus.LOCKED).inc(locked.rowcount)
    return locked.rowcount == 1


async def end(tx: AsyncConnection, code_id: UUID, status: CodeStatus) -> bool:
    """End a live code with `status` and return true; false when it had ended before."""
    return await _end(tx, codes.c.code_id == code_id, status) is not None


async def end_live_of(tx: AsyncConnection, person_id: UUID, status: CodeStatus) -> UUID | None:
    """End the person's live code with `status` and return its id, if there was one."""
    return await _end(tx, codes.c.person_id == person_id, status)


async def end_all_live(tx: AsyncConnection, status: CodeStatus) -> Sequence[UUID]:
    """End every live code of everybody with `status` and return their ids."""
    ended = await tx.execute(
        update(codes)
        .where(codes.c.status.in_(LIVE))
        .values(status=status, ended_at=_NOW)
        .returning(codes.c.code_id)
    )
    ids = list(ended.scalars())
    FATES.labels(status).inc(len(ids))
    return ids


async def _end(tx: AsyncConnection, which: Any, status: CodeStatus) -> UUID | None:
    ended: UUID | None = await tx.scalar(
        update(codes)
        .where(which, codes.c.status.in_(LIVE))
        .values(status=status, ended_at=_NOW)
        .returning(codes.c.code_id)
    )
    FATES.labels(status).inc(ended is not None)
    return ended


async def expire(tx: AsyncConnection, code_id: UUID) -> bool:
    """Mark the code as expired if it is live and its last day is over."""
    c = codes.c
    expired = await tx.execute(
        update(codes)
        .where(c.code_id == code_id, c.status.in_(LIVE), c.expires_at <= _NOW)
        .values(status=CodeStatus.EXPIRED, ended_at=_NOW)
    )
    FATES.labels(CodeStatus.EXPIRED).inc(expired.rowcount)
    return expired.rowcount == 1


async def move_on(tx: AsyncConnection, code_id: UUID, status: CodeStatus) -> None:
    """Follow the letter: a live code becomes printed or posted."""
    await tx.execute(
        update(codes)
        .where(codes.c.code_id == code_id, codes.c.status.in_(LIVE))
        .values(status=status)
    )


async def newest_of(tx: AsyncConnection, case_id: UUID) -> CodeRow | None:
    """Return the case's newest code, if it has had one."""
    c = codes.c
    works = (c.status.in_(LIVE) & (c.attempts < GUESSES) & (c.expires_at > _NOW)).label("works")
    row = (
        await tx.execute(
            select(
                c.code_id, c.case_id, c.person_id, c.status, c.valid_through, c.expires_at, works
            )
            .where(c.case_id == case_id)
            .order_by(c.issued_at.desc())
            .limit(1)
        )
    ).one_or_none()
    return _row(row) if row is not None else None


async def of_id(tx: AsyncConnection, code_id: UUID) -> CodeRow | None:
    """Return the code called `code_id`."""
    c = codes.c
    works = (c.status.in_(LIVE) & (c.attempts < GUESSES) & (c.expires_at > _NOW)).label("works")
    columns = (c.code_id, c.case_id, c.person_id, c.status, c.valid_through, c.expires_at, works)
    row = (await tx.execute(select(*columns).where(c.code_id == code_id))).one_or_none()
    return _row(row) if row is not None else None


def _row(row: Row[Any]) -> CodeRow:
    facts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row's mapping
    return CodeRow(**facts | {"status": CodeStatus(row.status)})

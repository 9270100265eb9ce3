"""Table `access_case`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import (
    OPEN,
    UNDECIDED,
    Case,
    Channel,
    Ground,
    Kind,
    RegisterCheck,
    Status,
)
from access_api.domain.completeness import Form
from access_api.domain.refusals import CaseNotFound
from access_api.domain.register import PROTECTED, Finding
from access_api.storage import people
from access_api.storage.tables import cases
from service_kit.problems import ChangedMeanwhile
from service_kit.sealing import Sealer

_COLUMNS = tuple(cases.c[name] for name in Case.__slots__)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Attributes:
        statuses: statuses to list; empty means all.
        after: last case of the page before.
    """

    statuses: tuple[Status, ...]
    after: UUID | None
    limit: int


def _case(row: Row[Any]) -> Case:
    facts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row's mapping
    return Case(
        **facts
        | {
            "kind": Kind(row.kind),
            "channel": Channel(row.channel),
            "status": Status(row.status),
            "register_check": RegisterCheck(row.register_check),
            "findings": frozenset(map(Finding, row.findings)),
            "missing": tuple(row.missing),
            "ground": Ground(row.ground) if row.ground else None,
        }
    )


def _changing(case: Case) -> Mapping[str, Any]:
    return {
        "status": case.status,
        "register_check": case.register_check,
        "findings": sorted(case.findings),
        "address_confirmed": case.address_confirmed,
        "ground": case.ground,
        "ended_at": None if case.status in OPEN else func.clock_timestamp(),
    }


async def add(tx: AsyncConnection, case: Case, form: Form, sealer: Sealer) -> bool:
    """Write a new case with its form and return true; false when its number is taken."""
    shown, signature = form.identification, form.signature
    named = {"name": form.name, "place": signature.place if signature else ""}
    taken = await tx.scalar(select(exists().where(cases.c.case_number == case.case_number)))
    if taken:
        return False
    await tx.execute(
        insert(cases).values(
            **_changing(case),
            case_id=case.case_id,
            case_number=case.case_number,
            kind=case.kind,
            channel=case.channel,
            person_id=case.person_id,
            received_on=case.received_on,
            received_at=case.received_at,
            decide_before=case.decide_before,
            language=case.language,
            registered_by=case.registered_by,
            sealed_form=sealer.seal(json.dumps(named).encode(), sealing_context(case.case_id)),
            identification_kind=shown.kind if shown else None,
            identification_expires_on=shown.expires_on if shown else None,
            identification_upload_id=case.identification_upload_id,
            signed_on=signature.signed_on if signature else None,
            missing=list(case.missing),
            version=case.version,
        )
    )
    return True


async def load(tx: AsyncConnection, case_id: UUID) -> Case:
    """Return the case.

    Raises:
        CaseNotFound: there is none.
    """
    return _found(await _one(tx, select(*_COLUMNS).where(cases.c.case_id == case_id)))


async def load_locked(tx: AsyncConnection, case_id: UUID) -> Case:
    """Return the case after locking its person, so that nothing about them changes meanwhile.

    Raises:
        CaseNotFound: there is none.
    """
    case = await load(tx, case_id)
    while case.person_id is not None:
        locked = case.person_id
        await people.lock(tx, locked)
        case = await load(tx, case_id)
        if case.person_id == locked:  # else two rows became one person while this one waited
            break
    return case


async def by_number(tx: AsyncConnection, case_number: str) -> Case | None:
    """Return the case that is called `case_number`, if there is one."""
    return await _one(tx, select(*_COLUMNS).where(cases.c.case_number == case_number))


async def open_of(tx: AsyncConnection, person_id: UUID, kind: Kind) -> Case | None:
    """Return the person's open case of this kind, if there is one."""
    return await _one(
        tx,
        select(*_COLUMNS).where(
            cases.c.person_id == person_id, cases.c.kind == kind, cases.c.status.in_(OPEN)
        ),
    )


async def of_person(tx: AsyncConnection, person_id: UUID) -> Sequence[Case]:
    """Return the person's newest cases, the newest first."""
    query = select(*_COLUMNS).where(cases.c.person_id == person_id)
    rows = await tx.execute(query.order_by(cases.c.received_at.desc()).limit(50))
    return [_case(row) for row in rows]


async def is_protected(tx: AsyncConnection, case: Case) -> bool:
    """Tell whether the register protected the person's address at this check or at the last one."""
    if case.findings & PROTECTED:
        return True
    last = (
        select(cases.c.findings)
        .where(cases.c.person_id == case.person_id, cases.c.register_check == RegisterCheck.DONE)
        .order_by(cases.c.received_at.desc())
        .limit(1)
    )
    return not PROTECTED.isdisjoint(await tx.scalar(last) or ())


async def page(tx: AsyncConnection, wanted: Page) -> Sequence[Case]:
    """Return one page of cases, the oldest first."""
    query = select(*_COLUMNS).order_by(cases.c.received_at, cases.c.case_id).limit(wanted.limit)
    if wanted.statuses:
        query = query.where(cases.c.status.in_(wanted.statuses))
    if wanted.after is not None:
        before = select(cases.c.received_at).where(cases.c.case_id == wanted.after)
        query = query.where(
            tuple_(cases.c.received_at, cases.c.case_id)
            > tuple_(before.scalar_subquery(), wanted.after)
        )
    return [_case(row) for row in await tx.execute(query)]


async def undecided(tx: AsyncConnection, before: date, limit: int) -> Sequence[Case]:
    """Return undecided cases whose deadline is `before` or earlier, the most urgent first."""
    rows = await tx.execute(
        select(*_COLUMNS)
        .where(cases.c.status.in_(UNDECIDED), cases.c.decide_before <= before)
        .order_by(cases.c.decide_before, cases.c.case_id)
        .limit(limit)
    )
    return [_case(row) for row in rows]


async def count_undecided(tx: AsyncConnection, today: date, near: date) -> tuple[int, int, int]:
    """Return how many undecided cases are late, due until `near`, and due after it."""
    c = cases.c
    counts = select(
        func.count().filter(c.decide_before < today),
        func.count().filter(c.decide_before.between(today, near)),
        func.count().filter(c.decide_before > near),
    ).where(c.status.in_(UNDECIDED))
    late, soon, later = (await tx.execute(counts)).one()
    return late, soon, later


async def save(tx: AsyncConnection, case: Case) -> None:
    """Write where the case stands if its version is still the stored one, and raise the version.

    Raises:
        ChangedMeanwhile: somebody else has changed the case.
    """
    saved = await tx.execute(
        update(cases)
        .where(cases.c.case_id == case.case_id, cases.c.version == case.version)
        .values(**_changing(case), version=case.version + 1)
    )
    if saved.rowcount != 1:
        raise ChangedMeanwhile


async def name_on_form(tx: AsyncConnection, case_id: UUID, sealer: Sealer) -> str:
    """Return the name that stands on the form; empty once the form has been deleted."""
    sealed = await tx.scalar(select(cases.c.sealed_form).where(cases.c.case_id == case_id))
    if sealed is None:
        return ""
    name: str = json.loads(sealer.open(sealed, sealing_context(case_id)))["name"]
    return name


async def _one(tx: AsyncConnection, query: Select[Any]) -> Case | None:
    row = (await tx.execute(query)).one_or_none()
    return _case(row) if row is not None else None


def _found(case: Case | None) -> Case:
    if case is None:
        raise CaseNotFound
    return case


def sealing_context(case_id: UUID) -> bytes:
    """Return what a sealed form is bound to."""
    return f"access_case|{case_id}".encode()

"""Finds invoices by what they are, among those that the caller may know of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.invoice import NORWAY, Invoice
from invoice_api.domain.life_cycle import Status
from invoice_api.storage.invoices import from_row
from invoice_api.storage.tables import invoices

_c = invoices.c

_EARLIEST: Final = date(1970, 1, 1)
_LATEST: Final = date(9000, 1, 1)
"""Days outside are no less true as these, and have no instant in every time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search asks for; `None` and an empty set ask for anything."""

    statuses: frozenset[Status]
    kind: Kind | None
    claimant: Claimant | None
    seller: str | None
    number: str | None
    case_number: str | None
    buyer_reference: str | None
    received_from: date | None
    received_to: date | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose invoices the caller may know of."""

    sees_all: bool
    organisations: frozenset[str]
    delivered_by: str | None


async def search(
    tx: AsyncConnection,
    wanted: Wanted,
    viewer: Viewer,
    *,
    limit: int,
    after: tuple[datetime, UUID] | None,
) -> Sequence[Invoice]:
    """Return invoices that are wanted and visible, newest first, after a place in that order."""
    query = (
        select(invoices)
        .where(*_wanted(wanted), _visible(viewer))
        .order_by(_c.received_at.desc(), _c.invoice_id.desc())
        .limit(limit)
    )
    if after is not None:
        place = tuple_(
            bindparam("after_at", after[0], type_=_c.received_at.type),
            bindparam("after_id", after[1], type_=_c.invoice_id.type),
        )
        query = query.where(tuple_(_c.received_at, _c.invoice_id) < place)
    return [from_row(row) for row in (await tx.execute(query)).all()]


async def counts(tx: AsyncConnection, wanted: Wanted, viewer: Viewer) -> Mapping[Status, int]:
    """Return how many invoices that are wanted and visible have each status."""
    query = (
        select(_c.status, func.count().label("found"))
        .where(*_wanted(wanted), _visible(viewer))
        .group_by(_c.status)
    )
    return {Status(row.status): row.found for row in (await tx.execute(query)).all()}


def _wanted(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.statuses:
        yield _c.status.in_(sorted(wanted.statuses))
    for column, value in (
        (_c.kind, wanted.kind),
        (_c.claimant, wanted.claimant),
        (_c.seller, wanted.seller),
        (_c.number, wanted.number),
    ):
        if value is not None:
            yield column == value
    if wanted.case_number is not None:
        yield _c.case_numbers.contains([wanted.case_number.upper()])
    if wanted.buyer_reference is not None:
        yield func.lower(_c.buyer_reference) == wanted.buyer_reference.lower()
    if wanted.received_from is not None:
        yield _c.received_at >= _midnight(wanted.received_from)
    if wanted.received_to is not None:
        yield _c.received_at < _midnight(wanted.received_to) + timedelta(days=1)


def _midnight(day: date) -> datetime:
    possible = min(max(day, _EARLIEST), _LATEST)
    return datetime.combine(possible, time(), tzinfo=NORWAY)


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return _c.invoice_id.is_not(None)
    return or_(
        false(),
        _c.seller.in_(sorted(viewer.organisations)),
        _c.submitted_by == viewer.delivered_by if viewer.delivered_by else false(),
    )

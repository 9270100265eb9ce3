"""Cases as they are shown. Neither a name nor an identity number ever comes back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from access_api.domain.case import OPEN, Case, Channel, Ground, Kind, RegisterCheck, Status
from access_api.domain.codes import CodeStatus
from access_api.domain.completeness import What
from access_api.domain.letter_texts import text_of
from access_api.domain.letters import LetterKind, LetterStatus
from access_api.domain.local_time import local_day
from access_api.domain.register import Finding
from access_api.storage.codes import CodeRow
from access_api.storage.journal import Entry
from access_api.storage.letters import LetterRow
from access_api.use_cases.reading import CaseFile
from contracts.scopes.access import REGISTER, REVIEW
from service_kit.auth import Principal
from service_kit.wire import Response, TextOut


class MissingOut(Response):
    """Something that the form lacks."""

    what: What
    text: TextOut


class GroundOut(Response):
    """Why the case ended without what was asked for."""

    code: Ground
    text: TextOut


class LetterOut(Response):
    """A letter of the case and where it stands."""

    letter_id: UUID
    kind: LetterKind
    status: LetterStatus
    posted_on: date | None
    held_for: Finding | None


class CodeState(StrEnum):
    """What the agent at the phone may know of the code."""

    NONE = "none"
    LIVE = "live"
    NEW_LETTER_NEEDED = "new_letter_needed"
    USED = "used"


class CodeOut(Response):
    """The newest code of a reopening: whether it can work, never what it is."""

    state: CodeState
    valid_through: date | None


class AccessRequestOut(Response):
    """One request and where it stands.

    Of a shielded one only what tells it from others is told: lists are empty, and what may be null
    is null.
    """

    id: UUID
    case_number: str
    kind: Kind
    channel: Channel
    status: Status
    received_on: date
    decide_before: date
    missing: Sequence[MissingOut]
    ground: GroundOut | None
    letters: Sequence[LetterOut]
    register_check: RegisterCheck | None = Field(description="Shown to staff only")
    findings: Sequence[Finding] = Field(
        description="What the population register gives cause to look at; for clerks and reviewers"
    )
    address_confirmed: bool
    code: CodeOut | None = Field(description="Shown to staff only")
    shielded: bool = Field(
        description="The person's address is protected; only those with `access:protected` see "
        "more of the request and handle it. Agents at the phone are not told"
    )


class AccessRequestPage(Response):
    """One page of requests, the oldest first."""

    items: Sequence[AccessRequestOut]
    next_cursor: str | None


class AccessRequestsFound(Response):
    """What a search found."""

    items: Sequence[AccessRequestOut]


class EventOut(Response):
    """One line of the journal."""

    event_id: int
    at: datetime
    type: str
    request_id: UUID
    actor: str
    details: Mapping[str, Any]


class AccessEvents(Response):
    """Everything that was done to a case, the oldest first."""

    items: Sequence[EventOut]


class LetterReturnOut(Response):
    """An envelope that came back."""

    letter_id: UUID
    status: LetterStatus


def case_out(file: CaseFile, reader: Principal) -> AccessRequestOut:
    """Return the case as its reader may see it.

    What the register gave cause to look at can tell that a person lives in hiding, so it is for
    those who work with the case, not for agents at the phone.
    """
    case, to_staff = file.case, reader.kind == "staff"
    works_with_it = to_staff and bool(reader.scopes & {REGISTER, REVIEW})
    if works_with_it and file.shielded:
        return _shielded(case)
    return AccessRequestOut(
        **_always_told(case),
        missing=[_missing(What(code)) for code in case.missing],
        ground=_ground(case.ground) if case.ground else None,
        letters=[_letter(row, why_held=works_with_it) for row in file.letters],
        register_check=case.register_check if to_staff else None,
        findings=sorted(case.findings) if works_with_it else [],
        address_confirmed=case.address_confirmed and to_staff,
        code=_code(file) if to_staff else None,
        shielded=False,
    )


def _shielded(case: Case) -> AccessRequestOut:
    return AccessRequestOut(
        **_always_told(case),
        missing=[],
        ground=None,
        letters=[],
        register_check=None,
        findings=[],
        address_confirmed=False,
        code=None,
        shielded=True,
    )


def _always_told(case: Case) -> dict[str, Any]:
    return {
        "id": case.case_id,
        "case_number": case.case_number,
        "kind": case.kind,
        "channel": case.channel,
        "status": case.status,
        "received_on": case.received_on,
        "decide_before": case.decide_before,
    }


def event_out(entry: Entry) -> EventOut:
    """Return a line of the journal."""
    return EventOut(
        event_id=entry.event_id,
        at=entry.at,
        type=entry.type,
        request_id=entry.case_id,
        actor=entry.actor,
        details=entry.details,
    )


def _missing(what: What) -> MissingOut:
    return MissingOut(what=what, text=TextOut.of(text_of(what)))


def _ground(ground: Ground) -> GroundOut:
    return GroundOut(code=ground, text=TextOut.of(text_of(ground)))


def _letter(row: LetterRow, *, why_held: bool) -> LetterOut:
    return LetterOut(
        letter_id=row.letter_id,
        kind=row.kind,
        status=row.status,
        posted_on=local_day(row.posted_at) if row.posted_at else None,
        held_for=Finding(row.held_for) if row.held_for and why_held else None,
    )


def _code(file: CaseFile) -> CodeOut:
    code = file.code
    return CodeOut(
        state=_state(file.case.status, code), valid_through=code.valid_through if code else None
    )


def _state(status: Status, code: CodeRow | None) -> CodeState:
    if code is not None and code.status is CodeStatus.USED:
        return CodeState.USED
    if code is not None and code.works:
        return CodeState.LIVE
    return CodeState.NEW_LETTER_NEEDED if code is not None and status in OPEN else CodeState.NONE

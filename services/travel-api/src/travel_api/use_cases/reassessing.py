"""What-if: run every stored claim again under other figures; nothing stored is changed by it.

The work is done in pieces that each end in a transaction, so that memory stays flat, progress is
seen, and a relay that dies loses at most one piece. Claims are run in a thread: a relay inside the
HTTP process holds no request.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from service_kit.auth import Principal
from service_kit.idempotency import Once, remember, replay
from service_kit.outbox import GiveUp, Job, record
from travel_api.adapters.rulebook_files import whole_number
from travel_api.domain.engine import assess
from travel_api.domain.parameters import Row, Series, Timeline, overlaid, timeline
from travel_api.domain.readings import read_as
from travel_api.domain.whatif import (
    ENDED,
    AlreadyEnded,
    Compared,
    FigureUnreadable,
    RunStatus,
    UnknownFigure,
)
from travel_api.storage import forms, reassessments
from travel_api.storage.reassessments import Assessed, Figures, Run, Scope
from travel_api.storage.tables import idempotency, outbox
from travel_api.use_cases.journal import SYSTEM, note
from travel_api.use_cases.shell import Shell

REASSESSMENT: Final = "reassessment.wanted"
_A_PIECE: Final = 2_000
_SOURCE: Final = "what-if"


async def start_reassessment(
    shell: Shell, principal: Principal, figures: Figures, scope: Scope, once: Once
) -> UUID:
    """Ask what the claims of a period would come to under other figures; return its id.

    Raises:
        UnknownFigure: the rules read no figure of that name.
        FigureUnreadable: a value is not written as its figure is.
    """
    _timeline(shell, figures)
    async with shell.engine.begin() as tx:
        stored = await replay(tx, idempotency, once)
        if stored is not None:
            return stored.resource_id
        reassessment_id = uuid4()
        await reassessments.add(tx, reassessment_id, figures, scope, principal.subject)
        await _go_on(tx, reassessment_id, None)
        await note(tx, "reassessment.started", reassessment_id, principal.subject)
        await remember(
            tx,
            idempotency,
            once,
            status=202,
            location=f"/v1/reassessments/{reassessment_id}",
            resource_id=reassessment_id,
        )
    return reassessment_id


async def get_reassessment(shell: Shell, reassessment_id: UUID) -> Run:
    """Return a comparison and how far it has come.

    Raises:
        NotFound: there is no such comparison.
    """
    async with shell.engine.connect() as connection:
        return await reassessments.load(connection, reassessment_id)


async def list_changes(
    shell: Shell, reassessment_id: UUID, *, after: UUID | None, limit: int
) -> list[Compared]:
    """Return claims that would have come out otherwise.

    Raises:
        NotFound: there is no such comparison.
    """
    async with shell.engine.connect() as connection:
        await reassessments.load(connection, reassessment_id)
        return await reassessments.changes(connection, reassessment_id, after=after, limit=limit)


async def cancel_reassessment(shell: Shell, principal: Principal, reassessment_id: UUID) -> None:
    """Stop a comparison after the piece that is under way.

    Raises:
        NotFound: there is no such comparison.
        AlreadyEnded: it has ended.
    """
    async with shell.engine.begin() as tx:
        run = await reassessments.load(tx, reassessment_id, lock=True)
        if run.status in ENDED:
            raise AlreadyEnded(run.status)
        await reassessments.save(tx, run, RunStatus.CANCELLED, run.tally, run.position)
        await note(tx, "reassessment.cancelled", reassessment_id, principal.subject)


async def handle_reassessment(shell: Shell, job: Job) -> None:
    """Do one piece of a comparison, and leave the next in the outbox.

    Raises:
        GiveUp: the piece failed as often as patience allows; the comparison has failed with it.
    """
    try:
        await _do_a_piece(shell, job)
    except Exception as error:
        if job.attempts < shell.settings.patience:
            raise
        await _fail(shell, UUID(job.payload["reassessment_id"]))
        raise GiveUp from error


async def _do_a_piece(shell: Shell, job: Job) -> None:
    reassessment_id = UUID(job.payload["reassessment_id"])
    async with shell.engine.begin() as tx:
        run = await reassessments.load(tx, reassessment_id, lock=True)
        if run.status in ENDED or str(run.position) != job.payload["position"]:
            return
        piece = await reassessments.next_assessed(tx, run, _A_PIECE)
        figures = _timeline(shell, run.figures)
        compared = await asyncio.to_thread(_compared, shell, figures, piece)
        await reassessments.add_changes(tx, reassessment_id, compared)
        ended = len(piece) < _A_PIECE
        position = piece[-1].claim_id if piece else run.position
        status = RunStatus.DONE if ended else RunStatus.RUNNING
        await reassessments.save(tx, run, status, run.tally.with_all(compared), position)
        if not ended:
            await _go_on(tx, reassessment_id, position)


async def _fail(shell: Shell, reassessment_id: UUID) -> None:
    async with shell.engine.begin() as tx:
        run = await reassessments.load(tx, reassessment_id, lock=True)
        if run.status not in ENDED:
            await reassessments.save(tx, run, RunStatus.FAILED, run.tally, run.position)
            await note(tx, "reassessment.failed", reassessment_id, SYSTEM)


async def _go_on(tx: AsyncConnection, reassessment_id: UUID, position: UUID | None) -> None:
    payload = {"reassessment_id": str(reassessment_id), "position": str(position)}
    key = f"{REASSESSMENT}:{reassessment_id}:{position}"
    await record(tx, outbox, topic=REASSESSMENT, key=key, payload=payload)


def _compared(shell: Shell, figures: Timeline, piece: Sequence[Assessed]) -> list[Compared]:
    compared = []
    readings, mode = shell.rulebook.interpretations, shell.settings.mode
    for one in piece:
        read = read_as(readings, one.readings)
        after = assess(forms.facts_from_text(one.facts), figures, read, mode)
        compared.append(
            Compared(one.claim_id, one.payable, after.payable, one.outcome, after.outcome)
        )
    return compared


def _timeline(shell: Shell, figures: Figures) -> Timeline:
    series = shell.rulebook.series
    rows = [(figure["id"], _row(series, figure)) for figure in figures]
    return timeline(overlaid(series, rows))


def _row(series: Mapping[str, Series], figure: Mapping[str, str]) -> Row:
    if figure["id"] not in series:
        raise UnknownFigure
    try:
        value = whole_number(series[figure["id"]].measure, figure["value"])
    except ValueError:
        raise FigureUnreadable from None
    return Row(date.fromisoformat(figure["from"]), value, confirmed=True, source=_SOURCE)

"""The journal, for auditors and the archive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from access_api.deps import ShellDep
from access_api.use_cases import reading
from access_api.wire.archive import JournalOut, journal_out
from access_api.wire.cases import AccessEvents, event_out
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(route_class=guarded("access"), tags=["follow-up"])


@router.get("/v1/access-requests/{request_id}/events", responses=answers(404))
async def list_access_events(
    request_id: UUID, principal: PrincipalDep, shell: ShellDep
) -> AccessEvents:
    """List everything that was done to a request: who, when, what.

    Details of a shielded request are for those who also have `access:protected`.
    """
    entries = await reading.events(shell, principal, request_id)
    return AccessEvents(items=[event_out(entry) for entry in entries])


@router.get("/v1/journal-entries")
async def list_journal_entries(
    shell: ShellDep,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="Last sequence already had")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> JournalOut:
    """List documents that came and went, for the archive and the public journal.

    Entries name nobody, and what is not for the public stands apart. They appear some minutes after
    the fact, when no earlier one can still come in between.
    """
    return journal_out(await reading.documents_after(shell, after, limit))

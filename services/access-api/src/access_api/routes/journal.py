"""The journal, for auditors and the archive."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from access_api.deps import ShellDep
from access_api.use_cases import reading
from access_api.wire.cases import AccessEvents, event_out
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(route_class=guarded("access"), tags=["follow-up"])


@router.get("/v1/access-requests/{request_id}/events", responses=answers(404))
async def list_access_events(request_id: UUID, shell: ShellDep) -> AccessEvents:
    """List everything that was done to a request: who, when, what."""
    entries = await reading.events(shell, request_id)
    return AccessEvents(items=[event_out(entry) for entry in entries])


@router.get("/v1/journal-entries")
async def list_journal_entries(
    shell: ShellDep,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="Last event id already had")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> AccessEvents:
    """List the journal of all requests in its order, for export to the archive."""
    entries = await reading.journal_after(shell, after, limit)
    return AccessEvents(items=[event_out(entry) for entry in entries])

"""Cases whose thirty days are running out."""

from typing import Annotated

from fastapi import APIRouter, Query

from access_api.deps import ShellDep
from access_api.domain.deadlines import DAYS_TO_DECIDE
from access_api.use_cases import deadlines
from access_api.wire.deadlines import DeadlinesOut, deadlines_out
from service_kit.guard import guarded

router = APIRouter(route_class=guarded("access"), tags=["follow-up"])


@router.get("/v1/deadlines")
async def list_access_deadlines(
    shell: ShellDep,
    within_days: Annotated[
        int, Query(ge=0, le=DAYS_TO_DECIDE, description="List deadlines at most this far ahead")
    ] = DAYS_TO_DECIDE,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DeadlinesOut:
    """List undecided requests, the most urgent first, those that are late among them."""
    today, found = await deadlines.urgent(shell, within_days, limit)
    return deadlines_out(today, found)

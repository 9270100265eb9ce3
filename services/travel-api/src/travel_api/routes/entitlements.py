"""Which health services a person is entitled to; nothing is stored, nobody is named."""

from fastapi import APIRouter

from service_kit.guard import guarded
from travel_api.deps import ShellDep
from travel_api.domain.entitlement import Situation, entitle
from travel_api.wire.entitlements import EntitlementOut, entitlement_out

router = APIRouter(route_class=guarded("travel"), tags=["entitlements"])


@router.post("/v1/entitlements")
async def assess_entitlements(situation: Situation, shell: ShellDep) -> EntitlementOut:
    """Say which health services a person is entitled to: yes, no, or cannot tell.

    Each answer names the rules it rests on, and what would settle it where it cannot be told.
    """
    return entitlement_out(entitle(situation), shell.rulebook)

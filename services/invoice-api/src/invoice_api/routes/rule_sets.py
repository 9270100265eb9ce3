"""The official rules that documents are checked by."""

from datetime import UTC, datetime

from fastapi import APIRouter

from invoice_api.deps import ShellDep
from invoice_api.wire.report import RuleSetsOut
from service_kit.guard import guarded

router = APIRouter(prefix="/v1/rule-sets", tags=["rules"], route_class=guarded("invoice"))


@router.get("")
async def list_rule_sets(shell: ShellDep) -> RuleSetsOut:
    """List the official rules in use, with their edition, hash, and whether they are current."""
    return RuleSetsOut.of(shell.rules.rule_sets(datetime.now(UTC).date()))

"""Cases of people whose address is protected are for those who have a right of their own."""

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import Case
from access_api.domain.refusals import Shielded
from access_api.storage import cases
from contracts.scopes.access import PROTECTED
from service_kit.auth import Principal


async def may_handle(tx: AsyncConnection, member: Principal, case: Case) -> bool:
    """Tell whether a member of staff may work with the case."""
    return PROTECTED in member.scopes or not await cases.is_protected(tx, case)


async def require(tx: AsyncConnection, member: Principal, case: Case) -> None:
    """Let a member of staff work with the case.

    Raises:
        Shielded: the person's address is protected, and the member has no right to such cases.
    """
    if not await may_handle(tx, member, case):
        raise Shielded

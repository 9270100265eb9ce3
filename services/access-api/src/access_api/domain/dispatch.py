"""Whether a letter may leave, judged anew when it is about to be printed."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Final

from access_api.domain.register import CONSEQUENCES, Address, Consequence, Finding

_NEVER: Final = frozenset(
    {Finding.STRICTLY_CONFIDENTIAL, Finding.DECEASED, Finding.UNKNOWN_IN_REGISTER}
)
_NEVER_ON_PAPER: Final = _NEVER | {Finding.NO_ADDRESS}
_ON_PAPER_AFTER_A_LOOK: Final = frozenset({Finding.CONFIDENTIAL, Finding.CLIENT_ADDRESS})


def answer_is_held(findings: AbstractSet[Finding], *, digital: bool) -> Finding | None:
    """Return why an answer must be sent by hand, if it must.

    It carries nothing secret, so a new address or one abroad does not matter; a protected address
    never reaches the printer, while a digital mailbox gives no address away.
    """
    stopping = _NEVER if digital else _NEVER_ON_PAPER | _ON_PAPER_AFTER_A_LOOK
    return next(iter(sorted(findings & stopping)), None)


def code_is_held(findings: AbstractSet[Finding], *, confirmed: bool) -> Finding | None:
    """Return why a code must not be printed, if it must not.

    Args:
        findings: what the register says now.
        confirmed: a person has looked at the address and found it right.
    """
    passed = {Consequence.INFORMS, Consequence.HOLDS_LETTER if confirmed else Consequence.INFORMS}
    return next((f for f in sorted(findings) if CONSEQUENCES[f] not in passed), None)


def moved_since(address: Address | None, confirmed_on: date) -> bool:
    """Tell whether the address is newer than a person's look at it."""
    if address is None or address.registered_on is None:
        return False
    return address.registered_on - confirmed_on > timedelta(0)

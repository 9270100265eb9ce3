"""Who may see or send what, beyond the scope that opened the operation."""

from typing import Final

from invoice_api.domain.invoice import Invoice
from service_kit.auth import Principal

SUBMIT: Final = "invoice:submit"
DELIVER: Final = "invoice:deliver"
READ: Final = "invoice:read"
ATTEST: Final = "invoice:attest"
APPROVE: Final = "invoice:approve"
PAY: Final = "invoice:pay"

_STAFF: Final = frozenset({READ, ATTEST, APPROVE})


def acts_for(principal: Principal, organisation: str | None) -> bool:
    """Tell whether the caller is an organisation or acts on its behalf."""
    return organisation is not None and organisation in {
        principal.organisation,
        principal.supplier,
    }


def may_submit(principal: Principal, seller: str | None) -> bool:
    """Tell whether the caller may send documents of `seller`: its own, or any as access point."""
    return DELIVER in principal.scopes or acts_for(principal, seller)


def sees_all(principal: Principal) -> bool:
    """Tell whether the caller is staff that may read every invoice."""
    return principal.kind == "staff" and bool(_STAFF & principal.scopes)


def may_read(principal: Principal, invoice: Invoice) -> bool:
    """Tell whether the caller may know of an invoice: staff, its seller, or who delivered it."""
    delivered = DELIVER in principal.scopes and invoice.submitted_by == principal.subject
    own = SUBMIT in principal.scopes and acts_for(principal, invoice.seller)
    return sees_all(principal) or own or delivered

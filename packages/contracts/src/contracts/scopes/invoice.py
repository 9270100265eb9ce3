"""Operations of invoice-api and who may call them."""

from typing import Any, Final, Literal

from contracts.scopes.operation import MIB, Operation, RateClass

_SENDERS: Final = frozenset({"invoice:submit", "invoice:deliver"})
_READERS: Final = frozenset(
    {"invoice:submit", "invoice:deliver", "invoice:read", "invoice:attest", "invoice:approve"}
)
_STAFF: Final = frozenset({"invoice:read", "invoice:attest", "invoice:approve"})
AUDIT: Final = "suite:audit"
"""Reads event logs, in every service."""

_SELLER: Final = frozenset({"invoice:submit"})

_LARGEST_DOCUMENT: Final = 20 * MIB


def _row(name: str, method: Literal["GET", "POST"], path: str, **asks: Any) -> Operation:
    return Operation(service="invoice", name=name, method=method, path=path, **asks)


def _public(name: str, path: str) -> Operation:
    return _row(name, "GET", path, rate=RateClass.PUBLIC)


def _staff(name: str, path: str, scope: str) -> Operation:
    return _row(name, "POST", path, scopes=frozenset({scope}), staff_only=True)


def _audit(name: str, path: str) -> Operation:
    return _row(name, "GET", path, scopes=frozenset({AUDIT}), staff_only=True)


def _document(name: str, path: str, **asks: Any) -> Operation:
    return _row(
        name,
        "POST",
        path,
        scopes=_SENDERS,
        body_limit=_LARGEST_DOCUMENT,
        timeout_s=30,
        rate=RateClass.HEAVY,
        **asks,
    )


OPERATIONS: Final[tuple[Operation, ...]] = (
    _document("validate_document", "/v1/validations"),
    _document("submit_invoice", "/v1/invoices"),
    _row("search_invoices", "POST", "/v1/invoices/searches", scopes=_READERS),
    _row("count_invoices", "POST", "/v1/invoices/counts", scopes=_READERS),
    _row("get_invoice", "GET", "/v1/invoices/{invoice_id}", scopes=_READERS),
    _row("get_invoice_document", "GET", "/v1/invoices/{invoice_id}/document", scopes=_READERS),
    _row(
        "get_invoice_attachment",
        "GET",
        "/v1/invoices/{invoice_id}/attachments/{number}",
        scopes=_READERS,
    ),
    _row("get_invoice_view", "GET", "/v1/invoices/{invoice_id}/view", scopes=_READERS),
    _row("list_invoice_responses", "GET", "/v1/invoices/{invoice_id}/responses", scopes=_READERS),
    _staff("register_paper_invoice", "/v1/paper-invoices", "invoice:attest"),
    _row(
        "get_income_report",
        "GET",
        "/v1/income-reports/{year}",
        scopes=frozenset({"invoice:read"}),
        staff_only=True,
    ),
    _row(
        "get_income_table",
        "GET",
        "/v1/income-reports/{year}/table",
        scopes=frozenset({"invoice:read"}),
        staff_only=True,
    ),
    _audit("list_invoice_events", "/v1/invoices/{invoice_id}/events"),
    _audit("list_invoice_journal_entries", "/v1/journal-entries"),
    _row("list_invoice_decisions", "GET", "/v1/invoices/{invoice_id}/decisions", scopes=_READERS),
    _staff("review_invoice", "/v1/invoices/{invoice_id}/reviews", "invoice:attest"),
    _staff("approve_invoice", "/v1/invoices/{invoice_id}/approvals", "invoice:approve"),
    _row(
        "record_payment",
        "POST",
        "/v1/invoices/{invoice_id}/payments",
        scopes=frozenset({"invoice:pay"}),
    ),
    _row("list_invoice_payments", "GET", "/v1/invoices/{invoice_id}/payments", scopes=_READERS),
    _row(
        "create_invoice_upload",
        "POST",
        "/v1/uploads",
        scopes=_SELLER | _STAFF,
        body_limit=10 * MIB,
        timeout_s=30,
        rate=RateClass.HEAVY,
    ),
    _row("submit_assignment", "POST", "/v1/assignments", scopes=_SELLER),
    _row("search_assignments", "POST", "/v1/assignments/searches", scopes=_SELLER | _STAFF),
    _row("get_assignment", "GET", "/v1/assignments/{assignment_id}", scopes=_SELLER | _STAFF),
    _row(
        "resubmit_assignment",
        "POST",
        "/v1/assignments/{assignment_id}/submissions",
        scopes=_SELLER,
    ),
    _staff("return_assignment", "/v1/assignments/{assignment_id}/returns", "invoice:attest"),
    _staff("approve_assignment", "/v1/assignments/{assignment_id}/approvals", "invoice:attest"),
    _staff("attest_assignment", "/v1/assignments/{assignment_id}/attestations", "invoice:attest"),
    _row(
        "get_attestation_form",
        "GET",
        "/v1/attestations/{attestation_id}/form",
        scopes=_SELLER | _STAFF,
    ),
    _row(
        "draft_invoice",
        "POST",
        "/v1/attestations/{attestation_id}/invoice-drafts",
        scopes=_SELLER,
    ),
    _public("list_invoice_rules", "/v1/rules"),
    _public("list_rule_sets", "/v1/rule-sets"),
    _public("list_invoice_contact_points", "/v1/contact-points"),
    _public("list_complaint_routes", "/v1/complaint-routes"),
)
"""Every operation of invoice-api."""

"""Operations of travel-api and who may call them."""

from typing import Final

from contracts.scopes.operation import MIB, Assurance, Method, Operation, RateClass

CLAIM: Final = "travel:claim"
"""A citizen's own claims."""
REGISTER: Final = "travel:register"
"""Clerks who enter what came on paper."""
HANDLE: Final = "travel:handle"
"""Case handlers."""
POLICY: Final = "travel:policy"
"""Those who ask what another rate would cost."""
AUDIT: Final = "suite:audit"

_CLAIMANTS: Final = frozenset({CLAIM, REGISTER})
_EVERYONE: Final = frozenset({CLAIM, REGISTER, HANDLE})
_HANDLERS: Final = frozenset({HANDLE})
_HANDLED: Final = frozenset({CLAIM, HANDLE})


def _open(name: str, method: Method, path: str, rate: RateClass = RateClass.PUBLIC) -> Operation:
    return Operation(
        service="travel",
        name=name,
        method=method,
        path=path,
        rate=rate,
    )


def _case(
    name: str, method: Method, path: str, scopes: frozenset[str], body_limit: int = MIB // 4
) -> Operation:
    """Return an operation on claims: a citizen's own number tells which ones are theirs."""
    return Operation(
        service="travel",
        name=name,
        method=method,
        path=path,
        scopes=scopes,
        staff_only=scopes == _HANDLERS,
        needs_pid=scopes != _HANDLERS,
        assurance=Assurance.SUBSTANTIAL,
        body_limit=body_limit,
        timeout_s=20,
    )


_REASSESSMENTS: Final[tuple[tuple[str, Method, str], ...]] = (
    ("start_reassessment", "POST", ""),
    ("get_reassessment", "GET", "/{reassessment_id}"),
    ("list_reassessment_changes", "GET", "/{reassessment_id}/changes"),
    ("cancel_reassessment", "DELETE", "/{reassessment_id}"),
)

OPERATIONS: Final[tuple[Operation, ...]] = (
    _open("list_travel_rules", "GET", "/v1/rules"),
    _open("list_travel_parameters", "GET", "/v1/parameters"),
    _open("list_interpretations", "GET", "/v1/interpretations"),
    _open("list_travel_contact_points", "GET", "/v1/contact-points"),
    Operation(
        service="travel",
        name="assess_travel",
        method="POST",
        path="/v1/assessments",
        body_limit=2 * MIB,
        timeout_s=60,
        rate=RateClass.PUBLIC,
    ),
    Operation(
        service="travel",
        name="assess_travel_batch",
        method="POST",
        path="/v1/assessment-batches",
        body_limit=8 * MIB,
        timeout_s=60,
        rate=RateClass.HEAVY,
    ),
    *(
        Operation(
            service="travel",
            name=name,
            method=method,
            path=f"/v1/reassessments{path}",
            scopes=frozenset({POLICY}),
            staff_only=True,
            timeout_s=30,
        )
        for name, method, path in _REASSESSMENTS
    ),
    _open("assess_entitlements", "POST", "/v1/entitlements"),
    _case("upload_travel_document", "POST", "/v1/uploads", _CLAIMANTS, 12 * MIB),
    _case("submit_claim", "POST", "/v1/claims", _CLAIMANTS),
    _case("search_claims", "POST", "/v1/claims/searches", _EVERYONE),
    _case("get_claim", "GET", "/v1/claims/{claim_id}", _EVERYONE),
    _case("list_claim_assessments", "GET", "/v1/claims/{claim_id}/assessments", _EVERYONE),
    _case("list_claim_decisions", "GET", "/v1/claims/{claim_id}/decisions", _EVERYONE),
    _case("decide_claim", "POST", "/v1/claims/{claim_id}/decisions", _HANDLERS),
    _case(
        "get_decision_letter",
        "GET",
        "/v1/claims/{claim_id}/decisions/{no}/letter",
        _EVERYONE,
    ),
    _case(
        "explain_decision",
        "GET",
        "/v1/claims/{claim_id}/decisions/{no}/explanation",
        _EVERYONE,
    ),
    _case("list_claim_documents", "GET", "/v1/claims/{claim_id}/documents", _EVERYONE),
    _case("add_claim_document", "POST", "/v1/claims/{claim_id}/documents", _EVERYONE),
    _case(
        "download_claim_document",
        "GET",
        "/v1/claims/{claim_id}/documents/{document_id}/content",
        _EVERYONE,
    ),
    Operation(
        service="travel",
        name="list_claim_events",
        method="GET",
        path="/v1/claims/{claim_id}/events",
        scopes=frozenset({AUDIT}),
    ),
    _case("request_transport", "POST", "/v1/requisitions", frozenset({CLAIM})),
    _case("get_requisition", "GET", "/v1/requisitions/{requisition_id}", _HANDLED),
    _case("answer_requisition", "POST", "/v1/requisitions/{requisition_id}/answers", _HANDLERS),
    _case("record_finding", "POST", "/v1/claims/{claim_id}/findings", _HANDLERS),
    _case("withdraw_claim", "POST", "/v1/claims/{claim_id}/withdrawals", _CLAIMANTS),
    _case("list_claim_complaints", "GET", "/v1/claims/{claim_id}/complaints", _EVERYONE),
    _case("complain", "POST", "/v1/claims/{claim_id}/complaints", _CLAIMANTS),
    _case("answer_complaint", "POST", "/v1/claims/{claim_id}/complaint-answers", _HANDLERS),
)

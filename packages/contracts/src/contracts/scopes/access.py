"""Operations of access-api and who may call them."""

from functools import partial
from typing import Final

from contracts.scopes.operation import KIB, MIB, Assurance, Operation, RateClass

_access = partial(Operation, service="access")

OWN: Final = "access:request"
REGISTER: Final = "access:register"
REVIEW: Final = "access:review"
HELPDESK: Final = "access:helpdesk"
LOOKUP: Final = "access:lookup"
PROTECTED: Final = "access:protected"
"""Beside another scope: also for people whose address the population register protects."""
AUDIT: Final = "suite:audit"

_ALSO_PROTECTED: Final = frozenset({PROTECTED})

OPERATIONS: Final[tuple[Operation, ...]] = (
    _access(
        name="submit_access_request",
        method="POST",
        path="/v1/access-requests",
        scopes=frozenset({OWN, REGISTER}),
        widened_by=_ALSO_PROTECTED,
        needs_pid=True,
        assurance=Assurance.SUBSTANTIAL,
        body_limit=64 * KIB,
    ),
    _access(
        name="list_access_requests",
        method="GET",
        path="/v1/access-requests",
        scopes=frozenset({REGISTER, REVIEW}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
    ),
    _access(
        name="search_access_requests",
        method="POST",
        path="/v1/access-requests/searches",
        scopes=frozenset({REGISTER, REVIEW, HELPDESK}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="get_access_request",
        method="GET",
        path="/v1/access-requests/{request_id}",
        scopes=frozenset({OWN, REGISTER, REVIEW, HELPDESK}),
        widened_by=_ALSO_PROTECTED,
        needs_pid=True,
        assurance=Assurance.SUBSTANTIAL,
    ),
    _access(
        name="review_access_request",
        method="POST",
        path="/v1/access-requests/{request_id}/reviews",
        scopes=frozenset({REVIEW}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="order_access_letter",
        method="POST",
        path="/v1/access-requests/{request_id}/letters",
        scopes=frozenset({REGISTER, REVIEW}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="withdraw_access_request",
        method="POST",
        path="/v1/access-requests/{request_id}/withdrawals",
        scopes=frozenset({REGISTER}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="view_identification",
        method="POST",
        path="/v1/access-requests/{request_id}/identification-views",
        scopes=frozenset({REVIEW}),
        widened_by=_ALSO_PROTECTED,
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="list_access_events",
        method="GET",
        path="/v1/access-requests/{request_id}/events",
        scopes=frozenset({AUDIT}),
        widened_by=_ALSO_PROTECTED,
    ),
    _access(
        name="create_access_upload",
        method="POST",
        path="/v1/uploads",
        scopes=frozenset({REGISTER}),
        staff_only=True,
        body_limit=10 * MIB,
        timeout_s=30,
        rate=RateClass.HEAVY,
    ),
    _access(
        name="verify_access_code",
        method="POST",
        path="/v1/code-verifications",
        scopes=frozenset({HELPDESK}),
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="look_up_access_status",
        method="POST",
        path="/v1/status-lookups",
        scopes=frozenset({LOOKUP}),
        body_limit=1 * KIB,
        timeout_s=2,
        rate=RateClass.LOOKUP,
    ),
    _access(
        name="look_up_access_statuses",
        method="POST",
        path="/v1/status-lookup-batches",
        scopes=frozenset({LOOKUP}),
        body_limit=32 * KIB,
        rate=RateClass.HEAVY,
    ),
    _access(
        name="list_block_changes",
        method="GET",
        path="/v1/block-changes",
        scopes=frozenset({LOOKUP}),
        rate=RateClass.LOOKUP,
    ),
    _access(
        name="list_access_deadlines",
        method="GET",
        path="/v1/deadlines",
        scopes=frozenset({REGISTER, REVIEW}),
        staff_only=True,
    ),
    _access(
        name="register_letter_return",
        method="POST",
        path="/v1/letter-returns",
        scopes=frozenset({REGISTER}),
        staff_only=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="receive_print_callback",
        method="POST",
        path="/v1/print-callbacks",
        signed=True,
        body_limit=4 * KIB,
    ),
    _access(
        name="list_journal_entries",
        method="GET",
        path="/v1/journal-entries",
        scopes=frozenset({AUDIT}),
        rate=RateClass.HEAVY,
    ),
    _access(
        name="get_access_guidance",
        method="GET",
        path="/v1/guidance",
        rate=RateClass.PUBLIC,
    ),
    _access(
        name="list_access_contact_points",
        method="GET",
        path="/v1/contact-points",
        rate=RateClass.PUBLIC,
    ),
)

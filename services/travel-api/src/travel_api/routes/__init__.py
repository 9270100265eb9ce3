"""The HTTP interface: each route parses, calls one use case and presents."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter

from travel_api.routes import (
    assessments,
    claims,
    complaints,
    decisions,
    documents,
    entitlements,
    papers,
    reassessments,
    requisitions,
    rulebook,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    rulebook.router,
    assessments.router,
    papers.router,
    claims.router,
    decisions.router,
    documents.router,
    complaints.router,
    entitlements.router,
    reassessments.router,
    requisitions.router,
)
"""Every router, in the order the API document shows them."""

TAGS: Final[Mapping[str, str]] = {
    "rules": "The rules, figures and readings that every assessment rests on",
    "assessments": "What the rules make of some facts; nothing is stored",
    "papers": "Receipts and documents",
    "claims": "Claims for reimbursement",
    "decisions": "Decisions on claims",
    "complaints": "Complaints about decisions",
    "reassessments": "What stored claims would come to under other figures",
    "requisitions": "Transport that a practitioner or the office orders",
    "entitlements": "Which health services a person is entitled to",
}
"""What each tag gathers."""

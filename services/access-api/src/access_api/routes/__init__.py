"""The HTTP interface: each route parses, calls one use case and presents."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter

from access_api.routes import (
    code_verifications,
    deadlines,
    guidance,
    identification_views,
    journal,
    letters,
    requests,
    reviews,
    status,
    uploads,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    status.router,
    requests.router,
    reviews.router,
    identification_views.router,
    uploads.router,
    letters.router,
    code_verifications.router,
    deadlines.router,
    journal.router,
    guidance.router,
)
"""Every router. Paths are matched in this order, so the one asked at every login stands first."""

TAGS: Final[Mapping[str, str]] = {
    "access requests": "Requests to block or reopen a person's own access",
    "letters": "Codes by post, returned envelopes, word from the printer",
    "calls": "The code that a person gives on the phone",
    "status": "Whether somebody is blocked, for the login system",
    "follow-up": "Deadlines and the journal",
    "guidance": "What anybody may know",
}
"""What each tag gathers."""

"""Opaque cursors, each good only for the search it came from."""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from travel_api.domain.claims import InputRefusal
from travel_api.storage.claims import ClaimFile

_MARK_LENGTH: Final = 12


class CursorDoesNotFit(InputRefusal):
    """A cursor was changed, or came from another search."""

    def __init__(self) -> None:
        super().__init__(
            "The cursor does not belong to this search.", code="cursor", pointer="/cursor"
        )


def cursor_after(file: ClaimFile, search: str) -> str:
    """Return the cursor of what comes after `file` in the search whose filter is `search`."""
    place = [_mark(search), file.received_at.isoformat(), str(file.claim.claim_id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def read_cursor(cursor: str | None, search: str) -> tuple[datetime, UUID] | None:
    """Return where the page begins.

    Raises:
        CursorDoesNotFit: it was changed, or came from another search.
    """
    if cursor is None:
        return None
    try:
        mark, received_at, claim_id = _decoded(cursor)
        place = datetime.fromisoformat(received_at), UUID(claim_id)
    except (ValueError, TypeError, AttributeError):
        raise CursorDoesNotFit from None
    if mark != _mark(search) or place[0].tzinfo is None:
        raise CursorDoesNotFit
    return place


def _decoded(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))


def _mark(search: str) -> str:
    return hashlib.sha256(search.encode()).hexdigest()[:_MARK_LENGTH]

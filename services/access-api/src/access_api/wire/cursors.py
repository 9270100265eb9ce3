"""Opaque cursors, bound to the filter of the list they belong to."""

import base64
import binascii
import hashlib
from typing import Final
from uuid import UUID

from access_api.domain.refusals import CursorInvalid

_MARK_BYTES: Final = 8
_ID_BYTES: Final = 16


def write_cursor(last: UUID, of_filter: str) -> str:
    """Return the cursor of what follows after `last`."""
    return base64.urlsafe_b64encode(_mark(of_filter) + last.bytes).decode().rstrip("=")


def read_cursor(cursor: str | None, of_filter: str) -> UUID | None:
    """Return after what the page begins.

    Raises:
        CursorInvalid: the cursor was not given by this list with this filter.
    """
    if cursor is None:
        return None
    try:
        given = base64.urlsafe_b64decode(cursor + "==")
    except (binascii.Error, ValueError):
        raise CursorInvalid from None
    mark, last = given[:_MARK_BYTES], given[_MARK_BYTES:]
    if mark != _mark(of_filter) or len(last) != _ID_BYTES:
        raise CursorInvalid
    return UUID(bytes=last)


def _mark(of_filter: str) -> bytes:
    return hashlib.sha256(of_filter.encode()).digest()[:_MARK_BYTES]

"""Opaque cursors: a place in a list, bound to the search that made the list."""

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class BadCursor(Exception):
    """The cursor is not one of ours, or belongs to another search."""

    def __init__(self) -> None:
        super().__init__("The cursor belongs to another search. Begin again without one.")


def encode(place: tuple[datetime, UUID], search: BaseModel) -> str:
    """Return the cursor of a place in the answer to `search`."""
    written = json.dumps([place[0].isoformat(), str(place[1]), _fingerprint(search)])
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode(cursor: str, search: BaseModel) -> tuple[datetime, UUID]:
    """Return the place that `cursor` means in the answer to `search`.

    Raises:
        BadCursor: it is broken or was made for another search.
    """
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        at, invoice_id, fingerprint = _three(json.loads(base64.urlsafe_b64decode(padded)))
        place = datetime.fromisoformat(at), UUID(invoice_id)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise BadCursor from None
    if fingerprint != _fingerprint(search) or place[0].tzinfo is None:
        raise BadCursor
    return place


def _three(parts: Any) -> tuple[str, str, str]:
    at, invoice_id, fingerprint = parts
    return at, invoice_id, fingerprint


def _fingerprint(search: BaseModel) -> str:
    narrowed = search.model_dump_json(exclude={"cursor", "limit"})
    return hashlib.sha256(narrowed.encode()).hexdigest()[:16]

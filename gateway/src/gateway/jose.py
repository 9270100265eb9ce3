"""What tokens and proofs have in common before anybody has checked them."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
from joserfc.util import urlsafe_b64decode


def peek(token: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a signed token that nobody has checked yet.

    Raises:
        ValueError: it is none.
    """
    header, payload, signature = token.split(b".")
    if not signature:
        raise ValueError("not signed")
    parts = [orjson.loads(urlsafe_b64decode(part)) for part in (header, payload)]
    if not all(isinstance(part, dict) for part in parts):
        raise ValueError("not a token")
    return parts[0], parts[1]


def base64url(content: bytes) -> str:
    """Return `content` as base64url without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()

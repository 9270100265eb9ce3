"""Which web pages may call the API from a browser."""

from dataclasses import dataclass
from typing import Final

from gateway.refusals import Header

_ALLOWED: Final = b"authorization, content-type, dpop, idempotency-key, if-match, if-none-match"
_EXPOSED: Final = (
    b"deprecation, etag, link, location, ratelimit, ratelimit-policy, retry-after, sunset, "
    b"www-authenticate, x-request-id"
)
_REMEMBERED_S: Final = b"600"


@dataclass(frozen=True, slots=True)
class Cors:
    """Origins on the list, and no other, may read answers. Cookies are never used.

    Attributes:
        origins: the list; when it is empty nothing is ever said of origins.
    """

    origins: frozenset[str]

    def fields(self, origin: bytes | None) -> list[Header]:
        """Return what an answer says to a page of `origin`."""
        if not self.origins:
            return []
        if not self._knows(origin):
            return [(b"vary", b"origin")]
        return [
            (b"vary", b"origin"),
            (b"access-control-allow-origin", origin or b""),
            (b"access-control-expose-headers", _EXPOSED),
        ]

    def preflight(self, origin: bytes | None, methods: bytes) -> list[Header] | None:
        """Return what a browser that asks first is told, or None when it may not."""
        if not self._knows(origin):
            return None
        return [
            (b"access-control-allow-methods", methods),
            (b"access-control-allow-headers", _ALLOWED),
            (b"access-control-max-age", _REMEMBERED_S),
        ]

    def _knows(self, origin: bytes | None) -> bool:
        return origin is not None and origin.decode("latin-1") in self.origins

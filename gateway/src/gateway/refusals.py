"""Answers the gateway gives itself, as problems (RFC 9457)."""

from http import HTTPStatus
from typing import Final

import orjson

from contracts.problems import PROBLEM_TYPES

MEDIA_TYPE: Final = b"application/problem+json"
Header = tuple[bytes, bytes]
SOON: Final[Header] = (b"retry-after", b"1")


class Refusal(Exception):
    """The gateway does not let a request through, or cannot.

    Attributes:
        slug: which problem type of the contracts it is.
        detail: what is wrong this time; safe to show.
        headers: header fields that belong to this answer.
        close: whether the framing of the connection cannot be trusted any more.
    """

    def __init__(self, slug: str, detail: str, *headers: Header, close: bool = False) -> None:
        super().__init__(detail)
        self.slug, self.detail, self.headers, self.close = slug, detail, headers, close

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return int(PROBLEM_TYPES[self.slug].status)


def problem_answer(refusal: Refusal, public_url: str, request_id: bytes) -> bytes:
    """Return a whole HTTP/1.1 answer after which the connection ends."""
    content = problem_body(refusal, public_url)
    status = HTTPStatus(refusal.status)
    fields = (
        (b"content-type", MEDIA_TYPE),
        (b"content-length", b"%d" % len(content)),
        (b"x-request-id", request_id),
        (b"connection", b"close"),
        *refusal.headers,
    )
    head = b"".join(b"%b: %b\r\n" % field for field in fields)
    line = b"HTTP/1.1 %d %b\r\n" % (status, status.phrase.encode())
    return line + head + b"\r\n" + content


def bad_gateway() -> Refusal:
    """Return the refusal when a service could not be asked, or did not answer in HTTP."""
    return Refusal("bad-gateway", "The service could not be asked.", SOON)


def gateway_timeout(detail: str = "The service did not answer in time.") -> Refusal:
    """Return the refusal when a service took too long."""
    return Refusal("gateway-timeout", detail, SOON)


def malformed(detail: str) -> Refusal:
    """Return the refusal of a request that no two servers may read differently."""
    return Refusal("malformed-request", detail, close=True)


def problem_body(refusal: Refusal, public_url: str) -> bytes:
    """Return the body of the answer. `type` opens as a page that says what to do."""
    kind = PROBLEM_TYPES[refusal.slug]
    return orjson.dumps(
        {
            "type": f"{public_url}/problems/{refusal.slug}",
            "title": kind.title.en,
            "status": int(kind.status),
            "detail": refusal.detail,
        }
    )

"""One malformed request, and how its bytes are put together."""

from dataclasses import dataclass
from typing import Final

HIDDEN: Final = b"GET /travel/v1/rules/echo?hidden HTTP/1.1\r\nHost: a\r\n\r\n"
"""A request within a body: whoever misreads the body's end takes it for the next one."""

CHUNKED: Final = "Transfer-Encoding: chunked"
ABC: Final = b"3\r\nabc\r\n0\r\n\r\n"
PIECE: Final = 8_192


@dataclass(frozen=True, slots=True)
class Case:
    """One request.

    Attributes:
        name: what is odd about it.
        status: what the gateway answers; 0 where it ends the connection without an answer.
        sent: its bytes, with a pause between one piece and the next.
        reason: why the gateway takes what nginx or Envoy refuses.
    """

    name: str
    status: int
    sent: tuple[bytes, ...]
    reason: str = ""


def get(*lines: str, target: str = "/travel/v1/rules/echo", host: str = "Host: a") -> bytes:
    """Return a GET of an open operation, with more header fields."""
    head = (f"GET {target} HTTP/1.1", *([host] if host else []), *lines, "", "")
    return "\r\n".join(head).encode("latin-1")


def post(*lines: str, body: bytes = b"") -> bytes:
    """Return a POST to an open operation."""
    head = ("POST /travel/v1/callbacks/echo HTTP/1.1", "Host: a", *lines, "", "")
    return "\r\n".join(head).encode("latin-1") + body


def coded(coding: str, body: bytes = ABC) -> bytes:
    """Return a POST with everything behind the colon of its Transfer-Encoding."""
    return post(f"Transfer-Encoding:{coding}", body=body)


def long(length: str) -> bytes:
    """Return a POST of three bytes with everything behind the colon of its Content-Length."""
    return post(f"Content-Length:{length}", body=b"abc")


def in_pieces(data: bytes, size: int = PIECE) -> tuple[bytes, ...]:
    """Return `data` cut into pieces."""
    return tuple(data[start : start + size] for start in range(0, len(data), size))


def case(name: str, status: int, *sent: bytes, reason: str = "") -> Case:
    """Return a case."""
    return Case(name, status, sent, reason)

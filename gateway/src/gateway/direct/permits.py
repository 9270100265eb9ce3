"""What a request must have to take the fast lane."""

from dataclasses import dataclass

from gateway.answers import LifeCycle
from gateway.direct.pool import Pool
from gateway.hygiene import Head, read_head
from gateway.patience import Pace
from gateway.policy import Admission
from gateway.records import Record
from gateway.refusals import Header
from gateway.tokens import Session
from gateway.upstream import Upstream


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What all requests to one service have in common.

    Attributes:
        pool: connections to the service.
        upstream: what is known of it.
        life: whether the gateway is about to end.
        public_url: start of the addresses of problem types.
        pace: how slowly a client may send the body of its request.
    """

    pool: Pool
    upstream: Upstream
    life: LifeCycle
    public_url: str
    pace: Pace


@dataclass(slots=True)
class Known:
    """What was found out about header fields that a connection may send again, byte for byte.

    Attributes:
        headers: the fields.
        head: what they say.
        forwarded: those a service gets, as bytes.
        session: what is known of their token.
        block: they as they came, from the end of the first line to the blank line.
    """

    headers: list[Header]
    head: Head
    forwarded: bytes
    session: Session | None = None
    block: bytes = b""


def known(headers: list[Header]) -> Known:
    """Inspect header fields.

    Raises:
        Refusal: they are ambiguous, or ask for something the gateway does not do.
    """
    head = read_head(headers)
    lines = [b"%b: %b\r\n" % field for field in head.kept]
    if head.content_length is not None:
        lines.append(b"content-length: %d\r\n" % head.content_length)
    return Known(headers, head, b"".join(lines))


@dataclass(slots=True)
class Permit:
    """A request that may take the fast lane.

    Attributes:
        lane: which one.
        admission: what the policy said.
        known: its header fields.
        method: its method.
        target: path and query at the service.
        record: what is told of it.
        extra: header fields its answer gets.
    """

    lane: Lane
    admission: Admission
    known: Known
    method: str
    target: bytes
    record: Record
    extra: list[Header]

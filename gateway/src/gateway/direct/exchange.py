"""One request in the fast lane: read whole, asked of its service, answered as the answer comes."""

import asyncio
from http import HTTPStatus
from typing import Final, Protocol

from gateway.direct.permits import Permit
from gateway.direct.pool import ServiceConnection
from gateway.hygiene import answer_fields
from gateway.refusals import (
    MEDIA_TYPE,
    Header,
    Refusal,
    bad_gateway,
    gateway_timeout,
    problem_body,
)
from gateway.upstream import REPEATABLE

CLIENT_LEFT: Final = 499
NEVER: Final = float("inf")
_NOT_MODIFIED: Final = 304
_BODYLESS: Final = frozenset({204, 304})
_LINES: Final = {
    int(status): b"HTTP/1.1 %d %b\r\n" % (status, status.phrase.encode()) for status in HTTPStatus
}


class NobodyWaits:
    """Stands for the event on which uvicorn tells a request that something came."""

    def set(self) -> None:
        """Do nothing: an exchange is told directly."""


class Client(Protocol):
    """The client's connection, as an exchange sees it."""

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport

    def default_fields(self) -> list[Header]:
        """Return the header fields every answer gets."""

    def done(self, exchange: "DirectExchange") -> None:
        """Learn that the exchange is over."""


class DirectExchange:
    """What uvicorn holds for a request, and what a service's connection answers to.

    uvicorn reads `response_complete`, `disconnected`, `keep_alive`, `more_body` and
    `message_event` of the request it believes to hold.
    """

    message_event = NobodyWaits()

    def __init__(self, client: Client, permit: Permit, *, keep_alive: bool) -> None:
        self._client, self.permit, self.keep_alive = client, permit, keep_alive
        self.response_complete = self.disconnected = self.begun = False
        self.more_body = permit.known.head.has_body
        self._began = client.loop.time()
        self.deadline = self._began + permit.lane.pace.pause_s
        self._body = bytearray()
        self._connection: ServiceConnection | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._started = self._chunked = self._retried = self._reader_is_slow = False
        self._out: list[bytes] = []

    @property
    def _patience_s(self) -> float:
        return self.permit.admission.route.operation.timeout_s

    def body(self, piece: bytes) -> None:
        """Take a piece of the request's body."""
        self._body += piece
        now = self._client.loop.time()
        self.deadline = now + self.permit.lane.pace.left_s(len(self._body), now - self._began)

    def start(self) -> None:
        """Ask the service: the request has come to its end."""
        self.more_body, self._started = False, True
        lane = self.permit.lane
        lane.upstream.places.take()
        lane.upstream.budget.earn()
        self.permit.record.received = len(self._body)
        self.deadline = self._client.loop.time() + self._patience_s
        connection = lane.pool.resting()
        if connection is None:
            self._connect()
        else:
            self._ask(connection)

    def _connect(self) -> None:
        self._connecting = self._client.loop.create_task(self._ask_anew())

    async def _ask_anew(self) -> None:
        pool = self.permit.lane.pool
        try:
            connection = await pool.connect()
        except TimeoutError:
            self._fail(gateway_timeout("The service did not take the connection."))
        except OSError:
            self._fail(bad_gateway())
        else:
            if self.response_complete:
                pool.release(connection)
            else:
                self._ask(connection)

    def _ask(self, connection: ServiceConnection) -> None:
        self._connection = connection
        connection.ask(self, self._request())

    def _request(self) -> bytes:
        permit, record = self.permit, self.permit.record
        known, token = permit.known, permit.admission.inside_token
        lines = [
            permit.method.encode(),
            b" ",
            permit.target,
            b" HTTP/1.1\r\nhost: ",
            permit.lane.pool.authority,
            b"\r\n",
            known.forwarded,
        ]
        if known.head.content_length is None and permit.method != "GET":
            lines.append(b"content-length: 0\r\n")
        if token is not None:
            lines += (b"authorization: Bearer ", token, b"\r\n")
        lines += (b"x-request-id: ", record.request_id, b"\r\n")
        lines += (b"traceparent: ", record.traceparent, b"\r\n\r\n", bytes(self._body))
        return b"".join(lines)

    def begin(self, status: int, fields: list[Header], *, sized: bool) -> None:
        """Take the head of the service's answer."""
        self.permit.lane.upstream.answered()
        kept = answer_fields(fields)
        if status == _NOT_MODIFIED:
            kept = [field for field in kept if field[0] != b"content-length"]
        elif not sized and status not in _BODYLESS:
            self._chunked = True
            kept.append((b"transfer-encoding", b"chunked"))
        self._head(status, kept)

    def _head(self, status: int, fields: list[Header]) -> None:
        permit = self.permit
        self.begun, permit.record.status = True, status
        self.keep_alive = self.keep_alive and not permit.lane.life.draining
        out = [_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status]
        for name, value in (*self._client.default_fields(), *fields, *permit.extra):
            out += (name, b": ", value, b"\r\n")
        if not self.keep_alive:
            out.append(b"connection: close\r\n")
        out += (b"x-request-id: ", permit.record.request_id, b"\r\n\r\n")
        self._out = out

    def take(self, pieces: list[bytes], *, ended: bool) -> None:
        """Take what has come of the service's answer and pass it on at once."""
        for piece in pieces:
            self.permit.record.sent += len(piece)
            if self._chunked:
                self._out += (b"%x\r\n" % len(piece), piece, b"\r\n")
            else:
                self._out.append(piece)
        if ended:
            self._connection = None
            if self._chunked:
                self._out.append(b"0\r\n\r\n")
        self._flush()
        if ended:
            self._finish()
        elif not self._reader_is_slow:
            self.deadline = self._client.loop.time() + self._patience_s

    def _flush(self) -> None:
        out, self._out = self._out, []
        if out:
            self._client.transport.write(b"".join(out))

    def lost(self, *, reused: bool) -> None:
        """Learn that the service has closed; a request that may be repeated is, once."""
        self._connection = None
        repeatable = self.permit.method in REPEATABLE and not self._body
        if reused and repeatable and not self._retried and self.permit.lane.upstream.may_retry():
            self._retried = True
            self._connect()
        else:
            self._fail(bad_gateway())

    def _fail(self, refusal: Refusal) -> None:
        if self.response_complete:
            return
        self.permit.lane.upstream.failed()
        self._refuse(refusal)

    def _refuse(self, refusal: Refusal) -> None:
        if self.begun:
            self.keep_alive = False
            self._client.transport.close()
        else:
            content = problem_body(refusal, self.permit.lane.public_url)
            length = (b"content-length", b"%d" % len(content))
            fields = [(b"content-type", MEDIA_TYPE), length, (b"cache-control", b"no-store")]
            self._head(refusal.status, [*fields, *refusal.headers])
            self._out.append(content)
            self.permit.record.sent = len(content)
            self._flush()
        self._finish()

    def client_gone(self) -> None:
        """Learn that nobody waits for the answer any more."""
        self.disconnected = True
        self.permit.record.status = CLIENT_LEFT
        self._finish()

    def pause(self, *, paused: bool) -> None:
        """Learn whether the client keeps up with the answer; meanwhile the service is not late."""
        self._reader_is_slow = paused
        self.deadline = NEVER if paused else self._client.loop.time() + self._patience_s
        if self._connection is not None:
            self._connection.pause(paused=paused)

    def time_is_up(self) -> None:
        """End what has taken too long, and blame whom it is due."""
        if self.more_body:
            self.keep_alive = False
            self._refuse(Refusal("request-timeout", "The body came too slowly."))
        else:
            self._fail(gateway_timeout())

    def _finish(self) -> None:
        self.response_complete = True
        if self._started:
            self.permit.lane.upstream.places.leave()
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.drop()
        self._client.done(self)

"""Connections to one service, kept open between requests."""

import asyncio
from collections import deque
from typing import Any, Final, Protocol, cast

import httptools

from gateway.hygiene import FINAL_STATUSES, INTERIM_STATUSES, is_plain_answer
from gateway.refusals import Header

IDLE_S: Final = 4.0
"""How long an idle connection is kept; below the time after which services close theirs."""

OLDEST_S: Final = 300.0
LARGEST_HEAD: Final = 65_536
"""Bytes that may come before the head of an answer is whole."""


class Owner(Protocol):
    """Who asked, and is told what comes."""

    def begin(self, status: int, fields: list[Header], *, sized: bool) -> None:
        """Take the head of the answer, which tells the length of its body or does not."""

    def take(self, pieces: list[bytes], *, ended: bool) -> None:
        """Take what has come of the body."""

    def lost(self, *, reused: bool) -> None:
        """Learn that nothing more will come."""


class ServiceConnection(asyncio.Protocol):
    """One connection; it serves one request at a time, sent whole before the answer is read."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._owner: Owner | None = None
        self._parser: Any = None
        self.transport: asyncio.Transport
        self.born = self.rests_since = pool.loop.time()
        self.requests = 0
        self._paused = False
        self._reset()

    def _reset(self) -> None:
        self._fields: list[Header] = []
        self._pieces: list[bytes] = []
        self._length: int | None = None
        self._status = 0
        self._rest = self._head_size = 0
        self._ended = self._until_close = self._chunked = self._begun = self._keep = False
        self.answered = False

    @property
    def usable(self) -> bool:
        """Whether the connection is still open."""
        return not self.transport.is_closing()

    def ask(self, owner: Owner, request: bytes) -> None:
        """Send a whole request; `owner` is told what comes of it."""
        self._owner = owner
        self.requests += 1
        self.transport.write(request)

    def pause(self, *, paused: bool) -> None:
        """Stop reading the answer while its reader does not keep up, or go on."""
        if paused != self._paused and self.usable:
            self._paused = paused
            (self.transport.pause_reading if paused else self.transport.resume_reading)()

    def drop(self) -> None:
        """Give up; the connection must never be used again."""
        self._owner = None
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport; uvloop's are no subclass of asyncio's."""
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the owner, for whom this may be the end of the answer or the end of hope."""
        self._pool.forget(self)
        owner, self._owner = self._owner, None
        if owner is None:
            return
        if self._until_close and exc is None:
            owner.take([], ended=True)
        else:
            owner.lost(reused=self.requests > 1 and not self.answered)

    def data_received(self, data: bytes) -> None:
        """Read the answer. Bytes nobody asked for end the connection."""
        owner = self._owner
        if owner is None:
            self.transport.abort()
            return
        self.answered = True
        if self._rest:
            self._pass(owner, data)
        else:
            self._parse(owner, data)

    def _pass(self, owner: Owner, data: bytes) -> None:
        """Pass on a body of known length without looking at it."""
        self._rest -= len(data)
        if self._rest < 0:
            self.transport.abort()
            return
        if not self._rest:
            self._finish()
        owner.take([data], ended=not self._rest)

    def _parse(self, owner: Owner, data: bytes) -> None:
        if self._parser is None:
            self._parser = httptools.HttpResponseParser(self)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._until_close = False
            self.transport.abort()
            return
        if not self._status and not self._head_may_grow(len(data)):
            return
        if self._status and not self._begun:
            self._begun = True
            owner.begin(self._status, self._fields, sized=self._length is not None)
        pieces, self._pieces = self._pieces, []
        if self._ended:
            self._finish()
            owner.take(pieces, ended=True)
            return
        if self._begun and self._length is not None:
            self._rest = self._length - sum(map(len, pieces))
            self._length = self._parser = None
        if pieces:
            owner.take(pieces, ended=False)

    def _head_may_grow(self, size: int) -> bool:
        self._head_size += size
        if self._head_size <= LARGEST_HEAD:
            return True
        self.transport.abort()
        return False

    def _finish(self) -> None:
        """Go back to the pool, unless the service has said or done something against it."""
        self._owner = None
        if self._keep:
            self.pause(paused=False)
            self._reset()
            self._pool.release(self)
        else:
            self.transport.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header field; trailers are left out."""
        if self._status:
            return
        name = name.lower()
        if name == b"content-length":
            self._length = int(value)
        elif name == b"transfer-encoding":
            self._chunked = True
        self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        """Take the status; hints before the answer are no answer."""
        if self._ended:
            return
        status = self._parser.get_status_code()
        if status in INTERIM_STATUSES:
            self._fields, self._length = [], None
            return
        if (self._chunked or status not in FINAL_STATUSES) and not is_plain_answer(
            status, self._fields
        ):
            raise ValueError("no answer that can go on")
        self._status = status
        self._keep = self._parser.should_keep_alive()
        self._until_close = self._length is None and not self._chunked

    def on_body(self, piece: bytes) -> None:
        """Take a piece of the body."""
        if not self._ended:
            self._pieces.append(piece)

    def on_message_begin(self) -> None:
        """Notice a second answer to one question; it is nobody's."""
        if self._ended:
            self._keep = False

    def on_message_complete(self) -> None:
        """Note the end of the answer."""
        if self._status:
            self._ended, self._until_close = True, False


class Pool:
    """Connections to one address, the one used last first."""

    def __init__(self, host: str, port: int, connect_s: float) -> None:
        self.loop = asyncio.get_running_loop()
        self._host, self._port, self._connect_s = host, port, connect_s
        self._resting: deque[ServiceConnection] = deque()
        self._all: set[ServiceConnection] = set()
        self.authority = f"{host}:{port}".encode()

    def resting(self) -> ServiceConnection | None:
        """Return a connection that is open and free, if there is one."""
        while self._resting:
            connection = self._resting.pop()
            if connection.usable:
                return connection
        return None

    async def connect(self) -> ServiceConnection:
        """Return a new connection.

        Raises:
            OSError: the service cannot be reached.
            TimeoutError: it does not take the connection in time.
        """
        async with asyncio.timeout(self._connect_s):
            _, connection = await self.loop.create_connection(
                lambda: ServiceConnection(self), self._host, self._port
            )
        self._all.add(connection)
        return connection

    def release(self, connection: ServiceConnection) -> None:
        """Keep `connection` for the next request, unless it is old."""
        now = self.loop.time()
        if now - connection.born > OLDEST_S or connection.transport.get_write_buffer_size():
            connection.transport.abort()
            return
        connection.rests_since = now
        self._resting.append(connection)

    def forget(self, connection: ServiceConnection) -> None:
        """Note that `connection` has ended."""
        self._all.discard(connection)

    def sweep(self, now: float) -> None:
        """Close what has rested too long."""
        while self._resting and now - self._resting[0].rests_since > IDLE_S:
            self._resting.popleft().transport.abort()

    def close(self) -> None:
        """Close every connection."""
        for connection in list(self._all):
            connection.transport.abort()

"""A service on a real socket that does what the last segment of the path says."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

CHUNK: Final = bytes(range(256)) * 256
_PIECE: Final = 65_536


@dataclass(slots=True)
class Seen:
    """One request as it reached the service.

    Attributes:
        method: its method.
        target: its target.
        fields: its header fields in order, names in lower case.
        body_size: bytes of its body, once read.
        sha256: digest of its body, once read.
    """

    method: str
    target: str
    fields: list[tuple[str, str]]
    body_size: int = 0
    sha256: str = ""

    def get(self, name: str) -> str | None:
        """Return the value of a header field that stands at most once."""
        values = [value for known, value in self.fields if known == name]
        if len(values) > 1:
            raise ValueError(f"{name} stands {len(values)} times")
        return values[0] if values else None


@dataclass(slots=True)
class Connection:
    """One connection to the service."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    requests: int = 0

    async def body(self, seen: Seen, pause_s: float = 0.0) -> None:
        """Read the body of `seen`, with a pause after each piece."""
        digest = hashlib.sha256()
        async for piece in self._pieces(seen):
            digest.update(piece)
            seen.body_size += len(piece)
            if pause_s:
                await asyncio.sleep(pause_s)
        seen.sha256 = digest.hexdigest()

    async def _pieces(self, seen: Seen) -> AsyncIterator[bytes]:
        if seen.get("transfer-encoding") == "chunked":
            while size := int(await self.reader.readline(), 16):
                yield (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
            return
        left = int(seen.get("content-length") or 0)
        while left:
            piece = await self.reader.read(min(left, _PIECE))
            if not piece:
                raise ConnectionError
            left -= len(piece)
            yield piece

    async def say(self, text: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(text)
        await self.writer.drain()

    async def ok(self, content: bytes, head: bytes = b"") -> None:
        """Answer 200 with `content`."""
        length = b"content-length: %d\r\n" % len(content)
        await self.say(b"HTTP/1.1 200 OK\r\n" + length + head + b"\r\n" + content)


Behaviour = Callable[[Connection, Seen], Awaitable[None]]


@dataclass(slots=True)
class Misbehaving:
    """The service and what it has seen.

    Attributes:
        more: behaviours a test adds to those that are always there.
        port: where it listens.
        seen: the requests, those that only `more` knows left out.
        open_connections: connections open now.
        broken_off: connections that ended in the middle of a request.
    """

    more: Mapping[str, Behaviour]
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    open_connections: int = 0
    broken_off: int = 0

    @property
    def last(self) -> Seen:
        """The request seen last."""
        return self.seen[-1]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        connection = Connection(reader, writer)
        self.open_connections += 1
        try:
            while (seen := await _head(reader)) is not None:
                connection.requests += 1
                case = seen.target.partition("?")[0].rsplit("/", 1)[-1]
                if case in self.more:
                    await self.more[case](connection, seen)
                else:
                    self.seen.append(seen)
                    await BEHAVIOURS[case](connection, seen)
                if writer.is_closing():
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            self.broken_off += 1
        finally:
            self.open_connections -= 1
            writer.close()


async def _head(reader: asyncio.StreamReader) -> Seen | None:
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, target, _ = lines[0].split(" ", 2)
    fields = [line.split(": ", 1) for line in lines[1:] if line]
    return Seen(method, target, [(name.lower(), value) for name, value in fields])


async def _echo(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    told = {"method": seen.method, "target": seen.target, "fields": seen.fields}
    content = json.dumps(told | {"size": seen.body_size, "sha256": seen.sha256}).encode()
    await connection.ok(content, b"content-type: application/json\r\n")


async def _slow_reader(connection: Connection, seen: Seen) -> None:
    await connection.body(seen, 0.02)
    await connection.ok(str(seen.body_size).encode())


async def _large(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    pieces = int(seen.target.rpartition("=")[2])
    head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (pieces * len(CHUNK))
    await connection.say(head)
    for _ in range(pieces):
        await connection.say(CHUNK)


async def _large_chunked(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    pieces = int(seen.target.rpartition("=")[2])
    await connection.say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(pieces):
        await connection.say(b"%x\r\n%b\r\n" % (len(CHUNK), CHUNK))
    await connection.say(b"0\r\nx-trailer: 1\r\n\r\n")


async def _head_only(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    body = b"" if seen.method == "HEAD" else b"a" * 77
    await connection.say(b"HTTP/1.1 200 OK\r\ncontent-length: 77\r\n\r\n" + body)


async def _head_chunked(connection: Connection, seen: Seen) -> None:
    body = b"" if seen.method == "HEAD" else b"3\r\nabc\r\n0\r\n\r\n"
    await connection.say(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + body)


async def _piecemeal(connection: Connection, _seen: Seen) -> None:
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\netag: 1\r\n\r\nhello"
    for start in range(0, len(answer), 9):
        await connection.say(answer[start : start + 9])
        await asyncio.sleep(0.005)


async def _refuse_early(connection: Connection, _seen: Seen) -> None:
    head = b"HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbig"
    await connection.say(head)
    connection.writer.write_eof()
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            while await connection.reader.read(_PIECE):
                pass
    connection.writer.close()


async def _stale(connection: Connection, seen: Seen) -> None:
    if connection.requests > 1:
        connection.writer.transport.abort()
        return
    await _echo(connection, seen)


async def _unasked(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    await connection.ok(b"one")
    await connection.ok(b"EVIL")


async def _never(connection: Connection, _seen: Seen) -> None:
    await connection.reader.read()
    raise ConnectionError


async def _say(connection: Connection, seen: Seen) -> None:
    await connection.body(seen)
    await connection.say(bytes.fromhex(seen.target.partition("?")[2]))
    connection.writer.close()


def _saying(text: bytes, *, then_close: bool = False, then_wait: bool = False) -> Behaviour:
    async def behave(connection: Connection, seen: Seen) -> None:
        await connection.body(seen)
        await connection.say(text)
        if then_wait:
            await _never(connection, seen)
        if then_close:
            connection.writer.close()

    return behave


_CUT: Final = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + b"x" * 500
_CUT_CHUNKED: Final = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"

BEHAVIOURS: Final[Mapping[str, Behaviour]] = {
    "echo": _echo,
    "slow-reader": _slow_reader,
    "large": _large,
    "large-chunked": _large_chunked,
    "head": _head_only,
    "head-chunked": _head_chunked,
    "piecemeal": _piecemeal,
    "refuse-early": _refuse_early,
    "say": _say,
    "stale": _stale,
    "unasked": _unasked,
    "never": _never,
    "empty": _saying(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "unchanged": _saying(b"HTTP/1.1 304 Not Modified\r\netag: x\r\ncontent-length: 5\r\n\r\n"),
    "until-close": _saying(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall", then_close=True),
    "hang-up": _saying(b"", then_close=True),
    "half-head": _saying(b"HTTP/1.1 200 OK\r\ncontent-le", then_close=True),
    "endless-head": _saying(b"HTTP/1.1 200 OK\r\nx-a: " + b"a" * 300_000, then_wait=True),
    "cut": _saying(_CUT, then_close=True),
    "cut-chunked": _saying(_CUT_CHUNKED, then_close=True),
    "stall": _saying(_CUT, then_wait=True),
    "garbage": _saying(b"NOPE\r\n\r\n", then_close=True),
    "hints": _saying(
        b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nfin"
    ),
    "fields": _saying(
        b"HTTP/1.1 418 I'm a teapot\r\ncontent-length: 3\r\nconnection: x-drop\r\nx-drop: 1\r\n"
        b"x-stay: 2\r\nset-cookie: a\r\nset-cookie: b\r\nserver: s\r\n"
        b"x-request-id: theirs\r\n\r\ntea"
    ),
}
"""What the service does, by the last segment of the path."""


@asynccontextmanager
async def misbehaving(more: Mapping[str, Behaviour]) -> AsyncIterator[Misbehaving]:
    """Run the service on a free port of this machine."""
    service = Misbehaving(more)
    server = await asyncio.start_server(service.handle, "127.0.0.1", 0, limit=1 << 17)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()

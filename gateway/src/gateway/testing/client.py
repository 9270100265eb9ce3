"""A client that sends exactly the bytes it is given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httptools

_PIECE = 65_536


@dataclass(slots=True)
class Reply:
    """One answer.

    Attributes:
        status: its status.
        fields: its header fields in order, names in lower case.
        body: its body, as far as it came.
        complete: whether it came to its end.
    """

    status: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    complete: bool = False

    def get(self, name: str) -> str | None:
        """Return the value of a header field, if it is there."""
        return dict(self.fields).get(name)


class RawClient:
    """One connection to the gateway."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer
        self._parser = httptools.HttpResponseParser(self)
        self._replies: list[Reply] = []

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def reply(self) -> Reply:
        """Return the next answer, complete or cut off."""
        while not self._replies or not self._replies[0].complete:
            data = await self._reader.read(_PIECE)
            if not data:
                break
            self._parser.feed_data(data)
        return self._replies.pop(0) if self._replies else Reply()

    async def ask(self, data: bytes) -> Reply:
        """Send bytes and return the next answer."""
        await self.send(data)
        return await self.reply()

    async def some(self) -> bytes:
        """Return a piece of whatever comes."""
        return await self._reader.read(_PIECE)

    async def rest(self) -> bytes:
        """Return everything until the gateway closes."""
        return await self._reader.read()

    def on_message_begin(self) -> None:
        """Begin an answer."""
        self._replies.append(Reply())

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header field."""
        pair = (name.decode("latin-1").lower(), value.decode("latin-1"))
        self._replies[-1].fields.append(pair)

    def on_headers_complete(self) -> None:
        """Take the status; hints before an answer are no answer."""
        self._replies[-1].status = self._parser.get_status_code()

    def on_body(self, piece: bytes) -> None:
        """Take a piece of the body."""
        self._replies[-1].body += piece

    def on_message_complete(self) -> None:
        """Note the end."""
        if self._replies[-1].status < 200:  # noqa: PLR2004
            self._replies.pop()
        else:
            self._replies[-1].complete = True


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[RawClient]:
    """Connect to a port of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield RawClient(reader, writer)
    finally:
        writer.close()

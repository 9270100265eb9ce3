"""The service behind every gateway: it answers at once, from memory, and forgets what it was sent.

    python service.py PORT KEYS

`KEYS` is the file with the public keys of the tokens' issuer.
"""

import asyncio
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import uvloop

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_END: Final = b"\r\n\r\n"


def answer(content: bytes) -> bytes:
    """Return a whole answer with `content`."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
    return head % len(content) + content


class Service(asyncio.Protocol):
    """One connection; a request is answered when all of it has come."""

    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self._answers, self._head, self._due, self._unread = answers, b"", b"", 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Read on; requests come one after the other."""
        if not self._unread:
            self._head += data
            head, end, rest = self._head.partition(_END)
            if not end:
                return
            self._head = b""
            self._begin(head)
            data = rest
        self._unread -= len(data)
        if self._unread <= 0:
            self._unread = 0
            self._transport.write(self._due)

    def _begin(self, head: bytes) -> None:
        length = _LENGTH.search(head)
        self._unread = int(length[1]) if length else 0
        path = head.split(b" ", 2)[1]
        self._due = self._answers.get(path.rpartition(b"/")[2], self._answers[b""])


async def serve(port: int, keys: bytes) -> None:
    """Serve until killed."""
    answers = {
        b"": answer(b'{"text":"%b"}' % (b"x" * 1_000)),
        b"document": answer(b"x" * 1_000_000),
        b"keys": answer(keys),
    }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Service(answers), "127.0.0.1", port, backlog=1_024)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))

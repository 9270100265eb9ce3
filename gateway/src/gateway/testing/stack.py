"""A gateway running on a real socket."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from gateway.app import Gateway
from gateway.serving import Server
from gateway.testing.client import RawClient, Reply, connected
from gateway.testing.misbehaving import Misbehaving


@dataclass(slots=True)
class Lines:
    """The access log of a test.

    Attributes:
        entries: its lines, parsed.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)

    def write(self, line: bytes) -> None:
        """Take one line."""
        self.entries.append(json.loads(line))


@dataclass(frozen=True, slots=True)
class Stack:
    """A running gateway and the service behind it.

    Attributes:
        gateway: the application.
        server: its server.
        port: its public port.
        service: the service behind every prefix.
        log: its access log.
    """

    gateway: Gateway
    server: Server
    port: int
    service: Misbehaving
    log: Lines

    def connect(self) -> AbstractAsyncContextManager[RawClient]:
        """Connect to the gateway."""
        return connected(self.port)

    async def ask(self, data: bytes) -> Reply:
        """Send one request on a connection of its own and return the answer."""
        async with self.connect() as client:
            return await client.ask(data)


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[int]:
    """Run `server` and yield its port; end it at once, without uvicorn's pauses."""
    config = server.config
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    await server.on_tick(0)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        for listener in server.servers:
            listener.close()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        await server.lifespan.shutdown()


def request(method: str, path: str, token: str | None = None, *lines: str) -> bytes:
    """Return the head of a request, complete with its empty line."""
    fields = [f"{method} {path} HTTP/1.1", "Host: api.test", *lines]
    if token is not None:
        fields.append(f"Authorization: Bearer {token}")
    return "\r\n".join((*fields, "", "")).encode()

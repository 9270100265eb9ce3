"""Request bodies, passed on piece by piece and counted on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Receive

from gateway.hygiene import Head
from gateway.patience import Pace, Patience, Waiting
from gateway.policy import body_too_large

LINGER_BYTES: Final = 1_048_576
LINGER_S: Final = 2.0


class ClientGone(Exception):
    """The client has left; nobody reads an answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTerms:
    """What a body may be like.

    Attributes:
        limit: most bytes it may have.
        patience: the timer of the request.
        pace: how slowly the client may send it.
        service_s: longest time the service may take for a piece.
    """

    limit: int
    patience: Patience
    pace: Pace
    service_s: float


@dataclass(slots=True)
class RequestBody:
    """The body of one request.

    Attributes:
        receive: where its pieces come from.
        unread: bytes still to come; None as long as nobody knows.
        received: bytes so far.
        ended: set when all of it has come.
        failure: why it was not passed on to its end.
    """

    receive: Receive
    unread: int | None = None
    received: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    @property
    def complete(self) -> bool:
        """Whether all of it has come."""
        return self.ended.is_set()

    @property
    def much_unread(self) -> bool:
        """Whether more is to come than is worth reading only to keep the connection."""
        return not self.complete and (self.unread is None or self.unread > LINGER_BYTES)

    def announced(self, head: Head) -> None:
        """Note what the head says of the body."""
        if not head.has_body:
            self.unread = 0
            self.ended.set()
        elif not head.chunked:
            self.unread = head.content_length

    async def pieces(self, terms: BodyTerms) -> AsyncIterator[bytes]:
        """Yield the body as it comes. The next piece is only read when this one has been sent."""
        clock, waited_s = asyncio.get_running_loop().time, 0.0
        try:
            while not self.complete:
                left_s, since = terms.pace.left_s(self.received, waited_s), clock()
                terms.patience.renew(Waiting.CLIENT, left_s)
                piece = await self._next()
                waited_s += clock() - since
                self._check(terms)
                terms.patience.renew(Waiting.SERVICE, terms.service_s)
                if piece:
                    yield piece
        except Exception as failure:
            self.failure = failure
            raise

    def _check(self, terms: BodyTerms) -> None:
        if self.received > terms.limit:
            raise body_too_large(terms.limit)

    async def _next(self) -> bytes:
        message = await self.receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece: bytes = message.get("body", b"")
        self.received += len(piece)
        if self.unread is not None:
            self.unread -= len(piece)
        if not message.get("more_body", False):
            self.ended.set()
        return piece

    async def discard(self) -> None:
        """Read on for a moment, so that a client still sending gets to read its answer."""
        most = self.received + LINGER_BYTES
        with suppress(ClientGone, TimeoutError):
            async with asyncio.timeout(LINGER_S):
                while not self.complete and self.received < most:
                    await self._next()

    async def until_client_leaves(self) -> None:
        """Return when the client has gone after sending its whole body."""
        await self.ended.wait()
        while (await self.receive())["type"] != "http.disconnect":
            pass

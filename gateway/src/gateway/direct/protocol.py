"""A client's connection with the fast lane: uvicorn keeps everything but ordinary requests."""

import asyncio
from typing import Any

from gateway.connections import GuardedProtocol
from gateway.direct.exchange import NEVER, DirectExchange
from gateway.direct.permits import Known
from gateway.direct.plane import DirectPlane
from gateway.direct.repetition import block_of, repetition
from gateway.refusals import Header


class DirectProtocol(GuardedProtocol):
    """Give it to uvicorn as `http=`; the lifespan state holds a `DirectPlane` as `direct`.

    Pipelined requests go to the ordinary data plane, which keeps their order. A direct exchange
    only begins on a connection where nothing is due.
    """

    def __init__(
        self,
        config: Any,
        server_state: Any,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._plane: DirectPlane = app_state["direct"]
        self._direct: DirectExchange | None = None
        self._known: Known | None = None
        self._rests_until = NEVER

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the timer watch over the connection."""
        super().connection_made(transport)
        self._plane.connections.add(self)

    def data_received(self, data: bytes) -> None:
        """Read on; what repeats the fields of the last request is not parsed again."""
        known, is_new = self._known, self._at_rest and not self._in_message and not self._deaf
        if is_new and known is not None and self._take_repetition(data, known):
            return
        super().data_received(data)
        if is_new and self._known is not None and self._known is not known:
            self._known.block = block_of(data)

    def _take_repetition(self, data: bytes, known: Known) -> bool:
        block = known.block
        new = repetition(data, block, known.head.content_length or 0) if block else None
        if new is None or len(new.target) + len(block) > self._quick_size:
            return False
        if not self._take_fast_lane(new.method, new.target, known.headers, keep_alive=True):
            return False
        self._stop_timer()
        self._unset_keepalive_if_required()
        if new.body:
            self.on_body(new.body)
        self.on_message_complete()
        return True

    def head_is_good(self) -> None:
        """Let the request take the fast lane if it may."""
        self._rests_until = NEVER
        ordinary = self._at_rest and self.parser.get_http_version() == "1.1"
        method, keep_alive = self.parser.get_method(), self.parser.should_keep_alive()
        if not ordinary or not self._take_fast_lane(
            method, self.url, self.headers, keep_alive=keep_alive
        ):
            super().head_is_good()

    def _take_fast_lane(
        self, method: bytes, target: bytes, headers: list[Header], *, keep_alive: bool
    ) -> bool:
        address = self.client[0] if self.client else ""
        permit = self._plane.consider(method, target, address, self._known, headers)
        if permit is None:
            return False
        self._known = permit.known
        self.cycle: Any = DirectExchange(self, permit, keep_alive=keep_alive)
        self._direct = self.cycle
        return True

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        exchange = self._direct
        if exchange is None or exchange is not self.cycle:
            super().on_body(body)
            return
        self.body_came()
        if not exchange.response_complete:
            exchange.body(body)

    def on_message_complete(self) -> None:
        """Begin the exchange, now that the request is whole."""
        exchange = self._direct
        if exchange is None or exchange is not self.cycle:
            super().on_message_complete()
            return
        self._in_message = False
        self.body_came()
        if not exchange.response_complete:
            exchange.start()

    def default_fields(self) -> list[Header]:
        """Return the header fields every answer gets."""
        return self.server_state.default_headers

    def done(self, exchange: DirectExchange) -> None:
        """Go on with what is due next on this connection."""
        self._plane.proxy.recorder.finish(exchange.permit.record)
        if exchange.disconnected or self.transport.is_closing():
            return
        if not exchange.keep_alive:
            self.transport.close()
        elif self.pipeline:
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
            self._rests_until = self.loop.time() + self.timeout_keep_alive

    def sweep(self, now: float) -> None:
        """End what has taken too long: an exchange, or the wait for the next request."""
        exchange = self._direct
        if exchange is not None and not exchange.response_complete:
            if exchange.deadline < now:
                exchange.time_is_up()
        elif self._rests_until < now and not self._in_head:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the exchange under way that nobody waits for it."""
        self._plane.connections.discard(self)
        super().connection_lost(exc)
        if self._direct is not None and not self._direct.response_complete:
            self._direct.client_gone()

    def pause_writing(self) -> None:
        """Stop the service while the client does not keep up."""
        super().pause_writing()
        if self._direct is not None and not self._direct.response_complete:
            self._direct.pause(paused=True)

    def resume_writing(self) -> None:
        """Let the service go on."""
        super().resume_writing()
        if self._direct is not None and not self._direct.response_complete:
            self._direct.pause(paused=False)

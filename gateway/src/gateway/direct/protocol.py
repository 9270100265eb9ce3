"""A client's connection with the fast lane: uvicorn keeps everything but ordinary requests."""

import asyncio
from typing import Any

from gateway.connections import GuardedProtocol
from gateway.direct.exchange import DirectExchange
from gateway.direct.plane import DirectPlane, Known
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

    def head_is_good(self) -> None:
        """Let the request take the fast lane if it may."""
        cycle: Any = self.cycle
        at_rest = cycle is None or cycle.response_complete
        if not at_rest or self.parser.get_http_version() != "1.1" or not self._take_fast_lane():
            super().head_is_good()

    def _take_fast_lane(self) -> bool:
        method = self.parser.get_method().decode("ascii")
        address = self.client[0] if self.client else ""
        found = self._plane.consider(method, self.url, address, self._known, self.headers)
        if found is None:
            return False
        permit, self._known = found
        keep_alive = self.parser.should_keep_alive()
        self._direct = DirectExchange(self, permit, keep_alive=keep_alive)
        self.cycle = self._direct  # type: ignore[assignment]
        self._plane.under_way.add(self._direct)
        return True

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        cycle: Any = self.cycle
        if not isinstance(cycle, DirectExchange):
            super().on_body(body)
            return
        self.body_came()
        if not cycle.response_complete:
            cycle.body(body)

    def on_message_complete(self) -> None:
        """Begin the exchange, now that the request is whole."""
        cycle: Any = self.cycle
        if not isinstance(cycle, DirectExchange):
            super().on_message_complete()
            return
        self.body_came()
        if not cycle.response_complete:
            cycle.start()

    def write(self, data: bytes) -> None:
        """Send bytes to the client."""
        self.transport.write(data)

    def default_fields(self) -> list[Header]:
        """Return the header fields every answer gets."""
        return self.server_state.default_headers

    def done(self, exchange: DirectExchange) -> None:
        """Go on with what is due next on this connection."""
        self._plane.finished(exchange)
        if exchange.disconnected or self.transport.is_closing():
            return
        if exchange.keep_alive:
            self.on_response_complete()
        else:
            self.transport.close()

    def cut_off(self) -> None:
        """Break off an answer that cannot be finished."""
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the exchange under way that nobody waits for it."""
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

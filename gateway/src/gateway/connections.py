"""Connections of clients: what uvicorn's HTTP protocol does not look at.

uvicorn bounds neither the size of a head nor the time it takes, forgets the authority of an
absolute request target, appends trailers to the header fields, and answers broken requests ahead
of the answers that are still due. This subclass mends these and leaves everything else to it.
"""

import asyncio
import sys
from typing import Any, Final, Protocol

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.hygiene import HeadLimits, check_coding, check_size, origin_form
from gateway.refusals import Refusal, malformed

LINGER_S: Final = 3.0
LAST_CALL_S: Final = 1.0


class Doorkeeper(Protocol):
    """What a connection needs to know of the gateway; it is found in uvicorn's lifespan state."""

    @property
    def head_limits(self) -> HeadLimits:
        """How large a head may be."""

    @property
    def head_s(self) -> float:
        """Longest time a head may take, in seconds."""

    @property
    def read_s(self) -> float:
        """Longest time a client may not read its answer, in seconds."""

    def turn_away(self, refusal: Refusal) -> bytes:
        """Return the whole answer to a request that never became one, and tell of it."""


class GuardedProtocol(HttpToolsProtocol):
    """Give it to uvicorn as `http=`; the lifespan state must hold a `Doorkeeper` as `gateway`."""

    def __init__(
        self,
        config: Any,
        server_state: Any,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._gateway: Doorkeeper = app_state["gateway"]
        self._timer: asyncio.TimerHandle | None = None
        self._slow_reader: asyncio.TimerHandle | None = None
        self._head_size = self._read_size = 0
        self._in_head = self._deaf = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the first head within its time."""
        super().connection_made(transport)
        self._expect_rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._stop_timer()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give a client that does not read its answer some time, but not for ever."""
        super().pause_writing()
        self._slow_reader = self.loop.call_later(self._gateway.read_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if self._slow_reader is not None:
            self._slow_reader.cancel()
            self._slow_reader = None

    def data_received(self, data: bytes) -> None:
        """Read on, unless the connection is only kept open for its last answer."""
        if self._deaf:
            return
        if not self._in_head:
            self._head_size = 0
        self._read_size = len(data)
        super().data_received(data)
        if self._in_head and not self._deaf:
            self._head_size += len(data)
            if self._head_size > self._gateway.head_limits.size:
                self._refuse(Refusal("headers-too-large", "The head is too large.", close=True))
            elif self._timer is None:
                self._expect_rest()

    def on_message_begin(self) -> None:
        """Begin a head. Only when it does not come in one piece a timer is set."""
        super().on_message_begin()
        self._in_head = True
        self._stop_timer()

    def on_headers_complete(self) -> None:
        """Look at the head before uvicorn makes a request of it."""
        self._in_head = False
        self._stop_timer()
        limits = self._gateway.head_limits
        if self._head_size + self._read_size > limits.quick or len(self.headers) > limits.fields:
            check_size(self.url, self.headers, limits)
        if self.parser.should_upgrade() or self.parser.get_method() == b"CONNECT":
            raise Refusal("not-implemented", "No other protocol is spoken here.", close=True)
        if not self.url.startswith(b"/"):
            self.url = origin_form(self.url, self._values(b"host"))
        self.head_is_good()
        self.headers = []  # trailers go there, and nobody reads them

    def head_is_good(self) -> None:
        """Make a request of the head."""
        for coding in self._values(b"transfer-encoding"):
            check_coding(coding)
        super().on_headers_complete()

    def shutdown(self) -> None:
        """End; a connection at rest gets a moment more, as a request may be on its way."""
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            self.loop.call_later(LAST_CALL_S, super().shutdown)
        else:
            super().shutdown()

    def _values(self, wanted: bytes) -> list[bytes]:
        return [value for name, value in self.headers if name == wanted]

    def send_400_response(self, msg: str) -> None:
        """Answer what could not be read; uvicorn calls this from its handler of parser errors."""
        error = sys.exc_info()[1]
        cause = error.__context__ if isinstance(error, httptools.HttpParserCallbackError) else None
        if cause is not None and not isinstance(cause, Refusal | httptools.HttpParserError):
            self.logger.error("error while reading a request", exc_info=cause)
            self._refuse(Refusal("internal-error", "Something went wrong here.", close=True))
            return
        self._refuse(cause if isinstance(cause, Refusal) else malformed(msg))

    def _refuse(self, refusal: Refusal) -> None:
        """Answer `refusal` after the answers that are still due, and end the connection."""
        self._stop_timer()
        self._deaf = True
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            self._say_goodbye(refusal)
        elif cycle.more_body:
            self.transport.abort()
        else:
            cycle.keep_alive = False

    def _say_goodbye(self, refusal: Refusal) -> None:
        """Answer, half-close and drop what still arrives: a full close would lose the answer."""
        self.transport.write(self._gateway.turn_away(refusal))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._timer = self.loop.call_later(LINGER_S, self.transport.abort)

    def _expect_rest(self) -> None:
        self._timer = self.loop.call_later(self._gateway.head_s, self._head_is_late)

    def _head_is_late(self) -> None:
        if self._in_head:
            self._refuse(Refusal("request-timeout", "The head came too slowly.", close=True))
        else:
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

"""Connections of clients: what uvicorn's HTTP protocol does not look at.

uvicorn bounds neither the size of a head nor the time it takes, forgets the authority of an
absolute request target and its fragment, collects trailers and never tires of empty lines, and
answers broken requests ahead of the answers that are still due. This subclass mends these and
leaves everything else to it.
"""

import asyncio
import sys
from typing import Any, Final, Protocol

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.hygiene import HeadLimits, check_coding, check_size, origin_form
from gateway.refusals import SOON, Refusal, malformed

LINGER_S: Final = 3.0
LAST_CALL_S: Final = 1.0
TURNED_AWAY: Final = "turned_away"
"""Key in the state of a request that was answered here after the application had begun with it."""


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

    @property
    def max_connections(self) -> int:
        """How many connections there may be."""

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
        self._limits = self._gateway.head_limits
        self._quick_size = self._limits.quick
        self._timer: asyncio.TimerHandle | None = None
        self._slow_reader: asyncio.TimerHandle | None = None
        self._bare_size = self._read_size = 0
        self._in_message = self._in_head = self._in_pieces = self._deaf = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the first head within its time, unless there are too many connections."""
        super().connection_made(transport)
        if len(self.connections) > self._gateway.max_connections:
            self._refuse(Refusal("unavailable", "Too many connections.", SOON, close=True))
        else:
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
        """Read on, unless the connection is only kept open for its last answer.

        What is neither a whole head nor a piece of a body is bounded: parts of a head, trailers,
        what clings to chunks, empty lines.
        """
        if self._deaf:
            return
        self._read_size = len(data)
        self._bare_size += len(data)
        super().data_received(data)
        if self._bare_size > self._limits.size:
            self._refuse(Refusal("headers-too-large", "The head is too large.", close=True))
        elif self._in_head or self._at_rest:
            self._in_pieces = self._in_head
            if self._timer is None:
                self._expect_rest()

    @property
    def _at_rest(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete

    def on_message_begin(self) -> None:
        """Begin a head. Only when it does not come in one piece a timer is set."""
        self.url, self.headers = b"", []
        self._in_message = self._in_head = True
        self._in_pieces = False
        self._stop_timer()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header field."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Look at the head before uvicorn makes a request of it."""
        self._in_head, self._bare_size = False, 0
        self._stop_timer()
        limits = self._limits
        is_short = self._read_size <= self._quick_size and not self._in_pieces
        if not is_short or len(self.headers) > limits.fields:
            check_size(self.url, self.headers, limits)
        if self.parser.should_upgrade() or self.parser.get_method() == b"CONNECT":
            raise Refusal("not-implemented", "No other protocol is spoken here.", close=True)
        if not self.url.startswith(b"/"):
            self.url = origin_form(self.url, self._values(b"host"))
        self.head_is_good()
        self.headers = []  # trailers go there, and nobody reads them

    def head_is_good(self) -> None:
        """Make a request of the head: only now uvicorn hears of it."""
        url, headers = self.url, self.headers
        if b"#" in url:
            raise malformed("A fragment has no place in a request.")
        for coding in self._values(b"transfer-encoding"):
            check_coding(coding)
        super().on_message_begin()
        super().on_url(url)
        for name, value in headers:
            super().on_header(name, value)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self.body_came()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note the end of a request."""
        self._in_message = False
        self.body_came()
        super().on_message_complete()

    def body_came(self) -> None:
        """Note that bytes were what they should be: a piece of a body, or its end."""
        self._bare_size = 0

    def shutdown(self) -> None:
        """End; a connection at rest gets a moment more, as a request may be on its way."""
        if self._at_rest:
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
        if self._deaf:
            return
        self._stop_timer()
        self._deaf = True
        cycle: Any = self.cycle
        if self._at_rest:
            self._say_goodbye(refusal)
        elif not cycle.more_body:
            cycle.keep_alive = False
        elif self.pipeline or cycle.response_started:
            self.transport.abort()
        else:
            cycle.scope["state"][TURNED_AWAY] = cycle.disconnected = True
            cycle.message_event.set()
            self._say_goodbye(refusal)

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

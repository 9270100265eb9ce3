"""How long the gateway waits, and for whom, while bytes go through it."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from gateway.refusals import Refusal, gateway_timeout


class Waiting(StrEnum):
    """Whose turn it is."""

    CLIENT = "for the client's body"
    SERVICE = "for the service"
    READER = "for the client to read"


@dataclass(frozen=True, slots=True)
class Pace:
    """How slowly a client may send a body.

    Attributes:
        pause_s: longest silence.
        rate: fewest bytes a second over the whole body, not counting one such silence.
    """

    pause_s: float
    rate: float

    def left_s(self, received: int, waited_s: float) -> float:
        """Return how long the next piece may take, after `received` bytes in `waited_s`."""
        return min(self.pause_s, self.pause_s + received / self.rate - waited_s)


@dataclass(slots=True)
class Patience:
    """One timer for a whole request, set anew at every step; who is waited for decides the blame.

    Attributes:
        timer: the running `asyncio.timeout`.
        waiting: whom the gateway waits for now.
    """

    timer: asyncio.Timeout | None = None
    waiting: Waiting = Waiting.SERVICE

    def renew(self, waiting: Waiting, seconds: float) -> None:
        """Wait for `waiting` from now on, at most `seconds`."""
        self.waiting = waiting
        if self.timer is not None and not self.timer.expired():
            self.timer.reschedule(asyncio.get_running_loop().time() + seconds)

    def blame(self) -> Refusal:
        """Return the answer when time is up."""
        if self.waiting is Waiting.CLIENT:
            return Refusal("request-timeout", "The body came too slowly.", close=True)
        return gateway_timeout()

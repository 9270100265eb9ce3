"""How many requests a service has at once, and who waits for a place."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from gateway.refusals import Refusal


@dataclass(slots=True, kw_only=True)
class Places:
    """Places for requests at one service.

    While anybody waits every place is taken: one that comes free goes to who has waited longest.

    Attributes:
        most: how many there are.
        most_waiting: how many may wait for one.
        patience_s: how long they wait.
        taken: how many are taken.
    """

    most: int
    most_waiting: int
    patience_s: float
    taken: int = 0
    _queue: deque[asyncio.Future[None]] = field(default_factory=deque)

    @property
    def any_free(self) -> bool:
        """Whether a request would have a place at once."""
        return self.taken < self.most

    def take(self) -> None:
        """Take a place that is free."""
        self.taken += 1

    async def wait(self) -> None:
        """Take a place as soon as there is one.

        Raises:
            Refusal: too many wait already, or none came free in time.
        """
        if self.any_free:
            self.take()
            return
        if len(self._queue) >= self.most_waiting:
            raise _full()
        try:
            async with asyncio.timeout(self.patience_s):
                await self._turn()
        except TimeoutError:
            raise _full() from None

    async def _turn(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._queue:
                self._queue.remove(turn)
            elif not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Give a place up, to who has waited longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.taken -= 1


def _full() -> Refusal:
    return Refusal("unavailable", "The service is full.", (b"retry-after", b"1"))

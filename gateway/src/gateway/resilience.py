"""When to leave a failing service alone, and how often to try again."""

from dataclasses import dataclass
from math import ceil

from gateway.refusals import Refusal


@dataclass(slots=True)
class Breaker:
    """Stops asking a service that has failed several times in a row, then tries with one request.

    Attributes:
        threshold: failures in a row that open it.
        pause_s: seconds it stays open before one request may try.
    """

    threshold: int = 5
    pause_s: float = 5.0
    failures: int = 0
    opens_again_at: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the service is left alone."""
        return self.failures >= self.threshold

    def admit(self, now: float) -> None:
        """Let a request through at `now`, or refuse it.

        Raises:
            Refusal: the service is left alone for now.
        """
        if not self.is_open:
            return
        if now < self.opens_again_at:
            wait = b"%d" % max(1, ceil(self.opens_again_at - now))
            raise Refusal("unavailable", "The service is resting.", (b"retry-after", wait))
        self.opens_again_at = now + self.pause_s

    def succeeded(self) -> None:
        """Note that the service answered."""
        self.failures = 0

    def failed(self, now: float) -> None:
        """Note that the service could not be reached or did not answer."""
        self.failures += 1
        if self.is_open:
            self.opens_again_at = now + self.pause_s


@dataclass(slots=True)
class RetryBudget:
    """Allows retries as a share of requests, so that they cannot become the load.

    Attributes:
        share: retries each request earns.
        most: retries that can be saved up.
    """

    share: float = 0.2
    most: float = 10.0
    saved: float = 10.0

    def earn(self) -> None:
        """Note a request."""
        self.saved = min(self.most, self.saved + self.share)

    def spend(self) -> bool:
        """Take one retry if there is one."""
        if self.saved < 1:
            return False
        self.saved -= 1
        return True

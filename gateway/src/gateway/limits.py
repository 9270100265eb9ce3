"""How often a caller may ask: the generic cell rate algorithm, one number per caller and class."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from contracts.scopes import RateClass
from gateway.refusals import Header, Refusal


@dataclass(frozen=True, slots=True)
class Rate:
    """`requests` in `seconds`, evenly or all at once."""

    requests: int
    seconds: int

    @property
    def interval(self) -> float:
        """Seconds after which one more request is allowed."""
        return self.seconds / self.requests


class Quota(NamedTuple):
    """What a caller has left.

    Attributes:
        name: name of the rate class.
        rate: its rate.
        remaining: requests that would be let through now.
        reset_s: seconds until all of them would be.
    """

    name: str
    rate: Rate
    remaining: int
    reset_s: int

    def fields(self) -> list[Header]:
        """Return the header fields that tell of it (draft-ietf-httpapi-ratelimit-headers)."""
        name = self.name.encode()
        policy = b'"%b";q=%d;w=%d' % (name, self.rate.requests, self.rate.seconds)
        state = b'"%b";r=%d;t=%d' % (name, self.remaining, self.reset_s)
        return [(b"ratelimit-policy", policy), (b"ratelimit", state)]


class RateLimiter:
    """Counts in the memory of this process, so n replicas let through n times as much."""

    def __init__(self, rates: Mapping[RateClass, Rate], *, max_callers: int = 50_000) -> None:
        self._rates, self._max_callers = rates, max_callers
        self._full_again_at: dict[tuple[RateClass, str], float] = {}

    def take(self, rate_class: RateClass, caller: str, now: float) -> Quota:
        """Count one request at `now`, in seconds of a clock that never goes back.

        Raises:
            Refusal: the caller has nothing left.
        """
        rate, key = self._rates[rate_class], (rate_class, caller)
        full_again_at = max(self._full_again_at.get(key, now), now) + rate.interval
        over = full_again_at - now - rate.seconds
        if over > 1e-9:  # noqa: PLR2004  a rounding error is not a request
            quota = Quota(rate_class, rate, 0, math.ceil(full_again_at - rate.interval - now))
            wait = (b"retry-after", b"%d" % max(1, math.ceil(over)))
            raise Refusal("too-many-requests", "Wait a little.", wait, *quota.fields())
        if len(self._full_again_at) >= self._max_callers:
            self._forget_the_idle(now)
        self._full_again_at[key] = full_again_at
        remaining = int((rate.seconds - (full_again_at - now)) / rate.interval + 1e-9)
        return Quota(rate_class, rate, remaining, math.ceil(full_again_at - now))

    def _forget_the_idle(self, now: float) -> None:
        busy = {key: at for key, at in self._full_again_at.items() if at > now}
        if len(busy) >= self._max_callers:
            newest = sorted(busy, key=busy.__getitem__)[self._max_callers // 2 :]
            busy = {key: busy[key] for key in newest}
        self._full_again_at = busy

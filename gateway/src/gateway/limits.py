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
    """Counts in the memory of this process, so n of them let through n times as much."""

    def __init__(self, rates: Mapping[RateClass, Rate], *, max_callers: int = 50_000) -> None:
        self._rates, self._max_callers = rates, max_callers
        self._full_again_at: dict[tuple[RateClass, str], float] = {}

    def take(self, rate_class: RateClass, caller: str, now: float) -> Quota:
        """Count one request at `now`, in seconds of a clock that never goes back.

        Raises:
            Refusal: the caller has nothing left.
        """
        rate, key = self._rates[rate_class], (rate_class, caller)
        interval = rate.interval
        full_again_at = max(self._full_again_at.get(key, now), now) + interval
        over = full_again_at - now - rate.seconds
        if over > 1e-9:  # noqa: PLR2004  a rounding error is not a request
            quota = Quota(rate_class, rate, 0, math.ceil(full_again_at - interval - now))
            wait = (b"retry-after", b"%d" % max(1, math.ceil(over)))
            raise Refusal("too-many-requests", "Wait a little.", wait, *quota.fields())
        if len(self._full_again_at) >= self._max_callers:
            self._forget_the_idle(now)
        self._full_again_at[key] = full_again_at
        remaining = int((rate.seconds - (full_again_at - now)) / interval + 1e-9)
        return Quota(rate_class, rate, remaining, math.ceil(full_again_at - now))

    def _is_ahead(self, rate_class: RateClass, caller: str, until: float) -> None:
        """Learn that somebody's quota will not be whole before `until`."""
        key = (rate_class, caller)
        self._full_again_at[key] = max(self._full_again_at.get(key, until), until)

    def _forget_the_idle(self, now: float) -> None:
        busy = {key: at for key, at in self._full_again_at.items() if at > now}
        if len(busy) >= self._max_callers:
            newest = sorted(busy, key=busy.__getitem__)[self._max_callers // 2 :]
            busy = {key: busy[key] for key in newest}
        self._full_again_at = busy


class Spent(NamedTuple):
    """What one caller has used of one rate since it was last told.

    Attributes:
        rate_class: the rate class.
        caller: the caller.
        seconds: time after which that much may be used again.
        age: seconds since the first of it.
        window: seconds in which a whole quota comes back.
    """

    rate_class: RateClass
    caller: str
    seconds: float
    age: float
    window: int


class SpendingLimiter(RateLimiter):
    """Decides at once by what it knows, keeps book of it, and learns what others have let through.

    Until news have gone round, each of several lets a caller use what the others do not know to be
    used. What was too much is paid back: whoever is ahead waits for longer.
    """

    def __init__(self, rates: Mapping[RateClass, Rate], *, max_callers: int = 50_000) -> None:
        super().__init__(rates, max_callers=max_callers)
        self._untold: dict[tuple[RateClass, str], tuple[int, float]] = {}

    def take(self, rate_class: RateClass, caller: str, now: float) -> Quota:
        """Count one request as `RateLimiter` does, and put it down."""
        quota = super().take(rate_class, caller, now)
        key = (rate_class, caller)
        requests, since = self._untold.get(key, (0, now))
        self._untold[key] = (requests + 1, since)
        return quota

    def news(self, now: float) -> list[Spent]:
        """Return what was put down since the last time; it is told only once."""
        untold, self._untold = self._untold, {}
        return [
            Spent(
                rate_class,
                caller,
                requests * self._rates[rate_class].interval,
                now - since,
                self._rates[rate_class].seconds,
            )
            for (rate_class, caller), (requests, since) in untold.items()
        ]

    def learn(self, told: Spent, ahead_s: float, now: float) -> None:
        """Learn how far ahead of `now` a caller is for all together, after `told` was counted."""
        requests, _ = self._untold.get((told.rate_class, told.caller), (0, now))
        untold_s = requests * self._rates[told.rate_class].interval
        self._is_ahead(told.rate_class, told.caller, now + ahead_s + untold_s)

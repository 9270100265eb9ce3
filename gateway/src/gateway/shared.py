"""What replicas share through Redis or Valkey: the use callers make of them, and seen proofs.

The store may be slow or gone at any time. Limits never wait for it: each replica decides by what it
knows and exchanges news in the background. A proof waits for a quarter of a second at most.
"""

import asyncio
import hmac
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from gateway.background import in_background
from gateway.limits import RateLimiter, SpendingLimiter, Spent
from gateway.possession import OwnProofs, SeenProofs
from gateway.proofs import LIFETIME_S
from gateway.settings import GatewaySettings

EXCHANGE_S: Final = 0.1
WAIT_S: Final = 0.25
PATIENCE_S: Final = 2.0
REST_S: Final = 1.0
_MOST_AT_ONCE: Final = 500
_WINDOWS: Final = 2
_MICRO: Final = 1_000_000
_logger = logging.getLogger(__name__)

_SPEND: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local ahead = {}
for i, key in ipairs(KEYS) do
  local spent, since, longest = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
  local known = tonumber(redis.call('GET', key) or '0')
  local full_at = math.min(math.max(known, now - since), now + longest) + spent
  local life = math.max(1, math.ceil((full_at - now) / 1000))
  redis.call('SET', key, string.format('%.0f', full_at), 'PX', life)
  ahead[i] = full_at - now
end
return ahead
"""
"""The same arithmetic as `RateLimiter`, by the store's clock, in microseconds.

A caller is never held to be further ahead than some windows: a clock that was set back must not
lock everybody out.
"""


class SharedStore:
    """A Redis or Valkey that answers in time or not at all. It holds no identities, only HMACs.

    `wait_s` is how long a request may wait for it.
    """

    def __init__(
        self, url: str, key: bytes, registry: CollectorRegistry, *, wait_s: float = WAIT_S
    ) -> None:
        self._key, self._resting_until, self._answered = key, 0.0, True
        self._wait_s = wait_s
        self._redis = Redis.from_url(
            url,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=PATIENCE_S,
            socket_timeout=PATIENCE_S,
        )
        self._script = self._redis.register_script(_SPEND)
        self._is_up = Gauge(
            "gateway_shared_store_up", "1 while replicas share what they know", registry=registry
        )
        self._failures = Counter(
            "gateway_shared_store_failures", "Questions without an answer", registry=registry
        )

    async def spend(self, news: Sequence[Spent]) -> list[float] | None:
        """Add what callers have used and return how far ahead each is now, in seconds.

        None when the store does not answer.
        """
        names = [self._name(f"limit|{one.rate_class}|{one.caller}") for one in news]
        figures = [
            round(figure * _MICRO)
            for one in news
            for figure in (one.seconds, one.age, _WINDOWS * one.window)
        ]
        ahead = await self._answer(PATIENCE_S, lambda: self._script(keys=names, args=figures))
        return None if ahead is None else [figure / _MICRO for figure in ahead]

    async def put_down(self, proof: bytes) -> bool:
        """Remember a proof for its lifetime; False only when the store knows that it was there."""
        name, life = self._name(f"proof|{proof.hex()}"), round(LIFETIME_S * 1_000)

        async def ask() -> bool:
            return bool(await self._redis.set(name, b"1", nx=True, px=life))

        return await self._answer(self._wait_s, ask) is not False

    async def close(self) -> None:
        """End the connections."""
        await self._redis.aclose()

    def _name(self, text: str) -> str:
        return f"helsesak:{hmac.digest(self._key, text.encode(), 'sha256').hex()}"

    async def _answer(self, within_s: float, ask: Callable[[], Awaitable[Any]]) -> Any:
        """Return the answer, or None when there is none in time; then leave the store alone."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            async with asyncio.timeout(within_s):
                answer = await ask()
        except (RedisError, OSError, TimeoutError) as error:
            self._resting_until = time.monotonic() + REST_S
            self._failures.inc()
            self._note(answered=False, why=type(error).__name__)
            return None
        self._note(answered=True)
        return answer

    def _note(self, *, answered: bool, why: str = "") -> None:
        if answered != self._answered:
            _logger.warning("the shared store %s", "answers again" if answered else f"fails: {why}")
        self._answered = answered
        self._is_up.set(answered)


class SharedProofs(OwnProofs):
    """Remembers proofs here and in the store; while that is gone, a replica knows only its own."""

    def __init__(self, store: SharedStore) -> None:
        super().__init__()
        self._store = store

    async def is_new(self, proof: bytes, now: float) -> bool:
        """Remember `proof` and tell whether no replica had seen it."""
        return await super().is_new(proof, now) and await self._store.put_down(proof)


async def exchange(
    limiter: SpendingLimiter, store: SharedStore, clock: Callable[[], float]
) -> None:
    """Tell the store what was used here and learn what was used everywhere.

    What the store does not take is not told later: it counts here, and is soon over.
    """
    asked_at = clock()
    news = limiter.news(asked_at)
    for start in range(0, len(news) or 1, _MOST_AT_ONCE):
        told = news[start : start + _MOST_AT_ONCE]
        ahead = await store.spend(told)
        for one, seconds in zip(told, ahead or (), strict=ahead is not None):
            limiter.learn(one, seconds, asked_at)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of callers.

    Attributes:
        limiter: how much they have used.
        proofs: which proofs they have shown.
    """

    limiter: RateLimiter
    proofs: SeenProofs


@asynccontextmanager
async def memory(settings: GatewaySettings, registry: CollectorRegistry) -> AsyncIterator[Memory]:
    """Hold the memory of this process, shared with other replicas if the settings say where."""
    if settings.redis_url is None:
        yield Memory(RateLimiter(settings.rates), OwnProofs())
        return
    limiter = SpendingLimiter(settings.rates)
    key = hmac.digest(settings.subject_key_bytes, b"shared store", "sha256")
    store = SharedStore(settings.redis_url.get_secret_value(), key, registry)
    try:
        async with in_background(_exchange_for_ever(limiter, store)):
            yield Memory(limiter, SharedProofs(store))
    finally:
        await store.close()


async def _exchange_for_ever(limiter: SpendingLimiter, store: SharedStore) -> None:
    while True:
        await asyncio.sleep(EXCHANGE_S)
        try:
            await exchange(limiter, store, time.monotonic)
        except Exception:
            _logger.exception("an exchange of limits failed")

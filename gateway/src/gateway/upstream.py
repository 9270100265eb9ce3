"""One service behind the gateway, and how it is asked."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from contracts.scopes import Service
from gateway.places import Places
from gateway.records import Metrics
from gateway.refusals import Header
from gateway.resilience import Breaker, RetryBudget

REPEATABLE: Final = frozenset({"DELETE", "GET", "HEAD"})
IDLE_S: Final = 4.0
"""How long an idle connection is kept; below the time after which services close theirs."""

_LARGEST_ANSWER_FIELD: Final = 32_768
_NOT_ADDED: Final = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


def open_session(connect_s: float) -> aiohttp.ClientSession:
    """Return a client that adds nothing, follows nothing and decodes nothing."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S, use_dns_cache=False),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect_s),
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=_NOT_ADDED,
        max_line_size=_LARGEST_ANSWER_FIELD,
        max_field_size=_LARGEST_ANSWER_FIELD,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a service.

    Attributes:
        method: HTTP method.
        target: path and query at the service, exactly as the client encoded them.
        headers: header fields, complete.
        body: the body's pieces, or None when there is none.
    """

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: AsyncIterator[bytes] | None


@dataclass(slots=True, kw_only=True)
class Upstream:
    """One service: its connections, and what is known of its health."""

    service: Service
    base_url: str
    session: aiohttp.ClientSession
    metrics: Metrics
    places: Places
    breaker: Breaker = field(default_factory=Breaker)
    budget: RetryBudget = field(default_factory=RetryBudget)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the places this service has for requests.

        Raises:
            Refusal: none comes free in time, or the service is left alone for now.
        """
        self.breaker.admit(_now())
        await self.places.wait()
        try:
            yield
        finally:
            self.places.leave()

    async def ask(self, question: Question) -> aiohttp.ClientResponse:
        """Return the head of the service's answer; the body is still to come.

        A request that may be repeated is tried once more when no connection came about.

        Raises:
            aiohttp.ClientError: the service cannot be reached or does not speak HTTP.
        """
        self.budget.earn()
        try:
            return await self._send(question)
        except aiohttp.ClientConnectorError:
            if question.method not in REPEATABLE or question.body or not self.may_retry():
                raise
        await asyncio.sleep(random.uniform(0.01, 0.05))  # noqa: S311  spreading is no secret
        return await self._send(question)

    async def _send(self, question: Question) -> aiohttp.ClientResponse:
        return await self.session.request(
            question.method,
            URL(self.base_url + question.target, encoded=True),
            headers=CIMultiDict(question.headers),
            data=question.body,
            allow_redirects=False,
        )

    def may_retry(self) -> bool:
        """Take one retry from the budget, if there is one left."""
        allowed = self.budget.spend()
        if allowed:
            self.metrics.retries.labels(self.service).inc()
        return allowed

    def answered(self) -> None:
        """Note that the service answered."""
        if self.breaker.failures:
            self.breaker.succeeded()
            self.metrics.resting.labels(self.service).set(0)

    def failed(self) -> None:
        """Note that the service did not answer."""
        self.breaker.failed(_now())
        self.metrics.resting.labels(self.service).set(self.breaker.is_open)


def _now() -> float:
    return asyncio.get_running_loop().time()


def question_headers(
    kept: tuple[Header, ...], length: int | None, own: list[Header]
) -> list[tuple[str, str]]:
    """Return the header fields a service gets: the client's kept ones and the gateway's own."""
    fields = [*kept, *own]
    if length is not None:
        fields.append((b"content-length", b"%d" % length))
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in fields]

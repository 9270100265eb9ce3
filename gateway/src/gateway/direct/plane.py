"""Which requests may take the fast lane, and the one timer for all of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from contracts.scopes import Service
from gateway.answers import LifeCycle
from gateway.cors import Cors
from gateway.direct.exchange import DirectExchange, Permit
from gateway.direct.pool import Pool
from gateway.hygiene import Head, check_target, read_head
from gateway.policy import Admission
from gateway.proxy import Proxy
from gateway.refusals import Header, Refusal
from gateway.routing import Route
from gateway.tokens import Session

METHODS: Final = frozenset({"DELETE", "GET", "POST"})
LARGEST_BODY: Final = 65_536
SWEEP_S: Final = 0.25
LANE: Final = "direct"


@dataclass(slots=True)
class Known:
    """What was found out about header fields that a connection may send again, byte for byte.

    Attributes:
        headers: the fields.
        head: what they say.
        forwarded: those a service gets, as bytes.
        session: what is known of their token.
    """

    headers: list[Header]
    head: Head
    forwarded: bytes
    session: Session | None = None


def known(headers: list[Header]) -> Known:
    """Inspect header fields.

    Raises:
        Refusal: they are ambiguous, or ask for something the gateway does not do.
    """
    head = read_head(headers)
    lines = [b"%b: %b\r\n" % field for field in head.kept]
    if head.content_length is not None:
        lines.append(b"content-length: %d\r\n" % head.content_length)
    return Known(headers, head, b"".join(lines))


@dataclass(slots=True, kw_only=True)
class DirectPlane:
    """The fast lane of one process.

    Attributes:
        proxy: the ordinary data plane, whose policy, services and records are used.
        pools: connections to each service.
        cors: what answers say to web pages.
        life: whether the gateway is about to end.
        public_url: start of the addresses of problem types.
        addresses_are_real: whether a connection's address is its client's, not a proxy's.
        under_way: the exchanges that are not over.
    """

    proxy: Proxy
    pools: Mapping[Service, Pool]
    cors: Cors
    life: LifeCycle
    public_url: str
    addresses_are_real: bool
    under_way: set[DirectExchange] = field(default_factory=set)
    _services: dict[bytes, Service] = field(init=False)

    def __post_init__(self) -> None:
        self._services = {service.encode(): service for service in self.pools}

    def consider(
        self, method: str, target: bytes, address: str, before: Known | None, headers: list[Header]
    ) -> tuple[Permit, Known] | None:
        """Return a permit, or None where the ordinary data plane has to look closer.

        Args:
            method: the request's method.
            target: its target.
            address: network address of the client.
            before: what was found out about the last request on the connection.
            headers: its header fields.
        """
        path, _, query = target.partition(b"?")
        service = self._services.get(path[1 : path.find(b"/", 1)])
        if service is None or method not in METHODS:
            return None
        try:
            check_target(path, query)
            found = before if before and before.headers == headers else known(headers)
            route = self.proxy.policy.table.match(method, path.decode("ascii"))
            admission = self._admit(route, found, address)
        except Refusal:
            return None
        if admission is None:
            return None
        found.session = admission.session
        own_path = path[len(service) + 1 :]
        own_target = b"%b?%b" % (own_path, query) if query else own_path
        return self._permit(method, own_target, admission, found), found

    def _admit(self, route: Route, found: Known, address: str) -> Admission | None:
        head, upstream = found.head, self.proxy.upstreams[route.service]
        if head.chunked or head.expects or (head.content_length or 0) > LARGEST_BODY:
            return None
        if route.operation.is_open and not self.addresses_are_real:
            return None
        if upstream.breaker.failures or not upstream.places.any_free:
            return None
        return self.proxy.policy.admit_at_once(route, head, address, found.session)

    def _permit(self, method: str, target: bytes, admission: Admission, found: Known) -> Permit:
        route, recorder = admission.route, self.proxy.recorder
        record = recorder.begin(method)
        record.lane, record.route, record.client_id = LANE, route.template, admission.client_id
        recorder.tracer.begin(record, found.head.traceparent)
        return Permit(
            admission=admission,
            head=found.head,
            forwarded=found.forwarded,
            method=method,
            target=target,
            record=record,
            extra=[
                *self.cors.fields(found.head.origin),
                *route.notice,
                *admission.quota.fields(),
            ],
            pool=self.pools[route.service],
            upstream=self.proxy.upstreams[route.service],
            life=self.life,
            public_url=self.public_url,
            pace=self.proxy.pace,
        )

    def finished(self, exchange: DirectExchange) -> None:
        """Tell of an exchange that is over."""
        self.under_way.discard(exchange)
        self.proxy.recorder.finish(exchange.permit.record)

    async def run(self) -> None:
        """Watch over time-outs until cancelled, then close the connections to services."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                await asyncio.sleep(SWEEP_S)
                now = loop.time()
                for exchange in [each for each in self.under_way if each.deadline < now]:
                    exchange.time_is_up()
                for pool in self.pools.values():
                    pool.sweep(now)
        finally:
            for pool in self.pools.values():
                pool.close()


def open_pools(upstreams: Mapping[Service, str], connect_s: float) -> dict[Service, Pool]:
    """Return a pool for each service that is reached by plain HTTP; others have no fast lane."""
    parts = {service: urlsplit(url) for service, url in upstreams.items()}
    return {
        service: Pool(part.hostname or "", part.port or 80, connect_s)
        for service, part in parts.items()
        if part.scheme == "http" and not part.path.strip("/")
    }

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
from gateway.hygiene import check_target, read_head
from gateway.proxy import Proxy
from gateway.refusals import Header, Refusal

METHODS: Final = frozenset({"DELETE", "GET", "POST"})
LARGEST_BODY: Final = 65_536
SWEEP_S: Final = 0.25
LANE: Final = "direct"


@dataclass(slots=True, kw_only=True)
class DirectPlane:
    """The fast lane of one process.

    Attributes:
        proxy: the ordinary data plane, whose policy, services and records are used.
        pools: connections to each service.
        cors: what answers say to web pages.
        life: whether the gateway is about to end.
        public_url: start of the addresses of problem types.
        under_way: the exchanges that are not over.
    """

    proxy: Proxy
    pools: Mapping[Service, Pool]
    cors: Cors
    life: LifeCycle
    public_url: str
    under_way: set[DirectExchange] = field(default_factory=set)

    def consider(
        self, method: str, target: bytes, headers: list[Header], address: str
    ) -> Permit | None:
        """Return a permit, or None where the ordinary data plane has to look closer."""
        path, _, query = target.partition(b"?")
        prefix = path.split(b"/", 2)[1:2]
        if method not in METHODS or not prefix or prefix[0].decode("latin-1") not in self.pools:
            return None
        try:
            return self._permit(method, path, query, headers, address)
        except Refusal:
            return None

    def _permit(
        self, method: str, path: bytes, query: bytes, headers: list[Header], address: str
    ) -> Permit | None:
        check_target(path, query)
        head = read_head(headers)
        if head.chunked or head.expects or (head.content_length or 0) > LARGEST_BODY:
            return None
        route = self.proxy.policy.table.match(method, path.decode("ascii"))
        upstream = self.proxy.upstreams[route.service]
        if upstream.breaker.failures or upstream.in_flight >= upstream.max_in_flight:
            return None
        admission = self.proxy.policy.admit_at_once(route, head, address)
        if admission is None:
            return None
        record = self.proxy.recorder.begin(method)
        record.lane, record.route, record.client_id = LANE, route.template, admission.client_id
        self.proxy.recorder.tracer.begin(record, head.traceparent)
        own_path = path[len(route.service) + 1 :]
        return Permit(
            admission=admission,
            head=head,
            method=method,
            target=b"%b?%b" % (own_path, query) if query else own_path,
            record=record,
            extra=[*self.cors.fields(head.origin), *admission.quota.fields()],
            pool=self.pools[route.service],
            upstream=upstream,
            public_url=self.public_url,
            client_s=self.proxy.client_s,
            reader_s=self.proxy.reader_s,
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

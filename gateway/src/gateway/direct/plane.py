"""Which requests may take the fast lane, and the one timer for all of them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from gateway.answers import LifeCycle
from gateway.cors import Cors
from gateway.direct.permits import Known, Lane, Permit
from gateway.direct.pool import Pool
from gateway.hygiene import check_target, read_head
from gateway.policy import Admission
from gateway.proxy import Proxy
from gateway.refusals import Header, Refusal
from gateway.routing import Route
from gateway.settings import GatewaySettings

METHODS: Final = {b"DELETE": "DELETE", b"GET": "GET", b"POST": "POST"}
LARGEST_BODY: Final = 65_536
SWEEP_S: Final = 0.25
LANE: Final = "direct"
REMEMBERED_WAYS: Final = 2_048


class Way(NamedTuple):
    """Where a request goes.

    Attributes:
        method: its method.
        lane: the lane to its service.
        route: its operation.
        target: path and query at the service.
    """

    method: str
    lane: Lane
    route: Route
    target: bytes


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


class Connection(Protocol):
    """A client's connection, as the timer sees it."""

    def sweep(self, now: float) -> None:
        """End what has taken too long."""


@dataclass(slots=True, kw_only=True)
class DirectPlane:
    """The fast lanes of one process.

    Attributes:
        proxy: the ordinary data plane, whose policy and records are used.
        lanes: a lane to each service that has one, by the first segment of its paths.
        cors: what answers say to web pages.
        addresses_are_real: whether a connection's address is its client's, not a proxy's.
        connections: those of the clients.
    """

    proxy: Proxy
    lanes: Mapping[bytes, Lane]
    cors: Cors
    addresses_are_real: bool
    connections: set[Connection] = field(default_factory=set)
    _way: Callable[[bytes, bytes], Way] = field(init=False)

    def __post_init__(self) -> None:
        self._way = lru_cache(REMEMBERED_WAYS)(self._find_way)

    def consider(
        self,
        method: bytes,
        target: bytes,
        address: str,
        before: Known | None,
        headers: list[Header],
    ) -> Permit | None:
        """Return a permit, or None where the ordinary data plane has to look closer.

        Args:
            method: the request's method.
            target: its target.
            address: network address of the client.
            before: what was found out about the last request on the connection.
            headers: its header fields.
        """
        try:
            name, lane, route, own_target = self._way(method, target)
            found = before if before and before.headers == headers else known(headers)
            admission = self._admit(route, lane, found, address)
        except (KeyError, Refusal):
            return None
        if admission is None:
            return None
        found.session = admission.session
        record = self.proxy.recorder.begin(name, LANE)
        record.route, record.client_id = route.template, admission.client_id
        self.proxy.recorder.tracer.begin(record, found.head.traceparent)
        extra = self.cors.fields(found.head.origin)
        extra += route.notice
        extra += admission.quota.fields()
        return Permit(lane, admission, found, name, own_target, record, extra)

    def _find_way(self, method: bytes, target: bytes) -> Way:
        """Return where a request goes.

        Raises:
            KeyError: there is no fast lane to there.
            Refusal: its target is not good, or not in the table.
        """
        path, _, query = target.partition(b"?")
        prefix = path[1 : path.find(b"/", 1)]
        name, lane = METHODS[method], self.lanes[prefix]
        check_target(path, query)
        route = self.proxy.policy.table.match(name, path.decode("ascii"))
        return Way(name, lane, route, target[len(prefix) + 1 :])

    def _admit(self, route: Route, lane: Lane, found: Known, address: str) -> Admission | None:
        head, upstream = found.head, lane.upstream
        if head.chunked or head.expects or (head.content_length or 0) > LARGEST_BODY:
            return None
        if route.operation.is_open and not self.addresses_are_real:
            return None
        if upstream.breaker.failures or not upstream.places.any_free:
            return None
        return self.proxy.policy.admit_at_once(route, head, address, found.session)

    async def run(self) -> None:
        """Watch over time-outs until cancelled, then close the connections to services."""
        loop, pools = asyncio.get_running_loop(), [lane.pool for lane in self.lanes.values()]
        try:
            while True:
                await asyncio.sleep(SWEEP_S)
                now = loop.time()
                for connection in list(self.connections):
                    connection.sweep(now)
                for pool in pools:
                    pool.sweep(now)
        finally:
            for pool in pools:
                pool.close()


def open_lanes(proxy: Proxy, life: LifeCycle, settings: GatewaySettings) -> dict[bytes, Lane]:
    """Return a lane to each service that is reached by plain HTTP."""
    parts = {service: urlsplit(url) for service, url in settings.upstreams.items()}
    return {
        service.encode(): Lane(
            pool=Pool(part.hostname or "", part.port or 80, settings.connect_s),
            upstream=proxy.upstreams[service],
            life=life,
            public_url=settings.public_url,
            pace=proxy.pace,
        )
        for service, part in parts.items()
        if part.scheme == "http" and not part.path.strip("/")
    }

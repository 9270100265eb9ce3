"""Which requests may take the fast lane, and the one timer for all of them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from gateway.answers import LifeCycle
from gateway.cors import Cors
from gateway.direct.permits import Known, Lane, Permit, known
from gateway.direct.pool import Pool
from gateway.hygiene import check_target
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
LONGEST_REMEMBERED: Final = 256


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
    _way: Callable[[bytes, bytes], Way | None] = field(init=False)

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
            find = self._way if len(target) <= LONGEST_REMEMBERED else self._find_way
            way = find(method, target)
            if way is None:
                return None
            found = before if before and before.headers == headers else known(headers)
            admission = self._admit(way, found, address)
        except Refusal:
            return None
        return None if admission is None else self._permit(way, found, admission)

    def _permit(self, way: Way, found: Known, admission: Admission) -> Permit:
        found.session = admission.session
        recorder = self.proxy.recorder
        record = recorder.begin(way.method, LANE)
        record.route, record.client_id = way.route.template, admission.client_id
        recorder.tracer.begin(record, found.head.traceparent)
        extra = self.cors.fields(found.head.origin)
        extra += way.route.notice
        extra += admission.quota.fields()
        return Permit(way.lane, admission, found, way.method, way.target, record, extra)

    def _find_way(self, method: bytes, target: bytes) -> Way | None:
        """Return where a request goes, or None when no fast lane leads there.

        Raises:
            Refusal: its target is not good, or not in the table.
        """
        path, _, query = target.partition(b"?")
        prefix = path[1 : path.find(b"/", 1)]
        name, lane = METHODS.get(method), self.lanes.get(prefix)
        if name is None or lane is None:
            return None
        check_target(path, query)
        route = self.proxy.policy.table.match(name, path.decode("ascii"))
        return Way(name, lane, route, target[len(prefix) + 1 :])

    def _admit(self, way: Way, found: Known, address: str) -> Admission | None:
        head, route, upstream = found.head, way.route, way.lane.upstream
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

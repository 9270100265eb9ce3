"""Restart every replica of every service and of the gateway, one after the other, under load.

Two replicas of each stand behind a balancer of connections that does what a Service of Kubernetes
does: new connections go to replicas that are in its list, open ones stay where they are. A replica
leaves the list, is told to end a moment later, as `preStop` does, and comes back when it is ready.
One gateway runs on each data plane.

No read may ever fail. A creation that is not answered is sent again under its key, as any client
would, and takes effect once. Then one service stays away: its callers are told when to try again,
and the others notice nothing.
"""

import asyncio
import contextlib
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local_stack.demo.access import REQUESTS, registered_name
from local_stack.demo.entrance import Entrance, Visitor, entrance_to
from local_stack.demo.invoices import SELLER
from local_stack.demo.summary import somebody_new
from local_stack.demo.travel import a_claim
from local_stack.environments import MODULES, Installation
from local_stack.ports import own_ports
from local_stack.processes import ProcessGroup
from local_stack.settings import StackSettings
from local_stack.suite import running

SERVICES = {"travel": "claim", "access": "access_case", "invoice": "assignment"}
"""The services and the table in each where what clients create is counted."""
ROLLED = (*SERVICES, "gateway")
REPLICAS = {"a": "asgi", "b": "protocol"}
"""Replicas of everything, and the data plane of the gateway's."""
SIDE_BY_SIDE = 2
PRE_STOP_S = 1.0
PAUSE_S = 0.02
READS = 3
LATEST_ANSWER_S = 5.0
AWAY = frozenset({502, 503, 504})


class Balancer:
    """Hands each new connection to the next replica in its list."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._turn = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join one connection to a replica until both sides have ended it."""
        try:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            theirs, ours = await asyncio.open_connection("127.0.0.1", port)
        except (OSError, ZeroDivisionError):
            writer.transport.abort()
            return
        await asyncio.gather(_copy(reader, ours), _copy(theirs, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def balancing(port: int) -> AsyncIterator[Balancer]:
    """Run a balancer on `port`."""
    balancer = Balancer()
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", port)
    try:
        yield balancer
    finally:
        server.close()


@dataclass(frozen=True)
class Fleet:
    """Two replicas of every deployable, each before its balancer."""

    processes: ProcessGroup
    ports: dict[str, int]
    balancers: dict[str, Balancer]

    async def start(self, name: str, replica: str, environment: dict[str, str]) -> None:
        """Start a replica, and put it on the list when it is ready."""
        port = self.ports[f"{name}-{replica}"]
        await self.processes.start(f"{name}-{replica}", MODULES[name], environment)
        async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
            while not await _is_ready(client, port):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)
        self.balancers[name].ports.append(port)
        if name == "gateway":
            self.balancers["gateway_inside"].ports.append(self.ports[f"gateway_inside-{replica}"])

    async def end(self, name: str, replica: str) -> None:
        """Take a replica off the list, and a moment later tell it to end."""
        self.balancers[name].ports.remove(self.ports[f"{name}-{replica}"])
        if name == "gateway":
            inside = self.ports[f"gateway_inside-{replica}"]
            self.balancers["gateway_inside"].ports.remove(inside)
        await asyncio.sleep(PRE_STOP_S)
        await self.processes.end(f"{name}-{replica}")

    async def roll(self, name: str, replica: str) -> None:
        """End a replica and start it again."""
        environment = dict(self.processes.environment(f"{name}-{replica}"))
        await self.end(name, replica)
        await self.start(name, replica, environment)


async def _is_ready(client: httpx.AsyncClient, port: int) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return (await client.get(f"http://127.0.0.1:{port}/health/ready")).is_success
    return False


@asynccontextmanager
async def fleet_of(here: Installation, processes: ProcessGroup) -> AsyncIterator[Fleet]:
    """Put two replicas where the suite has one of each."""
    parts = (*ROLLED, "gateway_inside", *(f"{name}_metrics" for name in SERVICES))
    ports = own_ports([f"{part}-{replica}" for part in parts for replica in REPLICAS])
    told = {name: dict(processes.environment(name)) for name in ROLLED}
    key = _signing_key()
    async with AsyncExitStack() as stack:
        balancers = {}
        for name in ROLLED:
            await processes.end(name)
        for name in (*ROLLED, "gateway_inside"):
            balancers[name] = await stack.enter_async_context(balancing(here.ports[name]))
        fleet = Fleet(processes, ports, balancers)
        for replica, plane in REPLICAS.items():
            gateway = {
                "GATEWAY_PORT": str(ports[f"gateway-{replica}"]),
                "GATEWAY_INSIDE_PORT": str(ports[f"gateway_inside-{replica}"]),
                "GATEWAY_SIGNING_KEY": key,
                "GATEWAY_DATA_PLANE": plane,
                "GATEWAY_DRAIN_S": str(PRE_STOP_S),
            }
            await fleet.start("gateway", replica, told["gateway"] | gateway)
        for name in SERVICES:
            for replica in REPLICAS:
                own = {
                    f"{name.upper()}_PORT": str(ports[f"{name}-{replica}"]),
                    f"{name.upper()}_METRICS_PORT": str(ports[f"{name}_metrics-{replica}"]),
                }
                await fleet.start(name, replica, told[name] | own)
        yield fleet


def _signing_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    return key.private_bytes(*form, serialization.NoEncryption()).decode()


@dataclass
class Found:
    """What clients saw.

    Attributes:
        reads: how many reads were answered.
        created: the resources of each service, by the key they were asked for under.
        repeated: why creations were sent again.
        faults: what should not have happened.
    """

    reads: int = 0
    created: dict[str, dict[str, str]] = field(default_factory=lambda: {s: {} for s in SERVICES})
    repeated: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


Wish = tuple[Visitor, str, dict[str, Any]]
Wishes = Callable[[Entrance], Coroutine[Any, Any, Wish]]


async def a_journey(entrance: Entrance) -> Wish:
    """Return a citizen with a claim."""
    person = somebody_new()
    citizen = await entrance.citizen(person, "travel:claim")
    day = datetime.now(UTC).date() - timedelta(days=20)
    return citizen, "/travel/v1/claims", a_claim(person, day)


async def a_block(entrance: Entrance) -> Wish:
    """Return a citizen who wants no access to Helsenorge."""
    person = somebody_new()
    citizen = await entrance.citizen(person, "access:request")
    known = {"name": await registered_name(entrance, person), "national_id": person}
    return citizen, REQUESTS, {"kind": "block", "channel": "self_service", "person": known}


async def an_assignment(entrance: Entrance) -> Wish:
    """Return an expert with work on a case of its own."""
    expert = await entrance.organisation(SELLER, "invoice:submit")
    delivered = {
        "case_number": f"N2024/{secrets.randbelow(900_000) + 100_000}",
        "expert_name": "Sigrid Granlund",
        "delivered_by": "digital_mailbox",
        "delivered_on": "2024-11-29",
        "deliverable": "Sakkyndig erklæring",
        "entries": [{"kind": "work", "day": "2024-11-28", "minutes": 180}],
    }
    return expert, "/invoice/v1/assignments", delivered


WISHES: dict[str, Wishes] = {"travel": a_journey, "access": a_block, "invoice": an_assignment}


async def work(service: str, entrance: Entrance, found: Found, stop: asyncio.Event) -> None:
    """Create something and read it, again and again, until told to stop."""
    async with httpx.AsyncClient(
        base_url=entrance.gateway.base_url, timeout=30, trust_env=False
    ) as client:
        while not stop.is_set():
            asks, path, body = await WISHES[service](entrance)
            headers = {"Authorization": f"Bearer {asks.token}"}
            location = await create(client, headers, path, body, (service, found))
            for _ in range(READS if location else 0):
                await read(client, headers, location, found)
                await asyncio.sleep(PAUSE_S)


async def create(
    client: httpx.AsyncClient,
    headers: dict[str, str],
    path: str,
    body: dict[str, Any],
    told: tuple[str, Found],
) -> str:
    """Send `body` under one key until it is answered; return where the resource is."""
    service, found = told
    key = str(uuid4())
    while True:
        try:
            answer = await client.post(path, json=body, headers=headers | {"Idempotency-Key": key})
        except httpx.TransportError as error:
            found.repeated[type(error).__name__] += 1
        else:
            if answer.status_code not in AWAY:
                break
            found.repeated[str(answer.status_code)] += 1
        await asyncio.sleep(0.1)
    if not answer.is_success:
        found.faults[f"{path} was answered {answer.status_code}: {answer.text[:200]}"] += 1
        return ""
    found.created[service][key] = answer.headers["location"]
    return answer.headers["location"]


async def read(
    client: httpx.AsyncClient, headers: dict[str, str], location: str, found: Found
) -> None:
    """Read a resource; it must be there at the first attempt."""
    try:
        status = str((await client.get(location, headers=headers)).status_code)
    except httpx.TransportError as error:
        status = type(error).__name__
    if status == "200":
        found.reads += 1
    else:
        found.faults[f"a read ended with {status}: {urlsplit(location).path[:20]}"] += 1


async def rolled_under_load(fleet: Fleet, entrance: Entrance, found: Found) -> None:
    """Restart everything once while clients are at work."""
    stop = asyncio.Event()
    clients = [
        asyncio.create_task(work(service, entrance, found, stop))
        for service in SERVICES
        for _ in range(SIDE_BY_SIDE)
    ]
    for name in ROLLED:
        for replica in REPLICAS:
            await fleet.roll(name, replica)
    stop.set()
    await asyncio.gather(*clients)


async def count(fleet: Fleet, found: Found) -> None:
    """Compare what was created with what clients were told."""
    for service, table in SERVICES.items():
        told = fleet.processes.environment(f"{service}-a")
        url = told[f"{service.upper()}_DATABASE_URL"].replace("+asyncpg", "")
        connection = await asyncpg.connect(url)
        rows = await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
        await connection.close()
        created = found.created[service]
        if not len(created) == len(set(created.values())) == rows:
            found.faults[f"{service}: {len(created)} keys, {rows} rows"] += 1


async def without_one(fleet: Fleet, entrance: Entrance, found: Found) -> float:
    """Take one service away; return how long its callers waited for an answer at most."""
    readers = {}
    for service in SERVICES:
        asks, path, body = await WISHES[service](entrance)
        headers = {"Authorization": f"Bearer {asks.token}"}
        location = await create(entrance.gateway, headers, path, body, (service, found))
        readers[service] = location, headers
    await asyncio.gather(*(fleet.end("travel", replica) for replica in REPLICAS))
    longest = 0.0
    for _ in range(20):
        location, headers = readers["travel"]
        since = time.monotonic()
        answer = await entrance.gateway.get(location, headers=headers)
        longest = max(longest, time.monotonic() - since)
        kind = answer.headers.get("content-type")
        wanted = (True, "application/problem+json", True)
        if (answer.status_code in AWAY, kind, "retry-after" in answer.headers) != wanted:
            found.faults[f"the service away is answered {answer.status_code}, {kind}"] += 1
        for service in ("access", "invoice"):
            await read(entrance.gateway, readers[service][1], readers[service][0], found)
    if longest > LATEST_ANSWER_S:
        found.faults[f"its callers waited {longest:.1f} s"] += 1
    return longest


async def main() -> int:
    """Return 0 when nobody noticed."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with (
            running(settings) as (here, processes),
            fleet_of(here, processes) as fleet,
            entrance_to(here) as entrance,
        ):
            await rolled_under_load(fleet, entrance, found)
            await count(fleet, found)
            longest = await without_one(fleet, entrance, found)
    created = sum(map(len, found.created.values()))
    print(*found.faults.items(), sep="\n")
    print(
        f"{len(ROLLED) * len(REPLICAS)} restarts, {found.reads} reads, {created} creations, sent "
        f"again: {dict(found.repeated) or 'none'}; without a service: answered within "
        f"{longest:.2f} s; wrong: {sum(found.faults.values()) or 'nothing'}"
    )
    return len(found.faults)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""The whole suite, started on this machine and stopped again."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import httpx

from local_stack import databases, environments, postgres
from local_stack.databases import ServiceDatabase
from local_stack.environments import DEPLOYABLES, MODULES, PREFERRED_PORTS, Installation
from local_stack.keys import Keys
from local_stack.ports import free_ports, own_ports
from local_stack.processes import ProcessGroup
from local_stack.settings import StackSettings

_POSTGRES_PORT: Final = 5442
_START_SECONDS: Final = 180
_PAUSE_S: Final = 0.1
_PARTS: Final = (".relay", ".migrations")
_READINESS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(MODULES, "/health/ready") | {"issuer": "/health", "sandbox": "/health"}
)


class NotReady(RuntimeError):
    """A process did not become ready in time."""


@contextlib.asynccontextmanager
async def running(settings: StackSettings) -> AsyncIterator[tuple[Installation, ProcessGroup]]:
    """Start everything and wait until it answers; stop all of it at the end.

    Raises:
        NotReady: a process did not answer in time.
        ProcessEnded: a process ended at its start.
    """
    settings.var.mkdir(exist_ok=True)
    here = installation(settings)
    with server_of(settings) as server:
        async with ProcessGroup(here.logs, _launchers(settings)) as processes:
            for name, environment in environments.without_database(here).items():
                await processes.start(name, MODULES[name], environment)
            with _made(server, keep=not settings.once) as made:
                start = _start_separately if settings.separately else _start
                for service, database in made.items():
                    await start(processes, here, service, database)
                await _until_ready(here, processes, settings)
                try:
                    yield here, processes
                finally:
                    await processes.stop()


async def _start(
    processes: ProcessGroup, here: Installation, service: str, database: ServiceDatabase
) -> None:
    databases.migrate(service, database)
    environment = environments.of_service(here, service, database)
    await processes.start(service, MODULES[service], environment)


async def _start_separately(
    processes: ProcessGroup, here: Installation, service: str, database: ServiceDatabase
) -> None:
    module, migration = MODULES[service], environments.of_migration(service, database)
    serving = environments.of_service(here, service, database)
    await processes.finish(f"{service}_migrations", f"{module}.migrations", migration)
    relaying = environments.of_relay(here, service, database)
    await processes.start(f"{service}_relay", f"{module}.relay", relaying)
    without_relay = {f"{service.upper()}_RUN_RELAY": "false"}
    await processes.start(service, module, serving | without_relay)


def installation(settings: StackSettings) -> Installation:
    """Return where everything listens and lies, on ports that are free now."""
    once = secrets.token_bytes(32) if settings.once else None
    return Installation(
        ports=own_ports(PREFERRED_PORTS) if settings.once else free_ports(PREFERRED_PORTS),
        keys=Keys(once or postgres.kept_secret(settings.var / "keys.secret")),
        letters=settings.var.absolute() / "letters",
        logs=settings.var.absolute() / "logs" / ("once" if settings.once else "run"),
        otlp_endpoint=settings.otlp_endpoint,
        without_limits=settings.without_limits,
    )


def _launchers(settings: StackSettings) -> Mapping[str, Path]:
    if settings.launcher is None:
        return {}
    modules = [MODULES[name] + part for name in DEPLOYABLES for part in ("", *_PARTS)]
    return dict.fromkeys(modules, settings.launcher.absolute())


def server_of(settings: StackSettings) -> AbstractContextManager[postgres.Server]:
    """Return the server of DATABASE_URL, or an embedded one that keeps its data unless ONCE."""
    if settings.database_url:
        admin_url = settings.database_url.get_secret_value()
        secret = postgres.kept_secret(settings.var / "databases.secret")
        return contextlib.nullcontext(databases.external(admin_url, secret))
    if settings.once:
        return postgres.ephemeral()
    return postgres.persistent(settings.var.absolute(), _POSTGRES_PORT)


@contextlib.contextmanager
def _made(server: postgres.Server, *, keep: bool) -> Iterator[Mapping[str, ServiceDatabase]]:
    """Make each service's database; remove it again unless it is to be kept."""
    mark = "" if keep else f"_{secrets.token_hex(4)}"
    names = {service: f"helsesak_{service}{mark}" for service in databases.SERVICES}
    try:
        yield {service: databases.create(server, service, names[service]) for service in names}
    finally:
        for name in () if keep else names.values():
            databases.drop(server, name)


async def _until_ready(
    here: Installation, processes: ProcessGroup, settings: StackSettings
) -> None:
    relays = {f"{name}_relay": "/metrics" for name in databases.SERVICES if settings.separately}
    watch = asyncio.create_task(processes.watch())
    ready = asyncio.create_task(_all_ready(here, {**_READINESS, **relays}))
    try:
        await asyncio.wait((watch, ready), return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        await ready
    finally:
        for task in (watch, ready):
            task.cancel()


async def _all_ready(here: Installation, paths: Mapping[str, str]) -> None:
    waiting = {name: here.url(name) + path for name, path in paths.items()}
    try:
        async with asyncio.timeout(_START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while waiting:
                for name in [name for name, url in waiting.items() if await _answers(client, url)]:
                    del waiting[name]
                await asyncio.sleep(_PAUSE_S)
    except TimeoutError:
        raise NotReady(f"Not ready in time: {', '.join(waiting)}. See {here.logs}.") from None


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False

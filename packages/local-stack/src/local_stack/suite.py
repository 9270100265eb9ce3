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
    here = _installation(settings)
    with _server(settings) as server:
        async with ProcessGroup(here.logs, _launchers(settings)) as processes:
            for name, environment in environments.without_database(here).items():
                await processes.start(name, MODULES[name], environment)
            with _migrated(server, keep=not settings.once) as made:
                for service, database in made.items():
                    environment = environments.of_service(here, service, database)
                    await processes.start(service, MODULES[service], environment)
                await _until_ready(here, processes)
                try:
                    yield here, processes
                finally:
                    await processes.stop()


def _installation(settings: StackSettings) -> Installation:
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
    return {MODULES[name]: settings.launcher.absolute() for name in DEPLOYABLES}


def _server(settings: StackSettings) -> AbstractContextManager[postgres.Server]:
    """Return the server of DATABASE_URL, or an embedded one that keeps its data unless ONCE."""
    if settings.database_url:
        admin_url = settings.database_url.get_secret_value()
        secret = postgres.kept_secret(settings.var / "databases.secret")
        return contextlib.nullcontext(databases.external(admin_url, secret))
    if settings.once:
        return postgres.ephemeral()
    return postgres.persistent(settings.var.absolute(), _POSTGRES_PORT)


@contextlib.contextmanager
def _migrated(server: postgres.Server, *, keep: bool) -> Iterator[Mapping[str, ServiceDatabase]]:
    """Make each service's database and bring it up to date; remove it again unless to be kept."""
    mark = "" if keep else f"_{secrets.token_hex(4)}"
    names = {service: f"helsesak_{service}{mark}" for service in databases.SERVICES}
    try:
        made = {service: databases.create(server, service, names[service]) for service in names}
        for service, database in made.items():
            databases.migrate(service, database)
        yield made
    finally:
        for name in () if keep else names.values():
            databases.drop(server, name)


async def _until_ready(here: Installation, processes: ProcessGroup) -> None:
    watch = asyncio.create_task(processes.watch())
    ready = asyncio.create_task(_all_ready(here))
    try:
        await asyncio.wait((watch, ready), return_when=asyncio.FIRST_COMPLETED)
        if watch.done():
            watch.result()
        await ready
    finally:
        for task in (watch, ready):
            task.cancel()


async def _all_ready(here: Installation) -> None:
    waiting = {name: here.url(name) + path for name, path in _READINESS.items()}
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

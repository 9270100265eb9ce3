"""Each service's database with its two roles, on any PostgreSQL server.

The owner role migrates; the app role serves. Passwords are derived from one secret of the server,
so that nothing but that secret is kept.
"""

import asyncio
import contextlib
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import asyncpg

import service_kit.migrations
from local_stack.postgres import Server
from service_kit.months import keep_months

T = TypeVar("T")

SERVICES = ("invoice", "travel", "access")
ADVISORY_LOCK = 7_201_605


@dataclass(frozen=True)
class ServiceDatabase:
    """One service's database, as its two roles see it."""

    app_url: str = field(repr=False)
    owner_url: str = field(repr=False)


def external(admin_url: str, secret: bytes) -> Server:
    """Return the existing server of `admin_url`, whose role may make roles and databases."""
    parts = urlsplit(admin_url)
    return Server(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 5432,
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
        secret=secret,
    )


def create(server: Server, service: str, name: str) -> ServiceDatabase:
    """Make database `name` and the two roles of `service`, as far as they do not exist yet."""
    roles = [
        statement
        for role in _roles(service)
        for statement in (
            f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            f"ALTER ROLE {role} LOGIN PASSWORD '{_password(server, role)}'",
        )
    ]
    _in_thread(_execute(server, roles))
    if not _in_thread(_exists(server, name)):
        _in_thread(_execute(server, _creation(service, name)))
    return _database(server, service, name)


def copy(server: Server, service: str, name: str, template: str) -> ServiceDatabase:
    """Make database `name` for `service` as a copy of the database `template`."""
    _in_thread(_execute(server, _creation(service, name, f'TEMPLATE "{template}"')))
    return _database(server, service, name)


def drop(server: Server, name: str) -> None:
    """Remove database `name`, and whoever is still connected to it."""
    _in_thread(_execute(server, [f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)']))


def migrate(service: str, database: ServiceDatabase) -> None:
    """Bring `database` to the newest revision of the service's migrations, with months ahead."""
    with ThreadPoolExecutor(1) as thread:
        upgrade = service_kit.migrations.migrate
        thread.submit(upgrade, f"{service}_api.migrations", database.owner_url).result()
    _in_thread(keep_months(database.owner_url, None))


class Templates:
    """Migrated templates, made once per service and process, and quick copies of them for tests."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._mark = secrets.token_hex(4)
        self._made: list[str] = []
        self._copies = 0

    def copy(self, service: str) -> tuple[str, ServiceDatabase]:
        """Return the name of a new database of `service`, with the schema and no rows, and it."""
        template = f"{service}_template_{self._mark}"
        if template not in self._made:
            self._make(service, template)
        self._copies += 1
        name = f"{service}_{self._mark}_{self._copies}"
        return name, copy(self._server, service, name, template)

    def _make(self, service: str, template: str) -> None:
        try:
            migrate(service, create(self._server, service, template))
        except Exception:
            drop(self._server, template)
            raise
        self._made.append(template)

    def discard(self, name: str) -> None:
        """Remove a copy."""
        drop(self._server, name)

    def drop(self) -> None:
        """Remove the templates."""
        for template in self._made:
            drop(self._server, template)


def _roles(service: str) -> tuple[str, str]:
    return f"{service}_owner", f"{service}_app"


def _password(server: Server, role: str) -> str:
    return hmac.new(server.secret, role.encode(), hashlib.sha256).hexdigest()


def _database(server: Server, service: str, name: str) -> ServiceDatabase:
    owner, app = (server.url(name, role, _password(server, role)) for role in _roles(service))
    return ServiceDatabase(app_url=app, owner_url=owner)


def _creation(service: str, name: str, template: str = "") -> list[str]:
    owner, app = _roles(service)
    return [
        f"GRANT {owner} TO CURRENT_USER",
        f'CREATE DATABASE "{name}" OWNER {owner} {template}',
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO {app}',
    ]


@contextlib.asynccontextmanager
async def _connected(server: Server) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        database="postgres",
    )
    try:
        yield connection
    finally:
        await connection.close()


async def _execute(server: Server, statements: Sequence[str]) -> None:
    """Run `statements` in turn, in one process at a time: roles belong to the whole server."""
    async with _connected(server) as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
        for statement in statements:
            await connection.execute(statement)


async def _exists(server: Server, name: str) -> bool:
    async with _connected(server) as connection:
        query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
        return bool(await connection.fetchval(query, name))


def _in_thread(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end, also when the caller sits inside an event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

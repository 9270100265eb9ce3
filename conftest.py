"""What every test may ask for: a real PostgreSQL server, and databases of its own on it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import gateway  # noqa: F401 - before pytest takes the folder gateway/ for the package gateway
from local_stack import databases
from local_stack.databases import ServiceDatabase
from local_stack.postgres import Server, ephemeral, kept_secret

settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("quick")
VAR = Path(__file__).parent / "var"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server per test process: the one of DATABASE_URL, or a short-lived embedded one."""
    admin_url = os.environ.get("DATABASE_URL")  # noqa: TID251 - a test run has no Settings
    if admin_url:
        VAR.mkdir(exist_ok=True)
        yield databases.external(admin_url, kept_secret(VAR / "databases.secret"))
        return
    with ephemeral() as server:
        yield server


@pytest.fixture(scope="session")
def database_templates(postgres: Server) -> Iterator[databases.Templates]:
    """Migrated databases to copy from, made when first needed."""
    templates = databases.Templates(postgres)
    yield templates
    templates.drop()


@pytest.fixture
def service_database(
    database_templates: databases.Templates,
) -> Iterator[Callable[[str], ServiceDatabase]]:
    """A function from "invoice", "travel" or "access" to a new database of that service."""
    names: list[str] = []

    def new(service: str) -> ServiceDatabase:
        name, database = database_templates.copy(service)
        names.append(name)
        return database

    yield new
    for name in names:
        database_templates.discard(name)

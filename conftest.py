"""What every test may ask for, and how tests are shared out among processes."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

import gateway  # noqa: F401 - before pytest takes the folder gateway/ for the package gateway
from local_stack import databases
from local_stack.databases import ServiceDatabase
from local_stack.postgres import Server, ephemeral, kept_secret

settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("quick")
VAR = Path(__file__).parent / "var"
ON_THE_RUNNING_SUITE: Final = ("tests/journeys/", "tests/security/")


class FilesAndOneSuite(LoadFileScheduling):
    """Each file goes to one process, and all that needs the running suite to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(ON_THE_RUNNING_SUITE):
            return "the running suite"
        return super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesAndOneSuite:
    """Share the tests out so that the suite is started once."""
    return FilesAndOneSuite(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse two tests of one name: of those, parallel processes would run the first only."""
    names = Counter(item.nodeid for item in items)
    if twice := [name for name, count in names.items() if count > 1]:
        raise pytest.UsageError(f"Several tests are called {twice[0]}.")


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

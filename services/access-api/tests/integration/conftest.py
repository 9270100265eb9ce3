"""The service over a database of its own, with the sandbox as its outside world."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from access_api.app import create_app
from access_api.deps import close
from access_api.settings import Settings
from access_api.testing.desk import Desk
from access_api.testing.wiring import SECRET, outside_of, settings_for
from local_stack.sandbox.app import create_app as create_sandbox
from local_stack.sandbox.settings import SandboxSettings


@pytest.fixture
def database(service_database):
    return service_database("access")


@pytest.fixture
def settings(database) -> Settings:
    return settings_for(database.app_url)


@pytest.fixture
async def sandbox(tmp_path) -> AsyncIterator[httpx.ASGITransport]:
    settings = SandboxSettings(
        letters=tmp_path, print_secret=SECRET, webhook_secret=SECRET, posting_delay_s=3600
    )
    app = create_sandbox(settings)
    async with app.router.lifespan_context(app):
        yield httpx.ASGITransport(app)


@pytest.fixture
async def app(settings, sandbox):
    outside = outside_of(settings, sandbox)
    app = create_app(settings, outside)
    yield app
    await close(app.state.shell, outside)


@pytest.fixture
async def desk(app, database, sandbox) -> AsyncIterator[Desk]:
    """Everybody who works with the service: clerks, reviewers, agents, the login system."""
    owner = create_async_engine(database.owner_url, pool_size=1)
    service = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://access.test")
    outside = httpx.AsyncClient(transport=sandbox, base_url="http://outside.test")
    async with service, outside:
        yield Desk(app.state.shell, service, outside, owner)
    await owner.dispose()

"""The service over a database of its own, with the sandbox as its outside world."""

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from access_api.app import create_app
from access_api.deps import Outside, close
from access_api.settings import Settings
from access_api.testing.desk import TOKENS, Desk
from local_stack.sandbox.app import create_app as create_sandbox
from local_stack.sandbox.settings import SandboxSettings

KEY = base64.b64encode(b"k" * 32).decode()
SECRET = "whsec_" + base64.b64encode(b"s" * 24).decode()
RECEIVER = {
    "client_id": "login-system",
    "url": "http://sandbox.test/webhooks/login-system",
    "signing_secret": SECRET,
    "subject_key": KEY,
}


@pytest.fixture
def database(service_database):
    return service_database("access")


@pytest.fixture
def settings(database) -> Settings:
    return Settings(
        database_url=database.app_url,
        public_url="https://api.example",
        gateway_jwks_url="http://unused.test",
        fingerprint_key=KEY,
        index_keys=f"1:{KEY}",
        sealing_keys=f"1:{KEY}",
        code_peppers=f"1:{KEY}",
        allow_synthetic=True,
        population_register_url="http://sandbox.test/population-register/",
        contact_register_url="http://sandbox.test/contact-register/",
        print_provider_url="http://sandbox.test/print-provider/",
        digital_mailbox_url="http://sandbox.test/digital-mailbox/",
        print_callback_secret=SECRET,
        receivers=[RECEIVER],
    )


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
    def to(base_url: str = "") -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=sandbox, base_url=base_url)

    outside = Outside(
        keys=TOKENS,
        population_register=to(settings.population_register_url),
        contact_register=to(settings.contact_register_url),
        print_provider=to(settings.print_provider_url),
        digital_mailbox=to(settings.digital_mailbox_url),
        anywhere=to(),
    )
    app = create_app(settings, outside)
    yield app
    await close(app.state.shell, outside)


@pytest.fixture
async def desk(app, database, sandbox) -> AsyncIterator[Desk]:
    """Everybody who works with the service: clerks, reviewers, agents, the login system."""
    owner = create_async_engine(database.owner_url, poolclass=NullPool)
    service = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://access.test")
    outside = httpx.AsyncClient(transport=sandbox, base_url="http://sandbox.test")
    async with service, outside:
        yield Desk(app.state.shell, service, outside, owner)
    await owner.dispose()

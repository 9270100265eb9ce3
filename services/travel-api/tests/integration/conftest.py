"""The service over a database of its own, with registers that answer as told."""

from collections.abc import AsyncIterator

import httpx
import pytest

from service_kit.testing import InsideTokens
from travel_api.app import create_app
from travel_api.deps import Outside, close
from travel_api.settings import Settings
from travel_api.testing.people import Caller, a_citizen, a_member_of_staff
from travel_api.testing.registers import Registers, settings_for
from travel_api.use_cases.shell import Shell

TOKENS = InsideTokens()


@pytest.fixture
def database(service_database):
    return service_database("travel")


@pytest.fixture
def settings(database) -> Settings:
    return settings_for(database.app_url)


@pytest.fixture
def registers() -> Registers:
    return Registers()


@pytest.fixture
def outside(registers) -> Outside:
    return registers.as_outside(TOKENS)


@pytest.fixture
async def app(settings, outside):
    app = create_app(settings, outside)
    yield app
    await close(app.state.shell, outside)


@pytest.fixture
def shell(app) -> Shell:
    return app.state.shell


@pytest.fixture
async def client(app) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://travel.test") as client:
        yield client


@pytest.fixture
def tokens() -> InsideTokens:
    return TOKENS


@pytest.fixture
def citizen(client, tokens) -> Caller:
    return a_citizen(client, tokens)


@pytest.fixture
def stranger(client, tokens) -> Caller:
    return a_citizen(client, tokens, 1)


@pytest.fixture
def handler(client, tokens) -> Caller:
    return a_member_of_staff(client, tokens, "travel:handle")


@pytest.fixture
def clerk(client, tokens) -> Caller:
    return a_member_of_staff(client, tokens, "travel:register", "clerk")

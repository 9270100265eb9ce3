from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from access_api.settings import Settings as AccessSettings
from gateway.settings import GatewaySettings
from invoice_api.settings import Settings as InvoiceSettings
from local_stack import environments
from local_stack.databases import SERVICES, ServiceDatabase
from local_stack.environments import MODULES, PREFERRED_PORTS, Installation
from local_stack.issuer.settings import IssuerSettings
from local_stack.keys import Keys
from local_stack.sandbox.settings import SandboxSettings
from service_kit.sealing import KeyRing
from travel_api.settings import Settings as TravelSettings

CLASSES: dict[str, type[BaseSettings]] = {
    "issuer": IssuerSettings,
    "sandbox": SandboxSettings,
    "gateway": GatewaySettings,
    "invoice": InvoiceSettings,
    "travel": TravelSettings,
    "access": AccessSettings,
}
DATABASE = ServiceDatabase(app_url="postgresql+asyncpg://a@db/x", owner_url="")
HERE = Installation(
    ports=PREFERRED_PORTS, keys=Keys(b"secret"), letters=Path("letters"), logs=Path("logs")
)


def told(process: str) -> dict[str, str]:
    if process in SERVICES:
        return environments.of_service(HERE, process, DATABASE)
    return environments.without_database(HERE)[process]


@pytest.fixture(params=MODULES)
def process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    for variable, value in told(name).items():
        monkeypatch.setenv(variable, value)
    return name


def test_every_process_understands_all_it_is_told(process: str):
    prefix = str(CLASSES[process].model_config["env_prefix"])
    names = {variable.removeprefix(prefix).lower() for variable in told(process)}
    assert names <= CLASSES[process].model_fields.keys()
    settings = CLASSES[process]()
    assert settings.model_dump()["port"] == PREFERRED_PORTS[process]


def test_the_same_secret_gives_the_same_keys_and_another_name_another_key():
    assert Keys(b"a").raw("x") == Keys(b"a").raw("x")
    assert len({Keys(b"a").raw("x"), Keys(b"a").raw("y"), Keys(b"b").raw("x")}) == 3
    ring = KeyRing.parse(SecretStr(Keys(b"a").ring("x")))
    assert ring.keys[ring.newest_id] == Keys(b"a").raw("x")

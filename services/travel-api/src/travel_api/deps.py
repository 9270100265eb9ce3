"""What routes are handed, and how it is made and closed."""

from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request

from service_kit.auth import KeyStore
from service_kit.clients import outside_client
from service_kit.database import create_engine
from service_kit.jwks import JwksStore
from service_kit.sealing import BlindIndex, KeyRing, Sealer
from travel_api.adapters import rulebook
from travel_api.adapters.payment_system import PaymentSystem
from travel_api.adapters.population_register import PopulationRegister
from travel_api.adapters.treatment_records import TreatmentRecords
from travel_api.settings import Settings
from travel_api.storage.identities import Identities
from travel_api.use_cases.rulebooks import Shelf
from travel_api.use_cases.shell import Shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The connections that leave the service."""

    keys: KeyStore
    population_register: httpx.AsyncClient
    treatment_records: httpx.AsyncClient
    payment_system: httpx.AsyncClient
    gateway: httpx.AsyncClient | None = None


def make_outside(settings: Settings) -> Outside:
    """Return the clients the settings name."""

    def client(base_url: str) -> httpx.AsyncClient:
        return outside_client(base_url, timeout_s=settings.outside_timeout_s)

    gateway = client("")
    return Outside(
        keys=JwksStore(settings.gateway_jwks_url, gateway),
        gateway=gateway,
        population_register=client(settings.population_register_url),
        treatment_records=client(settings.treatment_records_url),
        payment_system=client(settings.payment_receiver_url),
    )


def make_shell(settings: Settings, outside: Outside) -> Shell:
    """Return the shell. Nothing is connected before it is used.

    Raises:
        RulebookInvalid: a rule file holds a mistake; then the service does not start.
    """
    sealer = Sealer(KeyRing.parse(settings.sealing_keys))
    index = BlindIndex(KeyRing.parse(settings.index_keys))
    return Shell(
        settings=settings,
        engine=create_engine(settings),
        shelf=Shelf(rulebook.load(settings.rules_folder)),
        identities=Identities(index, sealer, allow_synthetic=settings.allow_synthetic),
        sealer=sealer,
        population_register=PopulationRegister(outside.population_register),
        treatment_records=TreatmentRecords(outside.treatment_records),
        payment_system=PaymentSystem(
            outside.payment_system, settings.payment_receiver_secret, settings.public_url
        ),
    )


async def close(shell: Shell, outside: Outside) -> None:
    """Close every connection."""
    clients = (
        outside.population_register,
        outside.treatment_records,
        outside.payment_system,
        outside.gateway,
    )
    for client in clients:
        if client is not None:
            await client.aclose()
    await shell.engine.dispose()


async def _shell(request: Request) -> Shell:
    """Give a route the shell; asynchronous, since FastAPI sends other functions to a thread."""
    shell: Shell = request.app.state.shell
    return shell


ShellDep = Annotated[Shell, Depends(_shell)]
"""Parameter of every route that does something."""

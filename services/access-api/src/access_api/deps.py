"""What routes are handed, and how it is made and closed."""

from dataclasses import dataclass, fields
from typing import Annotated

import httpx
from fastapi import Depends, Request

from access_api.adapters.code_hashing import CodeHasher
from access_api.adapters.contact_register import ContactRegister
from access_api.adapters.digital_mailbox import DigitalPost
from access_api.adapters.population_register import PopulationRegister
from access_api.adapters.print_provider import PrintProvider
from access_api.adapters.webhooks import WebhookSender
from access_api.settings import Settings
from access_api.storage.lookups import LookUps
from access_api.storage.people import Registry
from access_api.storage.tables import idempotency, uploads
from access_api.use_cases.shell import Shell
from service_kit.auth import KeyStore
from service_kit.clients import outside_client
from service_kit.database import create_engine
from service_kit.jwks import JwksStore
from service_kit.sealing import BlindIndex, KeyRing, Sealer
from service_kit.uploads import UploadStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The connections that leave the service."""

    keys: KeyStore
    population_register: httpx.AsyncClient
    contact_register: httpx.AsyncClient
    print_provider: httpx.AsyncClient
    digital_mailbox: httpx.AsyncClient
    anywhere: httpx.AsyncClient


def make_outside(settings: Settings) -> Outside:
    """Return the clients the settings name."""
    anywhere = outside_client("")
    return Outside(
        keys=JwksStore(settings.gateway_jwks_url, anywhere),
        population_register=outside_client(settings.population_register_url),
        contact_register=outside_client(settings.contact_register_url),
        print_provider=outside_client(settings.print_provider_url, timeout_s=20),
        digital_mailbox=outside_client(settings.digital_mailbox_url, timeout_s=20),
        anywhere=anywhere,
    )


def make_shell(settings: Settings, outside: Outside) -> Shell:
    """Return the shell. Nothing is connected before it is used."""
    sealer = Sealer(KeyRing.parse(settings.sealing_keys))
    index = BlindIndex(KeyRing.parse(settings.index_keys))
    callbacks = f"{settings.public_url}/access/v1/print-callbacks"
    engine = create_engine(settings)
    return Shell(
        settings=settings,
        engine=engine,
        registry=Registry(index, sealer),
        sealer=sealer,
        uploads=UploadStore(engine, uploads, idempotency, sealer),
        lookups=LookUps(settings),
        hasher=CodeHasher(KeyRing.parse(settings.code_peppers)),
        population=PopulationRegister(outside.population_register),
        contacts=ContactRegister(outside.contact_register),
        printer=PrintProvider(outside.print_provider, callbacks),
        post=DigitalPost(outside.digital_mailbox),
        webhooks=WebhookSender(outside.anywhere, f"{settings.public_url}/access"),
    )


async def close(shell: Shell, outside: Outside) -> None:
    """Close every connection."""
    for field in fields(outside):
        client = getattr(outside, field.name)
        if isinstance(client, httpx.AsyncClient):
            await client.aclose()
    shell.hasher.threads.shutdown(wait=False)
    await shell.lookups.close()
    await shell.engine.dispose()


def shell_of(request: Request) -> Shell:
    """Return the shell of the application that serves `request`."""
    shell: Shell = request.app.state.shell
    return shell


async def _shell(request: Request) -> Shell:
    """Give a route the shell; asynchronous, since FastAPI sends other functions to a thread."""
    return shell_of(request)


ShellDep = Annotated[Shell, Depends(_shell)]
"""Parameter of every route that does something."""

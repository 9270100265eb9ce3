"""What routes are handed, and how it is made and closed."""

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Header, Request

from invoice_api.adapters.catalogue import fee_rates, rule_catalogue
from invoice_api.adapters.enterprises import EnterpriseRegister
from invoice_api.adapters.payment_system import PaymentSystem
from invoice_api.adapters.rules.engine import EngineLimits, RuleEngine
from invoice_api.settings import Settings
from invoice_api.storage.tables import idempotency, uploads
from invoice_api.use_cases.shell import OfficialRules, Shell
from service_kit.auth import KeyStore
from service_kit.clients import outside_client
from service_kit.database import create_engine
from service_kit.idempotency import Once, OnceDep
from service_kit.jwks import JwksStore
from service_kit.problems import VersionRequired
from service_kit.sealing import KeyRing, Sealer
from service_kit.uploads import UploadStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the service reaches beyond its database."""

    keys: KeyStore
    rules: OfficialRules
    enterprises: httpx.AsyncClient | None = None
    payment_system: httpx.AsyncClient | None = None
    gateway: httpx.AsyncClient | None = None


def make_outside(settings: Settings) -> Outside:
    """Return the clients the settings name, and start the rule workers.

    Raises:
        RulesUnusable: the official rules cannot be found.
    """

    def client(base_url: str) -> httpx.AsyncClient:
        return outside_client(base_url, timeout_s=settings.outside_timeout_s)

    gateway = client("")
    limits = EngineLimits(workers=settings.engine_workers, seconds=settings.engine_timeout_s)
    register, payment = settings.enterprise_register_url, settings.payment_system_url
    return Outside(
        keys=JwksStore(settings.gateway_jwks_url, gateway),
        rules=RuleEngine(settings.rules_folder, limits),
        enterprises=client(register) if register else None,
        payment_system=client(payment) if payment else None,
        gateway=gateway,
    )


def make_shell(settings: Settings, outside: Outside) -> Shell:
    """Return the shell. Nothing is connected before it is used.

    Raises:
        BrokenCatalogue: the shipped rules contradict themselves.
        NotSwitchable: the settings switch off a rule that must stay on.
    """
    engine = create_engine(settings)
    sealer = Sealer(KeyRing.parse(settings.sealing_keys))
    return Shell(
        engine=engine,
        settings=settings,
        rules=outside.rules,
        catalogue=rule_catalogue().without(settings.rules_switched_off),
        rates=fee_rates(),
        enterprises=EnterpriseRegister(outside.enterprises) if outside.enterprises else None,
        payment_system=PaymentSystem(outside.payment_system) if outside.payment_system else None,
        uploads=UploadStore(engine, uploads, idempotency, sealer),
    )


async def close(shell: Shell, outside: Outside) -> None:
    """Finish what is under way and close every connection."""
    if shell.running:
        await asyncio.wait(shell.running)
    await asyncio.to_thread(outside.rules.close)
    for client in (outside.enterprises, outside.payment_system, outside.gateway):
        if client is not None:
            await client.aclose()
    await shell.engine.dispose()


async def _shell(request: Request) -> Shell:
    """Give a route the shell; asynchronous, since FastAPI sends other functions to a thread."""
    shell: Shell = request.app.state.shell
    return shell


ShellDep = Annotated[Shell, Depends(_shell)]
"""Parameter of a route that needs the world outside."""


_ETAG = re.compile(r'"([0-9]{1,9})"')


def _version(
    if_match: Annotated[
        str | None, Header(description="The ETag of what you have read and now change")
    ] = None,
) -> int:
    found = _ETAG.fullmatch(if_match or "")
    if found is None:
        raise VersionRequired
    return int(found[1])


VersionDep = Annotated[int, Depends(_version)]
"""The version that the caller of a change has read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What its caller has read before a change, and that the change shall happen once."""

    version: int
    once: Once


def _seen(version: VersionDep, once: OnceDep) -> Seen:
    return Seen(version, once)


SeenDep = Annotated[Seen, Depends(_seen)]
"""Parameter of a route that changes what its caller has read."""

"""What each process of the suite is told through its environment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from contracts.scopes import RateClass
from local_stack.databases import ServiceDatabase
from local_stack.issuer.layouts import LAYOUTS
from local_stack.keys import Keys
from local_stack.ports import LOOPBACK

MODULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "issuer": "local_stack.issuer",
        "sandbox": "local_stack.sandbox",
        "gateway": "gateway",
        "invoice": "invoice_api",
        "travel": "travel_api",
        "access": "access_api",
    }
)
"""The processes of the suite by name, in the order they are started."""

DEPLOYABLES: Final = ("gateway", "invoice", "travel", "access")
"""Those of them that are ours; the others stand for the world outside."""

PREFERRED_PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "gateway": 8080,
        "gateway_inside": 9080,
        "issuer": 8090,
        "sandbox": 8091,
        "invoice": 8101,
        "travel": 8102,
        "access": 8103,
        "invoice_metrics": 9101,
        "travel_metrics": 9102,
        "access_metrics": 9103,
        "invoice_relay": 9111,
        "travel_relay": 9112,
        "access_relay": 9113,
    }
)
CITIZENS: Final = "helsesak-citizens"
"""Client of the citizens' own pages."""
SCOPE_PREFIX: Final = "helsesak:"
"""Start of our scopes where an issuer serves others too: `helsesak:invoice/submit`."""
_TRUST: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "idporten": {
            "scope_prefix": SCOPE_PREFIX,
            "client_ids": [CITIZENS],
            "scopes": ["access:request", "travel:claim"],
        },
        "maskinporten": {"scope_prefix": SCOPE_PREFIX},
        "helseid": {
            "scope_prefix": SCOPE_PREFIX,
            "audience": "helsesak",
            "proofs": "required",
        },
        "entra": {"audience": "api://helsesak"},
    }
)
"""What the gateway accepts from each issuer, besides its keys."""
LOGIN_SYSTEM: Final = "login-system"
"""Client that follows the set of blocked people in the demo."""


_NO_LIMITS: Final = json.dumps(
    {rate: {"requests": 1_000_000_000, "seconds": 60} for rate in RateClass}
)
_OPENAPI: Final = Path(__file__).parents[4] / "openapi.json"


@dataclass(frozen=True)
class Installation:
    """One running suite: where everything listens and lies."""

    ports: Mapping[str, int]
    keys: Keys
    letters: Path
    logs: Path
    otlp_endpoint: str | None = None
    without_limits: bool = False

    def url(self, name: str) -> str:
        """Return the address of the process, or second port, called `name`."""
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def outside(self, system: str) -> str:
        """Return the base address of an outside system in the sandbox."""
        return f"{self.url('sandbox')}/{system}"


def of_service(here: Installation, service: str, database: ServiceDatabase) -> dict[str, str]:
    """Return the environment of one of the three services."""
    settings = {
        "PORT": str(here.ports[service]),
        "METRICS_PORT": str(here.ports[f"{service}_metrics"]),
        "DATABASE_URL": database.app_url,
        "PUBLIC_URL": here.url("gateway"),
        "GATEWAY_JWKS_URL": f"{here.url('gateway_inside')}/.well-known/jwks.json",
        "ALLOW_SYNTHETIC": "true",
        "FINGERPRINT_KEY": here.keys.text(f"{service} fingerprints"),
        "INDEX_KEYS": here.keys.ring(f"{service} index"),
        "SEALING_KEYS": here.keys.ring(f"{service} sealing"),
        "RUN_RELAY": "true",
    }
    own = {"invoice": _invoice, "travel": _travel, "access": _access}[service](here)
    prefix = service.upper()
    prefixed = {f"{prefix}_{name}": value for name, value in (settings | own).items()}
    return prefixed | _traces(here, prefix)


def of_relay(here: Installation, service: str, database: ServiceDatabase) -> dict[str, str]:
    """Return the environment of a service's relay where that is a process of its own."""
    metrics = {f"{service.upper()}_METRICS_PORT": str(here.ports[f"{service}_relay"])}
    return of_service(here, service, database) | metrics


def of_migration(service: str, database: ServiceDatabase) -> dict[str, str]:
    """Return the environment of a service's migration."""
    return {f"{service.upper()}_MIGRATION_URL": database.owner_url}


def without_database(here: Installation) -> dict[str, dict[str, str]]:
    """Return the environments of the processes that need no database."""
    reference = {"GATEWAY_OPENAPI_PATH": str(_OPENAPI)} if _OPENAPI.exists() else {}
    return {
        "issuer": {"ISSUER_ENVIRONMENT": "development", "ISSUER_PORT": str(here.ports["issuer"])},
        "sandbox": _sandbox(here),
        "gateway": _gateway(here) | reference,
    }


def _gateway(here: Installation) -> dict[str, str]:
    return {
        "GATEWAY_ENVIRONMENT": "development",
        "GATEWAY_PORT": str(here.ports["gateway"]),
        "GATEWAY_INSIDE_PORT": str(here.ports["gateway_inside"]),
        "GATEWAY_PUBLIC_URL": here.url("gateway"),
        "GATEWAY_INVOICE_URL": here.url("invoice"),
        "GATEWAY_TRAVEL_URL": here.url("travel"),
        "GATEWAY_ACCESS_URL": here.url("access"),
        "GATEWAY_SUBJECT_KEY": here.keys.text("gateway subjects"),
        "GATEWAY_ISSUERS": json.dumps([_profile(here, kind) for kind in LAYOUTS]),
        **_traces(here, "GATEWAY"),
        **({"GATEWAY_RATES": _NO_LIMITS} if here.without_limits else {}),
    }


def _traces(here: Installation, prefix: str) -> dict[str, str]:
    """Send every trace to the collector, where there is one, within half a second."""
    if here.otlp_endpoint is None:
        return {}
    return {
        f"{prefix}_OTLP_ENDPOINT": here.otlp_endpoint,
        f"{prefix}_TRACE_RATIO": "1",
        "OTEL_BSP_SCHEDULE_DELAY": "500",
    }


def _sandbox(here: Installation) -> dict[str, str]:
    return {
        "SANDBOX_PORT": str(here.ports["sandbox"]),
        "SANDBOX_LETTERS": str(here.letters),
        "SANDBOX_PRINT_SECRET": here.keys.webhook("print callbacks"),
        "SANDBOX_WEBHOOK_SECRET": here.keys.webhook("login system webhooks"),
    }


def _profile(here: Installation, kind: str) -> dict[str, Any]:
    """Return how far the gateway trusts one of the development issuers."""
    issuer = LAYOUTS[kind].issuer(here.url("issuer"))
    profile = {"kind": kind, "issuer": issuer, "jwks_url": f"{issuer.rstrip('/')}/jwks"}
    return profile | dict(_TRUST[kind])


def _invoice(here: Installation) -> dict[str, str]:
    return {
        "ENTERPRISE_REGISTER_URL": here.outside("enterprise-register"),
        "PAYMENT_SYSTEM_URL": here.outside("payment-system"),
    }


def _travel(here: Installation) -> dict[str, str]:
    return {
        "POPULATION_REGISTER_URL": here.outside("population-register"),
        "TREATMENT_RECORDS_URL": here.outside("treatment-records"),
        "PAYMENT_RECEIVER_URL": f"{here.outside('webhooks')}/travel-payments",
        "PAYMENT_RECEIVER_SECRET": here.keys.webhook("login system webhooks"),
    }


def _access(here: Installation) -> dict[str, str]:
    login_system = {
        "client_id": LOGIN_SYSTEM,
        "url": f"{here.outside('webhooks')}/{LOGIN_SYSTEM}",
        "signing_secret": here.keys.webhook("login system webhooks"),
        "subject_key": here.keys.text("login system subjects"),
    }
    return {
        "POPULATION_REGISTER_URL": here.outside("population-register"),
        "CONTACT_REGISTER_URL": here.outside("contact-register"),
        "PRINT_PROVIDER_URL": here.outside("print-provider"),
        "DIGITAL_MAILBOX_URL": here.outside("digital-mailbox"),
        "PRINT_CALLBACK_SECRET": here.keys.webhook("print callbacks"),
        "CODE_PEPPERS": here.keys.ring("code pepper"),
        "RECEIVERS": json.dumps([login_system]),
    }

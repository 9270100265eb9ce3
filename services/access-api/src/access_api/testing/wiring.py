"""The service wired for tests: made-up keys, and an outside world that is one transport."""

import base64
from typing import Any, Final

import httpx

from access_api.deps import Outside
from access_api.settings import Settings
from service_kit.testing import InsideTokens

TOKENS: Final = InsideTokens()
KEY: Final = base64.b64encode(b"k" * 32).decode()
SECRET: Final = "whsec_" + base64.b64encode(b"s" * 24).decode()
_RECEIVER: Final = {
    "client_id": "login-system",
    "url": "http://outside.test/webhooks/login-system",
    "signing_secret": SECRET,
    "subject_key": KEY,
}


def settings_for(database_url: str, outside_url: str = "http://outside.test") -> Settings:
    """Return settings of a service over this database."""
    values: dict[str, Any] = {
        "database_url": database_url,
        "public_url": "https://api.example",
        "gateway_jwks_url": "http://unused.test",
        "fingerprint_key": KEY,
        "index_keys": f"1:{KEY}",
        "sealing_keys": f"1:{KEY}",
        "code_peppers": f"1:{KEY}",
        "allow_synthetic": True,
        "population_register_url": f"{outside_url}/population-register",
        "contact_register_url": f"{outside_url}/contact-register",
        "print_provider_url": f"{outside_url}/print-provider",
        "digital_mailbox_url": f"{outside_url}/digital-mailbox",
        "print_callback_secret": SECRET,
        "receivers": [_RECEIVER],
    }
    return Settings(**values)


def outside_of(settings: Settings, transport: httpx.AsyncBaseTransport) -> Outside:
    """Return connections that all lead to `transport`."""

    def to(base_url: str = "") -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=transport, base_url=base_url)

    return Outside(
        keys=TOKENS,
        population_register=to(settings.population_register_url),
        contact_register=to(settings.contact_register_url),
        print_provider=to(settings.print_provider_url),
        digital_mailbox=to(settings.digital_mailbox_url),
        anywhere=to(),
    )

"""Manifests and the compose file name only settings that exist, and all that are needed."""

import re
from pathlib import Path

import pytest
import yaml

from access_api.settings import Settings as AccessSettings
from gateway.settings import GatewaySettings
from invoice_api.settings import Settings as InvoiceSettings
from travel_api.settings import Settings as TravelSettings

DEPLOY = Path(__file__).parents[2] / "deploy"
SETTINGS = {
    "access": AccessSettings,
    "gateway": GatewaySettings,
    "invoice": InvoiceSettings,
    "travel": TravelSettings,
}
FILES = [
    file
    for pattern in ("compose.yaml", "kubernetes/**/*.yaml", "kubernetes/**/*.env")
    for file in DEPLOY.glob(pattern)
]
pytestmark = pytest.mark.parametrize("name", SETTINGS)


def variables(name, *, required=False) -> set[str]:
    fields = SETTINGS[name].model_fields.items()
    return {f"{name}_{key}".upper() for key, field in fields if field.is_required() or not required}


def named(file: Path, name: str) -> set[str]:
    text = file.read_text(encoding="utf-8")
    return set(re.findall(rf"\b{name.upper()}_[A-Z_]+\b", text))


def test_only_settings_that_exist_are_named(name):
    known = variables(name) | {
        f"{name}_{key}".upper() for key in ("migration_url", "journal_months")
    }

    found = {file.relative_to(DEPLOY).as_posix(): named(file, name) - known for file in FILES}

    assert {file: unknown for file, unknown in found.items() if unknown} == {}


def test_compose_gives_every_setting_that_must_be_given(name):
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["gateway" if name == "gateway" else f"{name}-api"]

    assert variables(name, required=True) <= set(service["environment"])


def test_kubernetes_gives_every_setting_that_must_be_given_but_addresses(name):
    given = set().union(*(named(file, name) for file in FILES if file.name != "compose.yaml"))

    missing = variables(name, required=True) - given

    assert {setting for setting in missing if not setting.endswith(("_URL", "_ISSUERS"))} == set()

"""The README of each deployable lists its settings as its Settings class has them.

`python tests/architecture/test_settings_tables.py` writes the tables anew.
"""

from pathlib import Path

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from access_api.settings import Settings as AccessSettings
from gateway.settings import GatewaySettings
from invoice_api.settings import Settings as InvoiceSettings
from travel_api.settings import Settings as TravelSettings

BEGIN, END = "<!-- settings -->", "<!-- end of settings -->"
ROOT = Path(__file__).parents[2]
README_OF: dict[str, type[BaseSettings]] = {
    "gateway": GatewaySettings,
    "services/access-api": AccessSettings,
    "services/invoice-api": InvoiceSettings,
    "services/travel-api": TravelSettings,
}


def table(settings: type[BaseSettings]) -> str:
    """Return the settings as rows of a Markdown table."""
    prefix = settings.model_config.get("env_prefix", "")
    rows = [
        f"| `{prefix}{name.upper()}` | {field.description} | {_default(field)} |"
        for name, field in settings.model_fields.items()
    ]
    return "\n".join([BEGIN, "", "| variable | what | default |", "|---|---|---|", *rows, "", END])


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    if field.default is PydanticUndefined:
        return "see `settings.py`"
    return f"`{field.default}`" if field.default not in {None, (), frozenset(), ""} else "none"


@pytest.mark.parametrize("folder", README_OF)
def test_the_readme_lists_every_setting(folder):
    assert table(README_OF[folder]) in (ROOT / folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize("folder", README_OF)
def test_every_setting_says_what_it_is(folder):
    fields = README_OF[folder].model_fields.items()

    assert [name for name, field in fields if not field.description] == []


def write_tables() -> None:
    """Put today's tables in the places of the old ones."""
    for folder, settings in README_OF.items():
        page = ROOT / folder / "README.md"
        before, _, rest = page.read_text("utf-8").partition(BEGIN)
        page.write_text(before + table(settings) + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    write_tables()

"""`python -m access_api.migrations`: bring the database to the newest revision, with months ahead.

With the argument `months` it leaves the revision alone: makes the months of the journal that are
missing and lets go of those that are outlived.
"""

import asyncio
import sys
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from service_kit.migrations import migrate
from service_kit.months import keep_months


class MigrationSettings(BaseSettings):
    """What only the owner of the tables is told, as environment variables `ACCESS_*`."""

    model_config = SettingsConfigDict(env_prefix="ACCESS_", frozen=True, extra="ignore")

    migration_url: Annotated[
        SecretStr, Field(description="PostgreSQL address of the role that owns the tables")
    ]
    journal_months: Annotated[
        int | None,
        Field(ge=60, description="Whole months of the journal that are kept; without it all"),
    ] = None


def main(arguments: list[str]) -> int:
    """Do what the arguments name."""
    settings = MigrationSettings()
    url = settings.migration_url.get_secret_value()
    match arguments:
        case []:
            migrate("access_api.migrations", url)
        case ["months"]:
            pass
        case _:
            sys.stderr.write("usage: python -m access_api.migrations [months]\n")
            return 2
    asyncio.run(keep_months(url, settings.journal_months))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

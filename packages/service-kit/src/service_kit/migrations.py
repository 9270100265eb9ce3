"""Migrations of a service. They stand apart since nothing that serves needs Alembic."""

from alembic import command
from alembic.config import Config


def migrate(package: str, database_url: str) -> None:
    """Bring the database of `database_url` to the newest revision of `package`'s migrations.

    Args:
        package: import name of the folder that holds `env.py`, such as `travel_api.migrations`.
        database_url: PostgreSQL address of the role that owns the tables.
    """
    config = Config()
    config.set_main_option("script_location", package.replace(".", ":", 1))
    config.attributes["database_url"] = database_url
    command.upgrade(config, "head")

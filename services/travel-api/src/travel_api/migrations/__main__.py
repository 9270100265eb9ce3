"""`python -m travel_api.migrations`: bring the database to the newest revision."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from service_kit.database import migrate


class MigrationSettings(BaseSettings):
    """`TRAVEL_MIGRATION_URL`: PostgreSQL address of the role that owns the tables."""

    model_config = SettingsConfigDict(env_prefix="TRAVEL_", frozen=True, extra="ignore")

    migration_url: SecretStr


if __name__ == "__main__":
    settings = MigrationSettings()
    migrate("travel_api.migrations", settings.migration_url.get_secret_value())

"""`python -m access_api.migrations`: bring the database to the newest revision."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from service_kit.database import migrate


class MigrationSettings(BaseSettings):
    """`ACCESS_MIGRATION_URL`: PostgreSQL address of the role that owns the tables."""

    model_config = SettingsConfigDict(env_prefix="ACCESS_", frozen=True, extra="ignore")

    migration_url: SecretStr


if __name__ == "__main__":
    settings = MigrationSettings()
    migrate("access_api.migrations", settings.migration_url.get_secret_value())

"""Settings of `make run`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class StackSettings(BaseSettings):
    """Environment variables without a prefix, also from a file `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    once: Annotated[bool, Field(description="Stop after the summary and keep no data")] = False
    database_url: Annotated[
        SecretStr | None,
        Field(description="Existing PostgreSQL server, as a role that may make roles, databases"),
    ] = None
    otlp_endpoint: Annotated[
        str | None, Field(description="OTLP/HTTP address that every process sends its traces to")
    ] = None
    without_limits: Annotated[
        bool, Field(description="Let callers ask as often as they like, for load and fuzz tests")
    ] = False
    separately: Annotated[
        bool, Field(description="Run migrations and relays as processes of their own, as a cluster")
    ] = False
    launcher: Annotated[
        Path | None,
        Field(
            validation_alias="HELSESAK_LAUNCHER",
            description="Program that runs gateway and services by module, such as from images",
        ),
    ] = None
    var: Annotated[
        Path,
        Field(validation_alias="HELSESAK_VAR", description="Folder of data, keys, letters, logs"),
    ] = Path("var")

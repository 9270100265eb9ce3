"""Settings of the development issuer."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IssuerSettings(BaseSettings):
    """Environment variables `ISSUER_*`."""

    model_config = SettingsConfigDict(env_prefix="ISSUER_", frozen=True)

    environment: Annotated[
        Literal["development"],
        Field(description="Must say `development`: anybody gets any token from this issuer"),
    ]
    host: Annotated[str, Field(description="Address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on")] = 8090
    base_url: Annotated[
        str | None, Field(description="Start of every issuer's name; made from host and port")
    ] = None

    @property
    def base(self) -> str:
        """Start of every issuer's name, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

"""Settings of the sandbox."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SandboxSettings(BaseSettings):
    """Environment variables `SANDBOX_*`."""

    model_config = SettingsConfigDict(env_prefix="SANDBOX_", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8091
    letters: Annotated[Path, Field(description="Folder of the envelopes' PDFs")]
    print_secret: Annotated[SecretStr, Field(description="Signs the printer's callbacks (whsec_)")]
    webhook_secret: Annotated[SecretStr, Field(description="Checks received webhooks (whsec_)")]
    posting_delay_s: Annotated[
        float, Field(ge=0, description="From accepted to posted; a real printer takes hours")
    ] = 0.5

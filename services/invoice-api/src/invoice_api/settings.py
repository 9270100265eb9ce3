"""Configuration of invoice-api, read once from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from service_kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Environment variables `INVOICE_*`."""

    model_config = SettingsConfigDict(env_prefix="INVOICE_", frozen=True, extra="ignore")

    port: Annotated[int, Field(ge=0, le=65535, description="Port of the API")] = 8101
    rules_folder: Annotated[
        Path | None, Field(description="Folder with newer official rules, used before the shipped")
    ] = None
    engine_workers: Annotated[
        int, Field(ge=1, le=64, description="Processes that run the official rules")
    ] = 2
    engine_timeout_s: Annotated[
        float, Field(gt=0, le=60, description="How long one document may keep a worker")
    ] = 20.0
    verdict_wait_s: Annotated[
        float, Field(ge=0, le=20, description="How long a submission waits for its verdict")
    ] = 5.0
    rules_switched_off: Annotated[
        frozenset[str], Field(description="Rules beyond the source that do not apply, as JSON")
    ] = frozenset()
    enterprise_register_url: Annotated[
        str | None, Field(description="Enhetsregisteret; without it every form is unknown")
    ] = None
    payment_system_url: Annotated[
        str | None, Field(description="The payment system; without it nothing is ordered paid")
    ] = None
    outside_timeout_s: Annotated[
        float, Field(gt=0, le=30, description="How long one outside answer is waited for")
    ] = 2.0

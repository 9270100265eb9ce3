"""Configuration of travel-api, read once from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from service_kit.settings import ServiceSettings
from travel_api.domain.assessment import AssessmentMode


class Settings(ServiceSettings):
    """Environment variables `TRAVEL_*`."""

    model_config = SettingsConfigDict(env_prefix="TRAVEL_", frozen=True, extra="ignore")

    port: Annotated[int, Field(ge=0, le=65535, description="Port of the API")] = 8102
    rules_folder: Annotated[
        Path | None, Field(description="Folder of own parameter files, laid over the shipped ones")
    ] = None
    mode: Annotated[
        AssessmentMode, Field(description="What an unconfirmed figure leads to in a claim")
    ] = AssessmentMode.STRICT
    population_register_url: Annotated[str, Field(description="The population register")]
    treatment_records_url: Annotated[str, Field(description="The treatment records")]
    payment_receiver_url: Annotated[str, Field(description="Where payments that are due are told")]
    payment_receiver_secret: Annotated[
        SecretStr, Field(description="Standard Webhooks secret of that receiver, `whsec_…`")
    ]
    outside_timeout_s: Annotated[
        float, Field(gt=0, le=30, description="How long one outside answer is waited for")
    ] = 2.0
    patience: Annotated[
        int,
        Field(ge=1, le=10, description="Attempts at an outside answer before a handler takes over"),
    ] = 5
    postal_days: Annotated[
        int, Field(ge=0, le=30, description="Days a letter is given to reach its reader")
    ] = 7

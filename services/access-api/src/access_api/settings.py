"""Configuration of access-api."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from service_kit.settings import ServiceSettings


class Receiver(BaseModel):
    """A login system that is told of blocks and keeps a replica of them.

    Attributes:
        client_id: outer client by which the receiver asks for `GET /v1/block-changes`.
        url: where its webhooks go; none when it only asks.
        signing_secret: Standard Webhooks secret, `whsec_…`.
        subject_key: key of the HMACs that stand for identity numbers towards this receiver, base64.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str
    url: str | None = None
    signing_secret: SecretStr
    subject_key: SecretStr


class Settings(ServiceSettings):
    """Environment variables `ACCESS_*`."""

    model_config = SettingsConfigDict(env_prefix="ACCESS_")

    port: Annotated[int, Field(ge=0, le=65535, description="Port of the API")] = 8103
    lookup_pool_size: Annotated[
        int, Field(ge=1, le=100, description="Connections kept for status look-ups alone")
    ] = 5
    population_register_url: Annotated[str, Field(description="Base address of Folkeregisteret")]
    contact_register_url: Annotated[
        str, Field(description="Base address of Kontakt- og reservasjonsregisteret")
    ]
    print_provider_url: Annotated[str, Field(description="Base address of the print provider")]
    digital_mailbox_url: Annotated[str, Field(description="Base address of digital post")]
    print_callback_secret: Annotated[
        SecretStr, Field(description="Standard Webhooks secret of the print provider, `whsec_…`")
    ]
    code_peppers: Annotated[
        SecretStr,
        Field(description="Peppers of the code hashes as `id:base64`, newest first, comma between"),
    ]
    receivers: Annotated[
        tuple[Receiver, ...],
        Field(description="Login systems that follow the set of blocks, as a JSON list"),
    ] = ()
    identification_days: Annotated[
        int,
        Field(ge=0, le=365, description="Days an ended case keeps its form and identification"),
    ] = 30

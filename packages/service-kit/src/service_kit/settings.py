"""Settings that every service has. Each service subclasses them with its own prefix."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Configuration read once from the environment, frozen, and handed over."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: Annotated[str, Field(description="Address the service listens on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port of the API")]
    metrics_port: Annotated[
        int, Field(ge=0, le=65535, description="Port of /metrics, never routed; 0 is off")
    ] = 0
    database_url: Annotated[
        SecretStr, Field(description="PostgreSQL address of the application role")
    ]
    database_pool_size: Annotated[
        int, Field(ge=1, le=100, description="Database connections one process may hold")
    ] = 10
    public_url: Annotated[
        str, Field(description="Address clients use, without a slash at the end")
    ] = "http://127.0.0.1:8080"
    gateway_jwks_url: Annotated[
        str, Field(description="Where the gateway publishes the keys of its inside tokens")
    ]
    inside_issuer: Annotated[str, Field(description="Issuer of the inside tokens")] = (
        "helsesak-gateway"
    )
    allow_synthetic: Annotated[
        bool, Field(description="Let synthetic identity numbers through; never in production")
    ] = False
    fingerprint_key: Annotated[
        SecretStr, Field(description="Key of the fingerprints of idempotent requests, base64")
    ]
    index_keys: Annotated[
        SecretStr,
        Field(description="Keys of the blind index as `id:base64`, newest first, comma between"),
    ]
    sealing_keys: Annotated[
        SecretStr,
        Field(description="Keys that seal data at rest as `id:base64`, newest first"),
    ]
    otlp_endpoint: Annotated[
        str | None, Field(description="OTLP/HTTP address traces are sent to")
    ] = None
    trace_ratio: Annotated[float, Field(ge=0, le=1, description="Share of new traces kept")] = 0.1
    run_relay: Annotated[
        bool, Field(description="Run the relay inside the HTTP process; for one machine only")
    ] = False

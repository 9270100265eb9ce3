"""Settings of the gateway."""

import base64
import binascii
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.scopes import RateClass, Service
from gateway.hygiene import HeadLimits
from gateway.issuers import IssuerProfile
from gateway.limits import Rate

_SHORTEST_KEY = 32


class GatewaySettings(BaseSettings):
    """Environment variables `GATEWAY_*`; lists are JSON."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True)

    host: Annotated[str, Field(description="Address of the public port")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Public port")] = 8080
    inside_host: Annotated[str, Field(description="Address of the inside port")] = "127.0.0.1"
    inside_port: Annotated[
        int, Field(ge=0, le=65535, description="Port of the inside keys and the metrics")
    ] = 9080
    public_url: Annotated[
        str, Field(description="Address clients use, without a slash at the end")
    ] = "http://127.0.0.1:8080"
    invoice_url: Annotated[str, Field(description="Address of invoice-api")] = (
        "http://127.0.0.1:8101"
    )
    travel_url: Annotated[str, Field(description="Address of travel-api")] = "http://127.0.0.1:8102"
    access_url: Annotated[str, Field(description="Address of access-api")] = "http://127.0.0.1:8103"
    issuers: Annotated[
        tuple[IssuerProfile, ...], Field(min_length=1, description="Profile of each outside issuer")
    ]
    inside_issuer: Annotated[str, Field(description="`iss` of inside tokens")] = "helsesak-gateway"
    signing_key: Annotated[
        SecretStr | None, Field(description="Private P-256 key of inside tokens, PEM")
    ] = None
    next_signing_key: Annotated[
        SecretStr | None, Field(description="The key that signs after the next rotation, PEM")
    ] = None
    subject_key: Annotated[
        SecretStr,
        Field(description="Key under which persons are named, base64, 32 bytes or more; keep it"),
    ]
    environment: Annotated[
        Literal["production", "development"],
        Field(description="In development a missing signing key is made at start"),
    ] = "production"
    data_plane: Annotated[
        Literal["asgi", "protocol"],
        Field(description="`protocol` takes ordinary requests past ASGI; all others go through it"),
    ] = "protocol"
    rates: Annotated[
        dict[RateClass, Rate], Field(description="Requests and seconds of each rate class")
    ] = Field(
        default_factory=lambda: {
            RateClass.ORDINARY: Rate(600, 60),
            RateClass.PUBLIC: Rate(120, 60),
            RateClass.HEAVY: Rate(60, 60),
            RateClass.LOOKUP: Rate(60_000, 60),
        }
    )
    redis_url: Annotated[
        SecretStr | None,
        Field(description="Redis or Valkey where replicas share limits and proofs; none = apart"),
    ] = None
    trusted_proxies: Annotated[
        tuple[str, ...], Field(description="Addresses whose X-Forwarded-For is believed")
    ] = ()
    cors_origins: Annotated[
        frozenset[str], Field(description="Origins whose pages may call the API; empty = none")
    ] = frozenset()
    openapi_path: Annotated[
        Path | None, Field(description="The merged API document that is served")
    ] = None
    head_limits: Annotated[HeadLimits, Field(description="Largest head of a request")] = (
        HeadLimits()
    )
    head_s: Annotated[
        float, Field(gt=0, description="Longest time a request's head may take, in seconds")
    ] = 10.0
    body_pause_s: Annotated[
        float, Field(gt=0, description="Longest silence in a request body, in seconds")
    ] = 20.0
    body_rate: Annotated[
        float, Field(gt=0, description="Fewest bytes a second a request body may come at")
    ] = 1_000.0
    read_pause_s: Annotated[
        float, Field(gt=0, description="Longest time a client may not read its answer")
    ] = 30.0
    connect_s: Annotated[float, Field(gt=0, description="Longest connecting to a service")] = 2.0
    max_connections: Annotated[
        int, Field(ge=1, description="Connections clients may have, all together")
    ] = 10_000
    max_in_flight: Annotated[
        int, Field(ge=1, description="Requests one service may have at the same time")
    ] = 512
    max_waiting: Annotated[
        int, Field(ge=0, description="Requests that may wait for a place at one service")
    ] = 512
    wait_s: Annotated[
        float, Field(gt=0, description="Longest wait for such a place, in seconds")
    ] = 1.0
    drain_s: Annotated[
        float, Field(ge=0, description="Seconds between SIGTERM and the closing of the port")
    ] = 0.0
    grace_s: Annotated[
        int, Field(ge=1, description="Seconds requests may still take after that")
    ] = 30
    otlp_endpoint: Annotated[
        str | None, Field(description="OTLP/HTTP address traces are sent to")
    ] = None
    trace_ratio: Annotated[float, Field(ge=0, le=1, description="Share of requests traced")] = 0.1

    @property
    def upstreams(self) -> MappingProxyType[Service, str]:
        """Address of each service."""
        return MappingProxyType(
            {"invoice": self.invoice_url, "travel": self.travel_url, "access": self.access_url}
        )

    @property
    def subject_key_bytes(self) -> bytes:
        """The subject key itself."""
        return base64.b64decode(self.subject_key.get_secret_value(), validate=True)

    @model_validator(mode="after")
    def _is_whole(self) -> "GatewaySettings":
        try:
            key = self.subject_key_bytes
        except binascii.Error:
            key = b""
        if len(key) < _SHORTEST_KEY:
            raise ValueError("the subject key is not 32 bytes in base64")
        if self.signing_key is None and self.environment != "development":
            raise ValueError("a signing key is needed outside development")
        if missing := set(RateClass) - self.rates.keys():
            raise ValueError(f"no rate for {', '.join(sorted(missing))}")
        if len({profile.issuer for profile in self.issuers}) != len(self.issuers):
            raise ValueError("an issuer is there twice")
        return self

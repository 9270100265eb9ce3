"""What the gateway believes of each outside issuer. The profile decides, never the token."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class IssuerKind(StrEnum):
    """Whose claim layout an issuer's tokens have."""

    IDPORTEN = "idporten"
    MASKINPORTEN = "maskinporten"
    HELSEID = "helseid"
    ENTRA = "entra"


class Proofs(StrEnum):
    """Whether tokens are bound to keys that their users must show they hold (DPoP)."""

    REQUIRED = "required"
    ACCEPTED = "accepted"
    OFF = "off"


class IssuerProfile(BaseModel):
    """How the tokens of one issuer are checked and read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[IssuerKind, Field(description="Whose claim layout the tokens have")]
    issuer: Annotated[str, Field(description="The exact `iss`, with its slash if it has one")]
    jwks_url: Annotated[str, Field(description="Where its keys are")]
    audience: Annotated[
        str | None, Field(description="The `aud` that names this suite; HelseID and Entra need it")
    ] = None
    scope_prefix: Annotated[
        str, Field(description="Start of the suite's own scopes at this issuer, not passed on")
    ] = ""
    client_ids: Annotated[
        frozenset[str],
        Field(description="Clients that are accepted; ID-porten needs it, else empty = all"),
    ] = frozenset()
    scopes: Annotated[
        frozenset[str],
        Field(description="Inside scopes this issuer may give; empty = any of the suite"),
    ] = frozenset()
    proofs: Annotated[
        Proofs,
        Field(description="Whether tokens are bound to keys (DPoP): required, accepted or off"),
    ] = Proofs.OFF

    @property
    def audience_needed(self) -> bool:
        """Whether a token without an audience is refused."""
        return self.kind in {IssuerKind.HELSEID, IssuerKind.ENTRA}

    @model_validator(mode="after")
    def _is_safe(self) -> "IssuerProfile":
        if self.audience_needed and not self.audience:
            raise ValueError(f"{self.kind} needs an audience")
        if self.kind is IssuerKind.IDPORTEN and not (self.client_ids and self.scope_prefix):
            raise ValueError("idporten needs a list of clients and a scope prefix of its own")
        return self

    def inside_scopes(self, outside: list[str], known: frozenset[str]) -> frozenset[str]:
        """Return the scopes of the suite among those a token has.

        Outside they read `helsesak:invoice/submit`, since not every issuer allows a second colon;
        inside `invoice:submit`.
        """
        own = {
            scope.removeprefix(self.scope_prefix).replace("/", ":", 1)
            for scope in outside
            if scope.startswith(self.scope_prefix)
        }
        return frozenset(own) & (self.scopes & known if self.scopes else known)

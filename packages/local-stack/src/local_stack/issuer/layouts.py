"""What the tokens of the four issuers look like inside.

Sources: docs.digdir.no (ID-porten, Maskinporten), utviklerportal.nhn.no (HelseID) and
learn.microsoft.com (Entra ID, access tokens of version 2).
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

TENANT: Final = "6a1f0d52-58c5-4a0c-9d0e-2f3a4b5c6d7e"
IssuerName = Literal["idporten", "maskinporten", "helseid", "entra"]
Claims = dict[str, Any]


class Wish(BaseModel):
    """What a developer wants to be in a token. What does not fit the issuer is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = "helsesak-development"
    scope: str = ""
    person: Annotated[str | None, Field(description="National identity number")] = None
    organisation: Annotated[str | None, Field(description="Organisation number")] = None
    supplier: Annotated[str | None, Field(description="Who acts for the organisation")] = None
    staff: Annotated[UUID | None, Field(description="Object id of a staff member")] = None
    roles: tuple[str, ...] = ()
    assurance: Literal["low", "substantial", "high"] = "high"
    audience: str | None = None
    bound_to: Annotated[
        str | None, Field(description="Thumbprint of the key the token is bound to (DPoP)")
    ] = None
    expires_in: Annotated[int, Field(ge=-86_400, le=86_400)] = 120
    claims: dict[str, Any] = Field(
        default_factory=dict, description="Claims to replace; null takes one away"
    )
    header: dict[str, Any] = Field(default_factory=dict, description="Header members, the same way")


@dataclass(frozen=True, slots=True)
class Layout:
    """One issuer: the end of its name, its token type, its claims, whether it binds to keys."""

    path: str
    typ: str
    claims: Callable[[Wish], Claims]
    binds: bool = False

    def issuer(self, base: str) -> str:
        """Return the issuer's name under `base`."""
        return f"{base}/{self.path}"


def _identifier(organisation: str) -> dict[str, str]:
    return {"authority": "iso6523-actorid-upis", "ID": f"0192:{organisation}"}


def _idporten(wish: Wish) -> Claims:
    person = wish.person or ""
    pairwise = hmac.new(wish.client_id.encode(), person.encode(), hashlib.sha256)
    return {
        "sub": pairwise.hexdigest()[:40],
        "pid": wish.person,
        "acr": f"idporten-loa-{wish.assurance}",
        "scope": wish.scope,
        "client_id": wish.client_id,
        "aud": wish.audience or "unspecified",
        "token_type": "Bearer",
    }


def _maskinporten(wish: Wish) -> Claims:
    return {
        "scope": wish.scope,
        "client_id": wish.client_id,
        "client_amr": "private_key_jwt",
        "consumer": _identifier(wish.organisation) if wish.organisation else None,
        "supplier": _identifier(wish.supplier) if wish.supplier else None,
        "delegation_source": "https://altinn.example" if wish.supplier else None,
        "aud": wish.audience,
        "token_type": "Bearer",
    }


def _helseid(wish: Wish) -> Claims:
    levels = {"low": "2", "substantial": "3", "high": "4"}
    return {
        "sub": hashlib.sha256((wish.person or wish.client_id).encode()).hexdigest()[:40],
        "scope": wish.scope.split(),
        "client_id": wish.client_id,
        "aud": wish.audience or "helsesak",
        "helseid://claims/identity/pid": wish.person,
        "helseid://claims/identity/security_level": levels[wish.assurance] if wish.person else None,
        "helseid://claims/client/claims/orgnr_parent": wish.organisation,
        "helseid://claims/client/claims/orgnr_supplier": wish.supplier,
        "cnf": {"jkt": wish.bound_to} if wish.bound_to else None,
    }


def _entra(wish: Wish) -> Claims:
    staff = str(wish.staff) if wish.staff else None
    return {
        "tid": TENANT,
        "oid": staff,
        "sub": hashlib.sha256(f"{wish.client_id}|{staff}".encode()).hexdigest()[:43],
        "azp": wish.client_id,
        "aud": wish.audience or "api://helsesak",
        "scp": wish.scope or None,
        "roles": list(wish.roles) or None,
        "ver": "2.0",
    }


LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "idporten": Layout("idporten", "JWT", _idporten),
        "maskinporten": Layout("maskinporten/", "JWT", _maskinporten),
        "helseid": Layout("helseid", "at+jwt", _helseid, binds=True),
        "entra": Layout(f"entra/{TENANT}/v2.0", "JWT", _entra),
    }
)
"""The issuers by name. The slash at the end of Maskinporten's name is part of it."""

"""The four issuers on one port."""

import json
from typing import Annotated, Any, Literal, get_args
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from joserfc.errors import JoseError
from joserfc.jws import extract_compact
from pydantic import BaseModel

from local_stack.issuer.layouts import IssuerName, Wish
from local_stack.issuer.proofs import ALGORITHM, thumbprint_in
from local_stack.issuer.settings import IssuerSettings
from local_stack.issuer.tokens import DevelopmentIssuer

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GRANTS = ("client_credentials", JWT_BEARER)

router = APIRouter()


class TokenAnswer(BaseModel):
    """Answer of a token endpoint (RFC 6749)."""

    access_token: str
    token_type: Literal["Bearer", "DPoP"]
    expires_in: int
    scope: str


def create_app(settings: IssuerSettings) -> FastAPI:
    """Return the issuers; their keys live as long as the application."""
    app = FastAPI(title="Development issuer", openapi_url=None)
    app.add_api_route("/health", health)
    for name in get_args(IssuerName):
        issuer = DevelopmentIssuer(name, settings.base)
        part = FastAPI(title=name, openapi_url=None)
        part.state.issuer = issuer
        part.include_router(router)
        own_path = issuer.issuer.removeprefix(settings.base).rstrip("/")
        for path in dict.fromkeys((own_path, f"/{name}")):
            app.mount(path, part)
    return app


async def health() -> dict[str, str]:
    """Say that the issuer is up."""
    return {"status": "ok"}


def _issuer(request: Request) -> DevelopmentIssuer:
    issuer: DevelopmentIssuer = request.app.state.issuer
    return issuer


Issuer = Annotated[DevelopmentIssuer, Depends(_issuer)]
Proof = Annotated[str | None, Header(alias="DPoP")]


@router.get("/.well-known/openid-configuration")
async def discovery(issuer: Issuer) -> dict[str, Any]:
    """Describe the issuer."""
    base = issuer.issuer.rstrip("/")
    return {
        "issuer": issuer.issuer,
        "jwks_uri": f"{base}/jwks",
        "token_endpoint": f"{base}/token",
        "grant_types_supported": list(GRANTS),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["token"],
        "subject_types_supported": ["pairwise"],
        **({"dpop_signing_alg_values_supported": [ALGORITHM]} if issuer.binds else {}),
    }


@router.get("/jwks")
async def jwks(issuer: Issuer) -> JSONResponse:
    """Publish the current and the next key."""
    return JSONResponse(issuer.keys.jwks(), headers={"cache-control": "max-age=300"})


@router.post("/rotations", status_code=204)
async def rotate(issuer: Issuer) -> None:
    """Sign with the next key from now on."""
    issuer.keys.rotate()


@router.post("/debug/token")
async def debug_token(issuer: Issuer, wish: Wish) -> TokenAnswer:
    """Hand over the token somebody wishes for."""
    return grant(issuer, wish)


@router.post("/token", response_model=TokenAnswer)
async def token(
    issuer: Issuer, request: Request, proof: Proof = None
) -> TokenAnswer | JSONResponse:
    """Answer the grants that machines use; no client has to prove who it is.

    A token is bound to the key of the proof it is asked for with, where the issuer does that.
    """
    form = dict(parse_qsl((await request.body()).decode()))
    if form.pop("grant_type", None) not in GRANTS:
        return JSONResponse({"error": "unsupported_grant_type"}, status_code=400)
    try:
        if proof is not None and issuer.binds:
            form["bound_to"] = thumbprint_in(proof)
        return grant(issuer, wish_of(form))
    except (JoseError, KeyError, TypeError, ValueError):
        return JSONResponse({"error": "invalid_request"}, status_code=400)


def wish_of(form: dict[str, str]) -> Wish:
    """Return the wish in a token request; an assertion is read but not checked."""
    fields: dict[str, Any] = dict(form)
    assertion = fields.pop("assertion", None)
    if assertion is not None:
        said = _claims_of(assertion)
        wanted = Wish.model_fields.keys() & said.keys()
        fields |= {name: said[name] for name in wanted} | {"client_id": said.get("iss", "")}
    fields.pop("client_secret", None)
    fields["audience"] = fields.pop("resource", None)
    roles = fields.pop("roles", ())
    fields["roles"] = roles.split() if isinstance(roles, str) else roles
    return Wish.model_validate(fields)


def _claims_of(assertion: str) -> dict[str, Any]:
    claims = json.loads(extract_compact(assertion.encode()).payload)
    if not isinstance(claims, dict):
        raise TypeError("the assertion holds no claims")
    return claims


def grant(issuer: DevelopmentIssuer, wish: Wish) -> TokenAnswer:
    """Return the answer that hands over a token."""
    return TokenAnswer(
        access_token=issuer.token(wish),
        token_type="DPoP" if wish.bound_to and issuer.binds else "Bearer",
        expires_in=max(wish.expires_in, 0),
        scope=wish.scope,
    )

"""A small table of operations and settings to go with it."""

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from contracts.scopes import Assurance, Deprecation, Operation, RateClass
from gateway.issuers import IssuerKind

TRUST: Final[Mapping[str, Mapping[str, Any]]] = {
    IssuerKind.IDPORTEN: {"scope_prefix": "helsesak:", "client_ids": ["helsesak-development"]},
    IssuerKind.MASKINPORTEN: {"scope_prefix": "helsesak:"},
    IssuerKind.HELSEID: {"scope_prefix": "helsesak:", "audience": "helsesak"},
    IssuerKind.ENTRA: {"audience": "api://helsesak"},
}
_HANDLE: Final = frozenset({"travel:handle"})
_CLAIM: Final = frozenset({"travel:claim"})
_SPECIAL: Final = frozenset({"travel:special"})
_GOING: Final = Deprecation(
    since=date(2026, 1, 1), sunset=date(2027, 1, 1), guide="https://pages.test/leaving-old"
)


def an_operation(
    name: str, path: str, method: Literal["GET", "POST", "DELETE"] = "GET", **changes: Any
) -> Operation:
    """Return an operation of the service `travel`."""
    return Operation(service="travel", name=name, method=method, path=path, **changes)


OPERATIONS: Final = (
    an_operation("read", "/v1/cases/{case}", scopes=_HANDLE, widened_by=_SPECIAL, timeout_s=1),
    an_operation("write", "/v1/cases/{case}", "POST", scopes=_HANDLE, body_limit=1 << 28),
    an_operation("remove", "/v1/cases/{case}", "DELETE", scopes=_HANDLE),
    an_operation("small", "/v1/small/{case}", "POST", scopes=_HANDLE, body_limit=100),
    an_operation("staff", "/v1/staff/{case}", scopes=_HANDLE, staff_only=True),
    an_operation("claim", "/v1/claims/{case}", "POST", scopes=_CLAIM, assurance=Assurance.HIGH),
    an_operation("own", "/v1/own/{case}", "POST", scopes=_CLAIM, needs_pid=True),
    an_operation("rules", "/v1/rules/{case}", rate=RateClass.PUBLIC),
    an_operation("callback", "/v1/callbacks/{case}", "POST", signed=True, rate=RateClass.PUBLIC),
    an_operation("old", "/v1/old/{case}", scopes=_HANDLE, deprecation=_GOING),
)


def a_setting(port: int, issuers: Mapping[str, str]) -> dict[str, Any]:
    """Return settings of a gateway whose services and issuers' keys are all at `port`.

    Args:
        port: where `Misbehaving` listens.
        issuers: the name of each kind of issuer; its keys are at `/<kind>/keys`.
    """
    url = f"http://127.0.0.1:{port}"
    return {
        "port": 0,
        "public_url": "https://api.test",
        "environment": "development",
        "issuers": [
            {"kind": kind, "issuer": issuer, "jwks_url": f"{url}/{kind}/keys"} | dict(TRUST[kind])
            for kind, issuer in issuers.items()
        ],
        "subject_key": base64.b64encode(b"k" * 32).decode(),
        **{f"{service}_url": url for service in ("invoice", "travel", "access")},
    }

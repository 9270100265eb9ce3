"""From the checked claims of a token to the caller they describe."""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from contracts.scopes import Assurance, Operation
from gateway.issuers import IssuerKind, IssuerProfile

Claims = Mapping[str, Any]
CallerKind = Literal["person", "staff", "organisation"]

_ORGANISATION: Final = re.compile(r"(?:0192:)?([0-9]{9})")
_PERSON: Final = re.compile(r"[0-9]{11}")
_ACR: Final = MappingProxyType(
    {
        "idporten-loa-low": Assurance.LOW,
        "idporten-loa-substantial": Assurance.SUBSTANTIAL,
        "idporten-loa-high": Assurance.HIGH,
        "Level3": Assurance.SUBSTANTIAL,
        "Level4": Assurance.HIGH,
    }
)
_SECURITY_LEVEL: Final = MappingProxyType(
    {"2": Assurance.LOW, "3": Assurance.SUBSTANTIAL, "4": Assurance.HIGH}
)
_HELSEID: Final = "helseid://claims/"


class UnreadableClaims(ValueError):
    """The claims do not say who is calling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who a token speaks for.

    Attributes:
        kind: a citizen or health worker, a member of staff, or an organisation's machine.
        subject: the caller's name inside the suite; never a national identity number.
        scopes: inside scopes of every service.
        issuer: outer issuer.
        client_id: outer client.
        organisation: organisation number the caller acts for.
        supplier: organisation number that acts on its behalf.
        assurance: level of assurance of the login.
        pid: the citizen's national identity number.
        expires_at: end of the token, in seconds since the epoch.
    """

    kind: CallerKind
    subject: str
    scopes: frozenset[str]
    issuer: str
    client_id: str
    organisation: str | None = None
    supplier: str | None = None
    assurance: Assurance | None = None
    pid: str | None = field(default=None, repr=False)
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    kind: CallerKind
    organisation: str | None = None
    supplier: str | None = None
    assurance: Assurance | None = None
    pid: str | None = field(default=None, repr=False)
    staff: str | None = None


def caller_of(
    claims: Claims, profile: IssuerProfile, *, subject_key: bytes, known: frozenset[str]
) -> Caller:
    """Return the caller that checked `claims` describe.

    Args:
        claims: claims of a token whose signature, issuer, audience and times are good.
        profile: the issuer's profile.
        subject_key: key under which persons are named inside the suite.
        known: every scope of the suite.

    Raises:
        UnreadableClaims: they do not say who is calling.
    """
    described = _READERS[profile.kind](claims)
    client_id = str(claims.get("client_id") or claims.get("azp") or "")
    if profile.client_ids and client_id not in profile.client_ids:
        raise UnreadableClaims("this client is not accepted")
    return Caller(
        kind=described.kind,
        subject=_subject(described, subject_key),
        scopes=profile.inside_scopes(_scopes(claims), known),
        issuer=profile.issuer,
        client_id=client_id,
        organisation=described.organisation,
        supplier=described.supplier,
        assurance=described.assurance,
        pid=described.pid,
        expires_at=float(claims["exp"]),
    )


def may_use(caller: Caller, operation: Operation) -> str | None:
    """Return why `caller` may not use `operation`, or None when the caller may."""
    if caller.scopes.isdisjoint(operation.scopes):
        return f"One of these scopes is needed: {', '.join(sorted(operation.scopes))}."
    if operation.staff_only and caller.kind != "staff":
        return "Only staff may do this."
    floor = operation.assurance
    if floor is not None and caller.kind == "person" and not _reaches(caller.assurance, floor):
        return f"The login must be at level {floor} or above."
    if operation.needs_pid and caller.kind == "person" and caller.pid is None:
        return "The token does not say which person it speaks for."
    return None


def _reaches(assurance: Assurance | None, floor: Assurance) -> bool:
    return assurance is not None and assurance.reaches(floor)


def _subject(described: _Described, key: bytes) -> str:
    match described.kind:
        case "person":
            digest = hmac.new(key, f"person|{described.pid}".encode(), hashlib.sha256)
            return f"person:{digest.hexdigest()}"
        case "staff":
            return f"staff:{described.staff}"
        case "organisation":
            return f"org:{described.organisation}"


def _scopes(claims: Claims) -> list[str]:
    """Return all scopes and roles; some issuers give a list, some a text with spaces."""
    found: list[str] = []
    for name in ("scope", "scp", "roles"):
        value = claims.get(name, ())
        found += value.split() if isinstance(value, str) else [str(scope) for scope in value]
    return found


def _organisation(identifier: object) -> str | None:
    """Return the organisation number in `0192:<number>`, plain or in an object; else None."""
    value = identifier.get("ID") if isinstance(identifier, Mapping) else identifier
    found = _ORGANISATION.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else None


def _pid(value: object) -> str:
    if not isinstance(value, str) or not _PERSON.fullmatch(value):
        raise UnreadableClaims("no person")
    return value


def _idporten(claims: Claims) -> _Described:
    return _Described(
        kind="person", pid=_pid(claims.get("pid")), assurance=_ACR.get(str(claims.get("acr")))
    )


def _maskinporten(claims: Claims) -> _Described:
    return _machine(_organisation(claims.get("consumer")), _organisation(claims.get("supplier")))


def _helseid(claims: Claims) -> _Described:
    client = f"{_HELSEID}client/claims/orgnr_"
    organisation = _organisation(claims.get(f"{client}child")) or _organisation(
        claims.get(f"{client}parent")
    )
    supplier = _organisation(claims.get(f"{client}supplier"))
    pid = claims.get(f"{_HELSEID}identity/pid")
    if pid is None:
        return _machine(organisation, supplier)
    return _Described(
        kind="person",
        pid=_pid(pid),
        organisation=organisation,
        supplier=supplier,
        assurance=_helseid_assurance(claims),
    )


def _helseid_assurance(claims: Claims) -> Assurance | None:
    named = str(claims.get(f"{_HELSEID}identity/assurance_level"))
    if named in set(Assurance):
        return Assurance(named)
    return _SECURITY_LEVEL.get(str(claims.get(f"{_HELSEID}identity/security_level")))


def _entra(claims: Claims) -> _Described:
    tenant, member = claims.get("tid"), claims.get("oid")
    if not isinstance(tenant, str) or not isinstance(member, str):
        raise UnreadableClaims("no member of staff")
    if claims.get("idtyp") == "app" or claims.get("sub") == member:
        raise UnreadableClaims("an application, not a member of staff")
    return _Described(kind="staff", staff=f"{tenant}:{member}")


def _machine(organisation: str | None, supplier: str | None) -> _Described:
    if organisation is None:
        raise UnreadableClaims("no organisation")
    return _Described(kind="organisation", organisation=organisation, supplier=supplier)


_READERS: Final[Mapping[IssuerKind, Callable[[Claims], _Described]]] = MappingProxyType(
    {
        IssuerKind.IDPORTEN: _idporten,
        IssuerKind.MASKINPORTEN: _maskinporten,
        IssuerKind.HELSEID: _helseid,
        IssuerKind.ENTRA: _entra,
    }
)

"""What one operation of the suite asks of its caller."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

Service = Literal["invoice", "travel", "access"]
Method = Literal["GET", "POST", "DELETE"]

KIB: Final = 1024
MIB: Final = 1024 * KIB


class Assurance(StrEnum):
    """How sure the login was (eIDAS level of assurance)."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def reaches(self, floor: "Assurance") -> bool:
        """Tell whether this level is at least `floor`."""
        order = list(Assurance)
        return order.index(self) >= order.index(floor)


class RateClass(StrEnum):
    """How often one caller may use an operation; the gateway's settings give the figures."""

    ORDINARY = "ordinary"
    PUBLIC = "public"
    HEAVY = "heavy"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """An operation that is to go.

    Attributes:
        since: the day from which nobody should begin to use it.
        sunset: the day from which it may be gone.
        guide: address of a page that says what to use instead.
    """

    since: date
    sunset: date
    guide: str

    def __post_init__(self) -> None:
        if self.sunset <= self.since:
            raise ValueError("an operation goes after it was deprecated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation and who may call it.

    Attributes:
        service: the service that answers.
        name: the route's function name, which is its operationId; unique over all services.
        method: HTTP method.
        path: path template at the service, such as `/v1/invoices/{invoice_id}`.
        scopes: the caller needs any one of these; empty means open to the public.
        widened_by: scopes that show or allow more of it, to callers who may use it at all.
        signed: no token; the caller proves itself by a signature over the body.
        staff_only: only Entra ID staff, whose identity four-eyes rules compare.
        needs_pid: the service receives the citizen's national identity number.
        assurance: lowest level of assurance of a citizen's login.
        body_limit: largest request body in bytes.
        timeout_s: seconds until the gateway gives up on the service.
        rate: rate class.
        deprecation: when it is to go; None while it is not.
    """

    service: Service
    name: str
    method: Method
    path: str
    scopes: frozenset[str] = frozenset()
    widened_by: frozenset[str] = frozenset()
    signed: bool = False
    staff_only: bool = False
    needs_pid: bool = False
    assurance: Assurance | None = None
    body_limit: int = 256 * KIB
    timeout_s: int = 10
    rate: RateClass = RateClass.ORDINARY
    deprecation: Deprecation | None = None

    @property
    def is_open(self) -> bool:
        """Whether no token is asked for."""
        return not self.scopes

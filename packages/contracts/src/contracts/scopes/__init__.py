"""Who may what: the one table from which the gateway routes and each service guards itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts.scopes import access, invoice, travel
from contracts.scopes.operation import Assurance, Deprecation, Operation, RateClass, Service

__all__ = [
    "OPERATIONS",
    "Assurance",
    "Deprecation",
    "Operation",
    "RateClass",
    "Service",
    "of_service",
]

OPERATIONS: Final[tuple[Operation, ...]] = (
    *invoice.OPERATIONS,
    *travel.OPERATIONS,
    *access.OPERATIONS,
)
"""Every operation behind the gateway. What is not here does not exist for anybody."""


def of_service(service: Service) -> Mapping[str, Operation]:
    """Return the operations of `service` by name."""
    return MappingProxyType({row.name: row for row in OPERATIONS if row.service == service})

"""Which problem answers which refusal. The texts stand in `contracts.problems.invoice`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.domain.life_cycle import StepNotAllowed
from invoice_api.domain.unreadable import DoctypeRefused, NotAnInvoice, NotXml, TooDeep, TooLarge
from invoice_api.use_cases.cursor import BadCursor

PROBLEMS: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {
        NotXml: "unreadable-document",
        DoctypeRefused: "doctype-refused",
        TooDeep: "unreadable-document",
        TooLarge: "body-too-large",
        NotAnInvoice: "not-an-invoice",
        EngineBusy: "unavailable",
        StepNotAllowed: "step-not-allowed",
        BadCursor: "malformed-request",
    }
)
"""Slug of the problem type by class of exception."""

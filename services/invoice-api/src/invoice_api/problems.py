"""Which problem answers which refusal. The texts stand in `contracts.problems.invoice`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.domain.approval import ApprovalNotPossible, RateNotConfirmed
from invoice_api.domain.assignment import AssignmentStepNotAllowed
from invoice_api.domain.life_cycle import StepNotAllowed
from invoice_api.domain.payout import FourEyes, NotPayable
from invoice_api.domain.unreadable import DoctypeRefused, NotAnInvoice, NotXml, TooDeep, TooLarge
from invoice_api.use_cases.assignments import UploadNotUsable
from invoice_api.use_cases.cursor import BadCursor
from invoice_api.use_cases.handle import NotAttested, NotReadable
from invoice_api.use_cases.paper import ScannedBefore
from invoice_api.use_cases.pay import ReferenceTaken
from service_kit.typesetting import CannotTypeset, Unprintable
from service_kit.uploads import UPLOAD_PROBLEMS

PROBLEMS: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {
        NotXml: "unreadable-document",
        DoctypeRefused: "doctype-refused",
        TooDeep: "unreadable-document",
        TooLarge: "body-too-large",
        NotAnInvoice: "not-an-invoice",
        EngineBusy: "unavailable",
        StepNotAllowed: "step-not-allowed",
        BadCursor: "foreign-cursor",
        AssignmentStepNotAllowed: "step-not-allowed",
        ApprovalNotPossible: "approval-not-possible",
        RateNotConfirmed: "rate-not-confirmed",
        UploadNotUsable: "upload-not-usable",
        NotReadable: "not-acceptable-yet",
        NotAttested: "not-acceptable-yet",
        FourEyes: "four-eyes",
        NotPayable: "not-payable",
        ReferenceTaken: "payment-reference-taken",
        CannotTypeset: "not-printable",
        Unprintable: "not-printable",
        ScannedBefore: "scanned-before",
        **UPLOAD_PROBLEMS,
    }
)
"""Slug of the problem type by class of exception."""

"""What an access point is told of an invoice: Peppol Invoice Response, status by status."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.invoice import Decision, KeptReport
from invoice_api.domain.life_cycle import Status
from invoice_api.domain.report import Finding, Severity


class ResponseCode(StrEnum):
    """Status of an invoice (UNCL4343, the part that Peppol uses)."""

    ACKNOWLEDGED = "AB"
    IN_PROCESS = "IP"
    UNDER_QUERY = "UQ"
    REJECTED = "RE"
    ACCEPTED = "AP"
    PAID = "PD"


class ReasonCode(StrEnum):
    """Why it is queried or rejected (OPStatusReason)."""

    REFERENCES = "REF"
    LEGAL = "LEG"
    RECEIVER = "REC"
    DELIVERY = "DEL"
    PRICES = "PRI"
    QUANTITY = "QTY"
    ITEMS = "ITM"
    PAYMENT_TERMS = "PAY"
    NOT_RECOGNISED = "UNR"
    FINANCE = "FIN"
    OTHER = "OTH"


class ActionCode(StrEnum):
    """What the seller is asked to do (OPStatusAction)."""

    NOTHING = "NOA"
    PROVIDE_INFORMATION = "PIN"
    NEW_INVOICE = "NIN"


_CODES: Final[Mapping[Status, ResponseCode]] = MappingProxyType(
    {
        Status.VALIDATING: ResponseCode.ACKNOWLEDGED,
        Status.WAITING_FOR_ATTESTATION: ResponseCode.IN_PROCESS,
        Status.IN_REVIEW: ResponseCode.IN_PROCESS,
        Status.MATCHED: ResponseCode.IN_PROCESS,
        Status.QUERIED: ResponseCode.UNDER_QUERY,
        Status.REJECTED: ResponseCode.REJECTED,
        Status.APPROVED: ResponseCode.ACCEPTED,
        Status.PAID_OUT: ResponseCode.PAID,
    }
)
"""What each status is told as. A credited invoice is known to its seller, who credited it."""

_ACTIONS: Final[Mapping[ResponseCode, ActionCode]] = MappingProxyType(
    {
        ResponseCode.UNDER_QUERY: ActionCode.PROVIDE_INFORMATION,
        ResponseCode.REJECTED: ActionCode.NEW_INVOICE,
    }
)

_REASONS: Final[Mapping[str, ReasonCode]] = MappingProxyType(
    {
        "HK-ADDR": ReasonCode.RECEIVER,
        "HK-REF": ReasonCode.REFERENCES,
        "HK-CASE": ReasonCode.REFERENCES,
        "HK-OUR": ReasonCode.REFERENCES,
        "HK-NUM": ReasonCode.REFERENCES,
        "HK-CRED": ReasonCode.REFERENCES,
        "HK-SENDER": ReasonCode.LEGAL,
        "HK-TAX": ReasonCode.LEGAL,
        "HK-DEL": ReasonCode.DELIVERY,
        "HK-DATE": ReasonCode.PAYMENT_TERMS,
        "HK-DUE": ReasonCode.PAYMENT_TERMS,
        "HK-BANK": ReasonCode.FINANCE,
        "HK-RATE": ReasonCode.PRICES,
        "HK-RECORD": ReasonCode.PRICES,
        "HK-LINE": ReasonCode.QUANTITY,
        "HK-TRAVEL": ReasonCode.QUANTITY,
        "HK-ABSENCE": ReasonCode.ITEMS,
        "HK-OUT": ReasonCode.ITEMS,
        "HK-ATT": ReasonCode.QUANTITY,
        "XSD": ReasonCode.NOT_RECOGNISED,
    }
)


@dataclass(frozen=True, slots=True)
class Clarification:
    """One reason, in words that name the rule."""

    code: ReasonCode
    rule: str
    text: Text


@dataclass(frozen=True, slots=True)
class InvoiceResponse:
    """One message to the seller.

    Attributes:
        no: number of the decision that it tells of.
        code: the status.
        issued_at: when the status was reached.
        action: what the seller is asked to do.
        clarifications: why, when it is queried or rejected.
    """

    no: int
    code: ResponseCode
    issued_at: datetime
    action: ActionCode
    clarifications: tuple[Clarification, ...]


def responses(
    decisions: Iterable[Decision], reports: Sequence[tuple[datetime, KeptReport]]
) -> tuple[InvoiceResponse, ...]:
    """Return a message for each step that changed what the seller is told.

    What has been told is never told otherwise later: the words of a reason are those of the
    report that the step rests on.

    Args:
        decisions: the steps of the invoice, oldest first.
        reports: its reports and when each was made, oldest first.
    """
    told: list[InvoiceResponse] = []
    for decision in decisions:
        code = _CODES.get(decision.status)
        if code is None or (told and told[-1].code is code):
            continue
        told.append(
            InvoiceResponse(
                no=decision.no,
                code=code,
                issued_at=decision.decided_at,
                action=_ACTIONS.get(code, ActionCode.NOTHING),
                clarifications=_clarifications(decision, reports) if code in _ACTIONS else (),
            )
        )
    return tuple(told)


def _clarifications(
    decision: Decision, reports: Sequence[tuple[datetime, KeptReport]]
) -> tuple[Clarification, ...]:
    """Return why, rule by rule; a person's own reason stands alone when no rule is named."""
    made = [report.findings for made_at, report in reports if made_at <= decision.decided_at]
    findings = made[-1] if made else ()
    named = [Clarification(_reason(rule), rule, _words(rule, findings)) for rule in decision.rules]
    if named:
        return tuple(named)
    reason = decision.reason or "-"
    return (Clarification(ReasonCode.OTHER, "", Text(nb=reason, en=reason)),)


def _reason(rule: str) -> ReasonCode:
    group = rule.rpartition("-")[0] if rule.startswith("HK-") else rule
    return _REASONS.get(group, ReasonCode.OTHER)


def _words(rule: str, findings: tuple[Finding, ...]) -> Text:
    of_rule = [f for f in findings if f.rule == rule and f.severity is not Severity.NOTICE]
    found = of_rule[0] if of_rule else None
    if found is None:
        return Text(nb=rule, en=rule)
    if found.fix is None:
        return found.text
    return Text(nb=f"{found.text.nb} {found.fix.nb}", en=f"{found.text.en} {found.fix.en}")

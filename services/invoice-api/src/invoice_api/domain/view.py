"""What the readable view of an invoice says, ready to be set."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from contracts.vocabulary import Text, kroner
from invoice_api.domain.document import Document, Kind, Line
from invoice_api.domain.house.breach import kroner as amount
from invoice_api.domain.house.breach import written
from invoice_api.domain.invoice import Invoice
from invoice_api.domain.life_cycle import Status
from invoice_api.domain.report import Finding, Severity

_TITLES = {
    Kind.INVOICE: Text(nb="Faktura", en="Invoice"),
    Kind.CREDIT_NOTE: Text(nb="Kreditnota", en="Credit note"),
}
_LABELS = {
    "number": Text(nb="Nummer", en="Number"),
    "seller": Text(nb="Avsender", en="Seller"),
    "status": Text(nb="Status", en="Status"),
    "received": Text(nb="Mottatt", en="Received"),
    "issued": Text(nb="Fakturadato", en="Invoice date"),
    "due": Text(nb="Forfall", en="Due date"),
    "reference": Text(nb="Deres referanse", en="Buyer reference"),
    "cases": Text(nb="Saker", en="Cases"),
    "payable": Text(nb="Å betale", en="Payable"),
}
_STATUSES = {
    Status.RECEIVED: Text(nb="Mottatt", en="Received"),
    Status.VALIDATING: Text(nb="Kontrolleres", en="Being checked"),
    Status.REJECTED: Text(nb="Avvist", en="Rejected"),
    Status.WAITING_FOR_ATTESTATION: Text(nb="Venter på attestering", en="Waiting for attestation"),
    Status.QUERIED: Text(nb="Venter på svar fra avsenderen", en="Waiting for the seller's answer"),
    Status.IN_REVIEW: Text(nb="Hos saksbehandler", en="With a case handler"),
    Status.MATCHED: Text(nb="Alt stemmer", en="Everything agrees"),
    Status.APPROVED: Text(nb="Godkjent", en="Approved"),
    Status.PAID_OUT: Text(nb="Utbetalt", en="Paid"),
    Status.CREDITED: Text(nb="Kreditert", en="Credited"),
}
_SEVERITIES = {
    Severity.FATAL: Text(nb="avviser", en="rejects"),
    Severity.DEVIATION: Text(nb="må avklares", en="must be settled"),
    Severity.NOTICE: Text(nb="til opplysning", en="for information"),
}


def view(
    invoice: Invoice,
    document: Document | None,
    findings: Iterable[Finding],
    language: Literal["nb", "en"],
) -> dict[str, Any]:
    """Return the data of the view; what could not be read is left out, never guessed.

    What was found in a line stands beside it, everything else by itself.
    """
    lines = document.lines if document else ()
    beside: dict[int | None, list[dict[str, str]]] = defaultdict(list)
    for finding in findings:
        beside[_line_of(finding, lines)].append(_told(finding, language))
    return {
        "title": _in(_TITLES[invoice.kind], language),
        "issued_on": invoice.received_on.isoformat(),
        "footer": str(invoice.invoice_id),
        "facts": [
            [_in(_LABELS[label], language), value]
            for label, value in _facts(invoice, document, language).items()
            if value
        ],
        "lines": [
            {
                "cells": [
                    line.line_id,
                    line.name,
                    written(line.quantity) if line.quantity is not None else "",
                    amount(line.unit_price) if line.unit_price is not None else "",
                    amount(line.amount),
                ],
                "findings": beside[number],
            }
            for number, line in enumerate(lines)
        ],
        "findings": beside[None],
    }


def _line_of(finding: Finding, lines: Iterable[Line]) -> int | None:
    """Return which line a finding is about, if it is about one."""
    place = f"{finding.place.xpath}/"
    starts = ((number, f"{line.place.xpath}/") for number, line in enumerate(lines))
    return next((n for n, start in starts if start != "//" and place.startswith(start)), None)


def _told(finding: Finding, language: Literal["nb", "en"]) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": _in(_SEVERITIES[finding.severity], language),
        "text": _in(finding.text, language),
        "fix": _in(finding.fix, language) if finding.fix else "",
    }


def _facts(
    invoice: Invoice, document: Document | None, language: Literal["nb", "en"]
) -> dict[str, str]:
    content = invoice.content
    due = content.due_date if content else None
    return {
        "number": invoice.number or "",
        "seller": (document.seller.name if document else None) or invoice.seller or "",
        "status": _in(_STATUSES[invoice.status], language),
        "received": invoice.received_on.isoformat(),
        "issued": content.issue_date.isoformat() if content else "",
        "due": due.isoformat() if due else "",
        "reference": (document.buyer_reference if document else None) or "",
        "cases": ", ".join(content.case_numbers) if content else "",
        "payable": f"{kroner(content.payable)} {content.currency or ''}" if content else "",
    }


def _in(text: Text, language: Literal["nb", "en"]) -> str:
    return text.nb if language == "nb" else text.en

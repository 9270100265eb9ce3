"""An invoice and its steps as they are answered, and searches as they are asked."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.house.tax import Reportable
from invoice_api.domain.invoice import Channel, Decision, Invoice, KeptReport
from invoice_api.domain.life_cycle import Status, Step
from invoice_api.domain.report import Verdict
from invoice_api.domain.triage import Ground
from invoice_api.wire.report import FindingOut, LayerOut
from service_kit.wire import (
    Response,
    SignedMoneyOut,
    TextOut,
)

_EXPLANATIONS: Final[Mapping[Ground, Text]] = MappingProxyType(
    {
        Ground.RECEIVED: Text(
            nb="Mottatt og lagret. Kontrollen er ikke ferdig.",
            en="Received and kept. The check has not finished.",
        ),
        Ground.ENGINE_FAILURE: Text(
            nb="Kontrollen kunne ikke fullføres. En person ser på dokumentet; det er verken "
            "godkjent eller avvist.",
            en="The check could not be finished. A person looks at the document; it is neither "
            "accepted nor rejected.",
        ),
        Ground.OUTDATED_RULES: Text(
            nb="Det eneste som taler mot dokumentet, er regler som kan være foreldet. En person "
            "ser på det.",
            en="All that speaks against the document are rules that may be outdated. A person "
            "looks at it.",
        ),
        Ground.FATAL_FINDING: Text(
            nb="Avvist. Rett det som er merket fatal, og send på nytt.",
            en="Rejected. Correct what is marked fatal, and send again.",
        ),
        Ground.DEVIATION: Text(
            nb="Vi trenger en retting før vi kan betale; funnene sier hva. Send kreditnota og ny "
            "faktura med nytt nummer, eller svar saksbehandleren.",
            en="We need a correction before we can pay; the findings say what. Send a credit note "
            "and a new invoice with a new number, or answer the case handler.",
        ),
        Ground.NOT_ATTESTED: Text(
            nb="Fakturaen venter på saksbehandlerens attestering.",
            en="The invoice waits for the case handler's attestation.",
        ),
        Ground.PERSON_LOOKS: Text(
            nb="En person kontrollerer før vi betaler. Du trenger ikke gjøre noe.",
            en="A person checks before we pay. You need do nothing.",
        ),
        Ground.ORDERER_CONFIRMS: Text(
            nb="Den som bestilte, bekrefter leveringen.",
            en="The person who ordered confirms the delivery.",
        ),
        Ground.ALL_AGREES: Text(nb="Alt stemmer.", en="Everything agrees."),
        Ground.CREDITED: Text(nb="Kreditert i sin helhet.", en="Credited in full."),
        Ground.DECIDED_BY_PERSON: Text(
            nb="Avgjort av en saksbehandler.", en="Decided by a case handler."
        ),
        Ground.FOUR_EYES: Text(
            nb="Utbetalingen er godkjent av en annen enn den som attesterte.",
            en="The payment is approved by another person than who attested.",
        ),
        Ground.PAID: Text(nb="Betalt.", en="Paid."),
        Ground.PAYMENT_REFUSED: Text(
            nb="Betalingssystemet tok ikke imot kontoen. En person ser på det.",
            en="The payment system did not take the account. A person looks at it.",
        ),
        Ground.CHECK_AGAIN: Text(nb="Kontrollen kjøres på nytt.", en="The check is run again."),
    }
)


class DecisionOut(Response):
    """One step that was taken, and why."""

    no: int
    step: Step
    status: Status
    ground: Ground
    explanation: TextOut
    rules: Annotated[list[str], Field(description="Rules that led to the step")]
    reason: Annotated[str | None, Field(description="What a person wrote")]
    automatic: bool
    decided_at: datetime

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        """Return `decision` as it goes on the wire. Who decided is told to nobody outside."""
        return cls(
            no=decision.no,
            step=decision.step,
            status=decision.status,
            ground=decision.ground,
            explanation=TextOut.of(_EXPLANATIONS[decision.ground]),
            rules=list(decision.rules),
            reason=decision.reason,
            automatic=not decision.decided_by.startswith("staff:"),
            decided_at=decision.decided_at,
        )


class DecisionsOut(Response):
    """The steps of an invoice, oldest first."""

    items: list[DecisionOut]


class InvoiceReportOut(Response):
    """What the newest check of an invoice found."""

    verdict: Verdict
    layers: list[LayerOut]
    findings: list[FindingOut]

    @classmethod
    def of(cls, report: KeptReport) -> "InvoiceReportOut":
        """Return `report` as it goes on the wire."""
        return cls(
            verdict=report.verdict,
            layers=[LayerOut.of(layer) for layer in report.layers],
            findings=[FindingOut.of(finding) for finding in report.findings],
        )


class InvoiceItemOut(Response):
    """An invoice or credit note in a list."""

    invoice_id: UUID
    status: Status
    kind: Kind
    channel: Channel
    claimant: Annotated[Claimant | None, Field(description="Null until the document has been read")]
    seller: Annotated[
        str | None, Field(description="Organisation number; null when no valid one is given")
    ]
    number: str | None
    issue_date: date | None
    due_date: date | None
    payable: SignedMoneyOut | None
    currency: str | None
    buyer_reference: str | None
    case_numbers: list[str]
    reportable: Annotated[
        Reportable | None,
        Field(description="Whether the fee is reported as personal business income"),
    ]
    same_number_as: Annotated[
        UUID | None, Field(description="The invoice that already held the number")
    ]
    received_at: datetime

    @classmethod
    def of(cls, invoice: Invoice) -> "InvoiceItemOut":
        """Return `invoice` as it goes on the wire."""
        return cls.model_validate(_members(invoice))


class InvoiceOut(InvoiceItemOut):
    """An invoice or credit note, why it stands where it stands, and what was found."""

    version: Annotated[int, Field(description="The ETag, to be sent in If-Match")]
    latest: DecisionOut
    report: Annotated[
        InvoiceReportOut | None, Field(description="Null until the check has finished")
    ]

    @classmethod
    def made_of(cls, invoice: Invoice, latest: Decision, report: KeptReport | None) -> "InvoiceOut":
        """Return `invoice`, its newest decision and its newest report as they go on the wire."""
        return cls.model_validate(
            {
                **_members(invoice),
                "version": invoice.version,
                "latest": DecisionOut.of(latest),
                "report": InvoiceReportOut.of(report) if report else None,
            }
        )


def _members(invoice: Invoice) -> dict[str, object]:
    content = invoice.content
    return {
        "invoice_id": invoice.invoice_id,
        "status": invoice.status,
        "kind": invoice.kind,
        "channel": invoice.channel,
        "claimant": invoice.claimant,
        "seller": invoice.seller,
        "number": invoice.number,
        "issue_date": content.issue_date if content else None,
        "due_date": content.due_date if content else None,
        "payable": content.payable if content else None,
        "currency": content.currency if content else None,
        "buyer_reference": content.buyer_reference if content else None,
        "case_numbers": list(content.case_numbers) if content else [],
        "reportable": invoice.reportable,
        "same_number_as": invoice.same_number_as,
        "received_at": invoice.received_at,
    }


class InvoicePageOut(Response):
    """A page of invoices, newest first."""

    items: list[InvoiceItemOut]
    next_cursor: Annotated[str | None, Field(description="Null on the last page")]

"""An expert's invoice that keeps every rule of the house, to be changed by tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from invoice_api.adapters.catalogue import fee_rates
from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import (
    Address,
    Attachment,
    BillingReference,
    Document,
    Identifier,
    Kind,
    Line,
    Party,
    PaymentMeans,
    Totals,
)
from invoice_api.domain.house.circumstances import Archive, Attested, Circumstances

CASE = "N2021/01234"
"""The case that the documents of tests are about."""

RECEIVED_ON = date(2024, 9, 2)


def a_line(**changes: Any) -> Line:
    """Return three hours of work at the rate of 2024."""
    line = Line(
        line_id="1",
        name=f"Utredningsarbeid sak: {CASE}",
        quantity=Decimal(3),
        unit="HUR",
        unit_price=Decimal("1265.00"),
        amount=Decimal("3795.00"),
        vat_category="O",
        accounting_cost="SBH-7",
    )
    return replace(line, **changes)


def an_outlay(**changes: Any) -> Line:
    """Return an outlay for one taxi ride."""
    return a_line(
        **{
            "line_id": "2",
            "name": f"Drosje sak: {CASE}",
            "quantity": Decimal(1),
            "unit": "EA",
            "unit_price": Decimal("400.00"),
            "amount": Decimal("400.00"),
            **changes,
        }
    )


def an_attachment(**changes: Any) -> Attachment:
    """Return the attestation form as an expert attaches it."""
    form = Attachment(
        attachment_id="A-2024-000001",
        description="Attesteringsskjema for honorar",
        filename="attestering.pdf",
        media_type="application/pdf",
        size=1000,
        looks_like="application/pdf",
    )
    return replace(form, **changes)


def a_receipt(**changes: Any) -> Attachment:
    """Return a receipt as an expert attaches it."""
    given = {"attachment_id": "K1", "description": "Kvittering", "filename": "kvittering.pdf"}
    return an_attachment(**{**given, **changes})


def a_document(**changes: Any) -> Document:
    """Return an expert's invoice over one line; totals follow the lines."""
    lines = changes.get("lines", (a_line(),))
    total = sum((line.amount for line in lines), Decimal(0))
    document = Document(
        kind=Kind.INVOICE,
        number="2024-17",
        issue_date=date(2024, 9, 1),
        type_code="380",
        currency="NOK",
        due_date=date(2024, 10, 1),
        delivery_date=date(2024, 8, 30),
        delivery_address=Address(street="Krinkelkroken 1", city="Bergen"),
        buyer_reference="1940aito",
        notes=("Ikke skattemessig innberetning",),
        seller=Party(
            name="Fjelltopp Sakkyndig AS",
            legal_id=Identifier("0192", "974760673"),
            contact_name="Kari Sakkyndig",
            address=Address(street="Storgata 1", city="Bergen", postal_code="5003", country="NO"),
        ),
        buyer=Party(
            name="Nasjonalt klageorgan for helsetjenesten",
            endpoint=Identifier("0192", "984936966"),
        ),
        payment_means=(PaymentMeans(code="30", account="86011117947", kid="2345676"),),
        lines=lines,
        totals=Totals(lines=total, without_vat=total, with_vat=total, payable=total),
        attachments=(an_attachment(),),
    )
    return replace(document, **changes)


def a_credit_note(**changes: Any) -> Document:
    """Return a credit note that names the invoice it credits."""
    given = {
        "kind": Kind.CREDIT_NOTE,
        "type_code": "381",
        "number": "2024-18",
        "due_date": None,
        "billing_references": (BillingReference(number="2024-17"),),
    }
    return a_document(**{**given, **changes})


def an_attestation(**changes: Any) -> Attested:
    """Return what was attested for the one case: exactly what the invoice claims."""
    attested = Attested(
        number="A-2024-000001",
        case_number=CASE,
        expert_name="Kari Sakkyndig",
        finished_on=date(2024, 8, 30),
        hourly_kroner=Decimal("1265.00"),
        hours=Decimal(3),
        travel_hours=Decimal(0),
        absence_kroner=Decimal(0),
        outlays_kroner=Decimal(0),
        total_kroner=Decimal("3795.00"),
        used_kroner=Decimal(0),
    )
    return replace(attested, **changes)


def an_archive(**changes: Any) -> Archive:
    """Return an archive that holds the attestation and knows the sender as a company."""
    known = Archive(attested=(an_attestation(),), enterprise_form="AS", last_account="86011117947")
    return replace(known, **changes)


def circumstances(**changes: Any) -> Circumstances:
    """Return the circumstances of an expert's invoice about which everything is known."""
    known = Circumstances(
        received_on=RECEIVED_ON,
        claimant=Claimant.EXPERT,
        rates=fee_rates(),
        archive=an_archive(),
    )
    return replace(known, **changes)

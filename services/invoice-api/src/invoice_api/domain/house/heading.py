"""Sender, delivery and dates (HK-SENDER, HK-DEL, HK-DATE, HK-DUE)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Document
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

TERM_OF_PAYMENT: Final = timedelta(days=30)


def delivered_on(document: Document) -> date | None:
    """Return the day of delivery, which the end of the invoiced period stands in for."""
    return document.delivery_date or document.period_end


def hk_sender_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """The sender is named by business or organisation number, and has an address."""
    seller = document.seller
    if not (seller.name or seller.organisation_number):
        yield Breach(
            place=seller.at("legal_id"),
            term="BT-30",
            fix=Text(
                nb='Skriv organisasjonsnummeret i <cbc:CompanyID schemeID="0192"> hos selgeren.',
                en='Write the organisation number in <cbc:CompanyID schemeID="0192"> at the '
                "seller.",
            ),
        )
    address = seller.address
    if address is None or not (address.street or address.city):
        yield Breach(
            place=seller.at("address"),
            term="BG-5",
            fix=Text(
                nb="Skriv gate eller postboks, postnummer og sted i <cac:PostalAddress>.",
                en="Write street or box, postal code and town in <cac:PostalAddress>.",
            ),
        )


def hk_del_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """A day of delivery is stated; for continuous work it is the last day of a month."""
    day = delivered_on(document)
    if day is None:
        yield Breach(
            place=document.at("delivery_date"),
            term="BT-72",
            fix=Text(
                nb="Skriv dagen oppdraget ble levert i <cbc:ActualDeliveryDate>.",
                en="Write the day the assignment was delivered in <cbc:ActualDeliveryDate>.",
            ),
        )
        return
    last = monthrange(day.year, day.month)[1]
    if _is_continuous(document) and day.day != last:
        month_end = day.replace(day=last).isoformat()
        element = f"<cbc:ActualDeliveryDate>{month_end}</cbc:ActualDeliveryDate>"
        yield Breach(
            place=document.at("delivery_date"),
            term="BT-72",
            expected=month_end,
            found=day.isoformat(),
            fix=Text(
                nb=f"Ved løpende leveranse, skriv månedsslutt: {element}.",
                en=f"For continuous work, write the end of the month: {element}.",
            ),
        )


def _is_continuous(document: Document) -> bool:
    return document.period_start is not None or document.period_end is not None


def hk_del_02(document: Document, _: Circumstances) -> Iterator[Breach]:
    """The place of delivery is Krinkelkroken 1, Bergen."""
    address = document.delivery_address
    street = (address.street or "").strip().casefold() if address else ""
    city = (address.city or "").strip().casefold() if address else ""
    if street == "krinkelkroken 1" and city == "bergen":
        return
    yield Breach(
        place=document.at("delivery_address"),
        term="BG-15",
        expected="Krinkelkroken 1, Bergen",
        fix=Text(
            nb="Skriv Krinkelkroken 1 og Bergen i <cac:DeliveryLocation>.",
            en="Write Krinkelkroken 1 and Bergen in <cac:DeliveryLocation>.",
        ),
    )


def hk_date_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The invoice date is neither in the future nor before the delivery."""
    issued, delivered = document.issue_date, delivered_on(document)
    if issued > circumstances.received_on:
        yield Breach(
            place=document.at("issue_date"),
            term="BT-2",
            expected=f"<= {circumstances.received_on.isoformat()}",
            found=issued.isoformat(),
            fix=Text(
                nb="Skriv dagen fakturaen ble laget i <cbc:IssueDate>.",
                en="Write the day the invoice was made in <cbc:IssueDate>.",
            ),
        )
    if delivered is not None and issued < delivered:
        yield Breach(
            place=document.at("issue_date"),
            term="BT-2",
            expected=f">= {delivered.isoformat()}",
            found=issued.isoformat(),
            fix=Text(
                nb="Send fakturaen når oppdraget er levert, eller rett leveringsdatoen.",
                en="Send the invoice when the assignment is delivered, or correct the delivery "
                "date.",
            ),
        )


def hk_due_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """A due date is stated."""
    if document.due_date is None:
        yield Breach(
            place=document.at("due_date"),
            term="BT-9",
            expected=_due(document).isoformat(),
            fix=_write_due(document),
        )


def hk_due_02(document: Document, _: Circumstances) -> Iterator[Breach]:
    """The due date is 30 days after the invoice date."""
    if document.due_date not in {None, _due(document)}:
        yield Breach(
            place=document.at("due_date"),
            term="BT-9",
            expected=_due(document).isoformat(),
            found=str(document.due_date),
            fix=_write_due(document),
        )


def _due(document: Document) -> date:
    return document.issue_date + TERM_OF_PAYMENT


def _write_due(document: Document) -> Text:
    element = f"<cbc:DueDate>{_due(document).isoformat()}</cbc:DueDate>"
    return Text(nb=f"Skriv {element}.", en=f"Write {element}.")

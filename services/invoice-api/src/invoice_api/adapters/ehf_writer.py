"""Writes a document as EHF, in the order that the UBL schema asks for."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from invoice_api.adapters import ubl_writing
from invoice_api.adapters.ubl_writing import Element, cac, cbc
from invoice_api.domain.document import Address, Document, Identifier, Line, Party

_CUSTOMIZATION: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_NOT_LIABLE: Final = "Selger er ikke merverdiavgiftspliktig"


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that goes inside the document."""

    number: str
    description: str
    filename: str
    media_type: str
    content: bytes


def write_invoice(document: Document, files: Sequence[EmbeddedFile]) -> bytes:
    """Return an invoice of a seller outside the VAT register as EHF."""
    root = ubl_writing.document(
        "Invoice",
        cbc("CustomizationID", _CUSTOMIZATION),
        cbc("ProfileID", _PROFILE),
        cbc("ID", document.number),
        cbc("IssueDate", document.issue_date.isoformat()),
        cbc("DueDate", _written(document.due_date)),
        cbc("InvoiceTypeCode", document.type_code or "380"),
        *(cbc("Note", note) for note in document.notes),
        cbc("DocumentCurrencyCode", document.currency or "NOK"),
        cbc("BuyerReference", document.buyer_reference),
        *(_file(file) for file in files),
        cac("AccountingSupplierParty", _party(document.seller)),
        cac("AccountingCustomerParty", _party(document.buyer)),
        _delivery(document),
        *(_payment(means.account, means.kid) for means in document.payment_means),
        _tax(document.totals.payable),
        _totals(document.totals.payable),
        *(_line(line) for line in document.lines),
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _file(file: EmbeddedFile) -> Element | None:
    content = base64.b64encode(file.content).decode()
    return cac(
        "AdditionalDocumentReference",
        cbc("ID", file.number),
        cbc("DocumentDescription", file.description),
        cac(
            "Attachment",
            cbc(
                "EmbeddedDocumentBinaryObject",
                content,
                mimeCode=file.media_type,
                filename=file.filename,
            ),
        ),
    )


def _party(party: Party) -> Element | None:
    return cac(
        "Party",
        _identifier("EndpointID", party.endpoint),
        cac("PartyName", cbc("Name", party.name)),
        cac("PostalAddress", *_address(party.address)),
        cac(
            "PartyLegalEntity",
            cbc("RegistrationName", party.name),
            _identifier("CompanyID", party.legal_id),
        ),
        cac("Contact", cbc("Name", party.contact_name)),
    )


def _identifier(name: str, identifier: Identifier | None) -> Element | None:
    if identifier is None:
        return None
    return cbc(name, identifier.value, schemeID=identifier.scheme or "0192")


def _address(address: Address | None) -> Iterator[Element | None]:
    if address is not None:
        yield cbc("StreetName", address.street)
        yield cbc("CityName", address.city)
        yield cbc("PostalZone", address.postal_code)
        yield cac("Country", cbc("IdentificationCode", address.country or "NO"))


def _delivery(document: Document) -> Element | None:
    return cac(
        "Delivery",
        cbc("ActualDeliveryDate", _written(document.delivery_date)),
        cac("DeliveryLocation", cac("Address", *_address(document.delivery_address))),
    )


def _payment(account: str | None, kid: str | None) -> Element | None:
    return cac(
        "PaymentMeans",
        cbc("PaymentMeansCode", "30"),
        cbc("PaymentID", kid),
        cac("PayeeFinancialAccount", cbc("ID", account)),
    )


def _tax(base: Decimal) -> Element | None:
    return cac(
        "TaxTotal",
        _amount("TaxAmount", Decimal(0)),
        cac(
            "TaxSubtotal",
            _amount("TaxableAmount", base),
            _amount("TaxAmount", Decimal(0)),
            cac(
                "TaxCategory",
                cbc("ID", "O"),
                cbc("TaxExemptionReason", _NOT_LIABLE),
                cac("TaxScheme", cbc("ID", "VAT")),
            ),
        ),
    )


def _totals(total: Decimal) -> Element | None:
    names = ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")
    return cac("LegalMonetaryTotal", *(_amount(name, total) for name in names))


def _line(line: Line) -> Element | None:
    return cac(
        "InvoiceLine",
        cbc("ID", line.line_id),
        cbc("InvoicedQuantity", f"{line.quantity:f}", unitCode=line.unit or "HUR"),
        _amount("LineExtensionAmount", line.amount),
        cbc("AccountingCost", line.accounting_cost),
        cac(
            "Item",
            cbc("Name", line.name),
            cac("ClassifiedTaxCategory", cbc("ID", "O"), cac("TaxScheme", cbc("ID", "VAT"))),
        ),
        cac("Price", _amount("PriceAmount", line.unit_price or Decimal(0))),
    )


def _amount(name: str, amount: Decimal) -> Element | None:
    return cbc(name, f"{amount:.2f}", currencyID="NOK")


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""Writes a document as EHF, in the order that the UBL schema asks for."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.document import Address, Document, Identifier, Line, Party

_INVOICE_NS: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
_NAMESPACES: Final[Any] = {None: _INVOICE_NS, "cac": CAC, "cbc": CBC}

_CUSTOMIZATION: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_NOT_LIABLE: Final = "Selger er ikke merverdiavgiftspliktig"

Element = etree._Element  # noqa: SLF001 - the name the stubs give the public type


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
    root = _element(
        f"{{{_INVOICE_NS}}}Invoice",
        _cbc("CustomizationID", _CUSTOMIZATION),
        _cbc("ProfileID", _PROFILE),
        _cbc("ID", document.number),
        _cbc("IssueDate", document.issue_date.isoformat()),
        *([_cbc("DueDate", document.due_date.isoformat())] if document.due_date else []),
        _cbc("InvoiceTypeCode", document.type_code or "380"),
        *(_cbc("Note", note) for note in document.notes),
        _cbc("DocumentCurrencyCode", document.currency or "NOK"),
        _cbc("BuyerReference", document.buyer_reference or ""),
        *(_file(file) for file in files),
        _cac("AccountingSupplierParty", _party(document.seller)),
        _cac("AccountingCustomerParty", _party(document.buyer)),
        _delivery(document),
        *(_payment(means.account, means.kid) for means in document.payment_means),
        _tax(document.totals.payable),
        _totals(document.totals.payable),
        *(_line(line) for line in document.lines),
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _file(file: EmbeddedFile) -> Element:
    content = base64.b64encode(file.content).decode()
    return _cac(
        "AdditionalDocumentReference",
        _cbc("ID", file.number),
        _cbc("DocumentDescription", file.description),
        _cac(
            "Attachment",
            _cbc(
                "EmbeddedDocumentBinaryObject",
                content,
                mimeCode=file.media_type,
                filename=file.filename,
            ),
        ),
    )


def _party(party: Party) -> Element:
    return _cac(
        "Party",
        *([_identifier("EndpointID", party.endpoint)] if party.endpoint else []),
        _cac("PartyName", _cbc("Name", party.name or "")),
        *([_cac("PostalAddress", *_address(party.address))] if party.address else []),
        _cac(
            "PartyLegalEntity",
            _cbc("RegistrationName", party.name or ""),
            *([_identifier("CompanyID", party.legal_id)] if party.legal_id else []),
        ),
        *([_cac("Contact", _cbc("Name", party.contact_name))] if party.contact_name else []),
    )


def _identifier(name: str, identifier: Identifier) -> Element:
    return _cbc(name, identifier.value, schemeID=identifier.scheme or "0192")


def _address(address: Address) -> list[Element]:
    given = (
        ("StreetName", address.street),
        ("CityName", address.city),
        ("PostalZone", address.postal_code),
    )
    fields = [_cbc(name, text) for name, text in given if text]
    return [*fields, _cac("Country", _cbc("IdentificationCode", address.country or "NO"))]


def _delivery(document: Document) -> Element:
    address = document.delivery_address
    return _cac(
        "Delivery",
        *(
            [_cbc("ActualDeliveryDate", document.delivery_date.isoformat())]
            if document.delivery_date
            else []
        ),
        *([_cac("DeliveryLocation", _cac("Address", *_address(address)))] if address else []),
    )


def _payment(account: str | None, kid: str | None) -> Element:
    return _cac(
        "PaymentMeans",
        _cbc("PaymentMeansCode", "30"),
        *([_cbc("PaymentID", kid)] if kid else []),
        _cac("PayeeFinancialAccount", _cbc("ID", account or "")),
    )


def _tax(base: Decimal) -> Element:
    return _cac(
        "TaxTotal",
        _amount("TaxAmount", Decimal(0)),
        _cac(
            "TaxSubtotal",
            _amount("TaxableAmount", base),
            _amount("TaxAmount", Decimal(0)),
            _cac(
                "TaxCategory",
                _cbc("ID", "O"),
                _cbc("TaxExemptionReason", _NOT_LIABLE),
                _cac("TaxScheme", _cbc("ID", "VAT")),
            ),
        ),
    )


def _totals(total: Decimal) -> Element:
    names = ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")
    return _cac("LegalMonetaryTotal", *(_amount(name, total) for name in names))


def _line(line: Line) -> Element:
    return _cac(
        "InvoiceLine",
        _cbc("ID", line.line_id),
        _cbc("InvoicedQuantity", f"{line.quantity:f}", unitCode=line.unit or "HUR"),
        _amount("LineExtensionAmount", line.amount),
        *([_cbc("AccountingCost", line.accounting_cost)] if line.accounting_cost else []),
        _cac(
            "Item",
            _cbc("Name", line.name),
            _cac("ClassifiedTaxCategory", _cbc("ID", "O"), _cac("TaxScheme", _cbc("ID", "VAT"))),
        ),
        _cac("Price", _amount("PriceAmount", line.unit_price or Decimal(0))),
    )


def _amount(name: str, amount: Decimal) -> Element:
    return _cbc(name, f"{amount:.2f}", currencyID="NOK")


def _element(tag: str, *children: Element) -> Element:
    element = etree.Element(tag, nsmap=_NAMESPACES)
    element.extend(children)
    return element


def _cac(name: str, *children: Element) -> Element:
    return _element(f"{{{CAC}}}{name}", *children)


def _cbc(name: str, text: str, **attributes: str) -> Element:
    element = etree.Element(f"{{{CBC}}}{name}", attributes, nsmap=_NAMESPACES)
    element.text = text
    return element

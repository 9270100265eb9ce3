"""Reads a UBL invoice or credit note that fits its schema into the domain's document."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from lxml import etree

from invoice_api.adapters import attachments, ubl_terms
from invoice_api.adapters.places import line_of, path_of, place_of
from invoice_api.adapters.ubl_terms import Field, clark, spelled
from invoice_api.adapters.xml import INVOICE
from invoice_api.domain.document import (
    Address,
    Attachment,
    BillingReference,
    Document,
    Group,
    Kind,
    Line,
    Party,
    PaymentMeans,
    Place,
    Totals,
)

G = TypeVar("G", bound=Group)

_TAX_SCHEMES: Final = clark("cac:PartyTaxScheme")
_SCHEME: Final = clark("cac:TaxScheme/cbc:ID")
_COMPANY: Final = clark("cbc:CompanyID")
_OBJECT: Final = clark("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
_INVOICE_LINE: Final = "cac:InvoiceLine"
_LINES: Final = frozenset(clark(spelled(_INVOICE_LINE, kind)) for kind in Kind)


def read_document(root: etree._Element) -> Document:
    """Return the document under `root`, which has been found to fit the UBL schema."""
    kind = Kind.INVOICE if root.tag == INVOICE else Kind.CREDIT_NOTE
    seller, buyer = (
        root.find(clark(path)) for path in (ubl_terms.SELLER_PATH, ubl_terms.BUYER_PATH)
    )
    notes = [note for element in root.findall(clark("cbc:Note")) if (note := element.text)]
    delivery = root.find(clark(ubl_terms.DELIVERY_ADDRESS_PATH))
    return _group(
        Document,
        root,
        ubl_terms.HEADING,
        kind,
        kind=kind,
        notes=tuple(notes),
        delivery_address=_address(delivery, ubl_terms.DELIVERY_ADDRESS),
        seller=_party(seller, ubl_terms.SELLER, ubl_terms.SELLER_ADDRESS, root),
        buyer=_party(buyer, ubl_terms.BUYER, ubl_terms.BUYER_ADDRESS, root),
        totals=_totals(root),
        payment_means=_all(PaymentMeans, root, "cac:PaymentMeans", ubl_terms.PAYMENT_MEANS),
        billing_references=tuple(
            _group(BillingReference, element, ubl_terms.BILLING_REFERENCE)
            for element in root.findall(clark("cac:BillingReference"))
            if element.find(clark("cac:InvoiceDocumentReference/cbc:ID")) is not None
        ),
        lines=tuple(_line(e, kind) for e in root.findall(clark(spelled(_INVOICE_LINE, kind)))),
        attachments=tuple(_attachment(element) for element in attachments.supporting(root)),
        **_numbers(root),
    )


@cache
def _paths(fields: tuple[Field, ...], kind: Kind) -> tuple[tuple[Field, str, str], ...]:
    spellings = ((field, spelled(field.path, kind)) for field in fields)
    return tuple((field, path, clark(path)) for field, path in spellings)


def _group(
    group: type[G],
    element: etree._Element,
    fields: tuple[Field, ...],
    spelling: Kind = Kind.INVOICE,
    **more: Any,
) -> G:
    """Return `group` with each of `fields` that stands in `element`, and where it stands."""
    here = path_of(element)
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    inside: dict[str, etree._Element] = {}
    _collect(inside, element, "")
    for field, path, tags in _paths(fields, spelling):
        found = inside.get(tags)
        if found is not None and (value := field.read(found)) is not None:
            values[field.name] = value
            places[field.name] = Place(f"{here}/{path}", line_of(found))
    place = Place(here, line_of(element))
    return group(**(values | more), place=place, places=places)


def _collect(inside: dict[str, etree._Element], element: etree._Element, start: str) -> None:
    """Put the first element of each path below `element` into `inside`, leaving lines out."""
    for child in element.iterchildren(etree.Element):
        if child.tag not in _LINES:
            path = start + child.tag
            inside.setdefault(path, child)
            _collect(inside, child, path + "/")


def _all(
    group: type[G], root: etree._Element, path: str, fields: tuple[Field, ...]
) -> tuple[G, ...]:
    return tuple(_group(group, element, fields) for element in root.findall(clark(path)))


def _party(
    element: etree._Element | None,
    fields: tuple[Field, ...],
    address: tuple[Field, ...],
    root: etree._Element,
) -> Party:
    if element is None:
        return Party(place=place_of(root))
    postal = element.find(clark(ubl_terms.PARTY_ADDRESS_PATH))
    taxes = _tax_registrations(element)
    return _group(
        Party,
        element,
        fields,
        vat_id=taxes.get("VAT"),
        tax_registration=taxes.get("TAX"),
        address=_address(postal, address),
    )


def _tax_registrations(party: etree._Element) -> Mapping[str, str]:
    """Return the party's first registration in each tax scheme; other schemes count as `TAX`."""
    found: dict[str, str] = {}
    for element in party.findall(_TAX_SCHEMES):
        scheme = (element.findtext(_SCHEME) or "").strip().upper()
        company = (element.findtext(_COMPANY) or "").strip()
        if company:
            found.setdefault("VAT" if scheme == "VAT" else "TAX", company)
    return found


def _address(element: etree._Element | None, fields: tuple[Field, ...]) -> Address | None:
    return None if element is None else _group(Address, element, fields)


def _totals(root: etree._Element) -> Totals:
    element = root.find(clark("cac:LegalMonetaryTotal"))
    if element is None:
        raise ValueError("A document that fits the schema has its sums.")
    currency = root.findtext(clark("cbc:DocumentCurrencyCode"))
    amounts = (
        amount
        for amount in root.findall(clark("cac:TaxTotal/cbc:TaxAmount"))
        if amount.get("currencyID") == currency
    )
    vat = _sum(amounts)
    return _group(Totals, element, ubl_terms.TOTALS, vat=vat)


def _sum(amounts: Iterable[etree._Element]) -> Decimal:
    return sum((Decimal((amount.text or "").strip()) for amount in amounts), Decimal(0))


def _line(element: etree._Element, kind: Kind) -> Line:
    allowances: list[etree._Element] = []
    charges: list[etree._Element] = []
    for each in element.findall(clark("cac:AllowanceCharge")):
        is_charge = (each.findtext(clark("cbc:ChargeIndicator")) or "").strip() in {"true", "1"}
        (charges if is_charge else allowances).extend(each.findall(clark("cbc:Amount")))
    return _group(
        Line,
        element,
        ubl_terms.LINE,
        kind,
        allowances=_sum(allowances),
        charges=_sum(charges),
    )


def _numbers(root: etree._Element) -> Mapping[str, str]:
    """Return what stands among the supporting documents but is only a number."""
    names = {
        attachments.OBJECT_REFERENCE: "object_id",
        attachments.PROJECT_REFERENCE: "project_reference",
    }
    return {
        name: text
        for each in root.findall(clark("cac:AdditionalDocumentReference"))
        if (name := names.get(attachments.type_of(each)))
        and (text := (each.findtext(clark("cbc:ID")) or "").strip())
    }


def _attachment(element: etree._Element) -> Attachment:
    embedded = element.find(_OBJECT)
    if embedded is None:
        return _group(Attachment, element, ubl_terms.SUPPORTING_DOCUMENT)
    content = attachments.decode(embedded)
    return _group(
        Attachment,
        element,
        ubl_terms.SUPPORTING_DOCUMENT,
        filename=embedded.get("filename"),
        media_type=embedded.get("mimeCode"),
        size=len(content),
        looks_like=attachments.looks_like(content),
    )

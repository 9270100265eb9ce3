"""Reads a UBL invoice or credit note that fits its schema into the domain's document."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

from lxml import etree

from invoice_api.adapters import attachments, ubl_terms
from invoice_api.adapters.places import Places, line_of
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
_POSTAL_ADDRESS: Final = clark(ubl_terms.PARTY_ADDRESS_PATH)
_CREDITED: Final = clark("cac:InvoiceDocumentReference/cbc:ID")
_CURRENCY: Final = clark("cbc:DocumentCurrencyCode")
_ALLOWANCE_OR_CHARGE: Final = clark("cac:AllowanceCharge")
_IS_CHARGE: Final = clark("cbc:ChargeIndicator")
_AMOUNT: Final = clark("cbc:Amount")


def read_document(root: etree._Element, places: Places | None = None) -> Document:
    """Return the document under `root`, which has been found to fit the UBL schema.

    Args:
        root: the invoice or credit note itself.
        places: those of the document, when they have been asked about already.

    Raises:
        ValueError: the schema allows a value that no calendar or number has.
    """
    return _Reader(root, places or Places(root)).document()


class _Reader:
    """Reads one document."""

    def __init__(self, root: etree._Element, places: Places) -> None:
        self._root = root
        self._places = places
        self._kind = Kind.INVOICE if root.tag == INVOICE else Kind.CREDIT_NOTE

    def document(self) -> Document:
        notes = (_text(note) for note in self._all("cbc:Note"))
        seller, buyer = self._all(ubl_terms.SELLER_PATH), self._all(ubl_terms.BUYER_PATH)
        delivery = self._root.find(clark(ubl_terms.DELIVERY_ADDRESS_PATH))
        lines = self._all(spelled(ubl_terms.LINE_PATH, self._kind))
        return self._group(
            Document,
            self._root,
            ubl_terms.HEADING,
            kind=self._kind,
            notes=tuple(note for note in notes if note),
            delivery_address=self._address(delivery, ubl_terms.DELIVERY_ADDRESS),
            seller=self._party(seller, ubl_terms.SELLER, ubl_terms.SELLER_ADDRESS),
            buyer=self._party(buyer, ubl_terms.BUYER, ubl_terms.BUYER_ADDRESS),
            totals=self._totals(),
            payment_means=tuple(
                self._group(PaymentMeans, element, ubl_terms.PAYMENT_MEANS)
                for element in self._all("cac:PaymentMeans")
            ),
            billing_references=tuple(
                self._group(BillingReference, element, ubl_terms.BILLING_REFERENCE)
                for element in self._all("cac:BillingReference")
                if element.find(_CREDITED) is not None
            ),
            lines=tuple(self._line(element) for element in lines),
            attachments=tuple(
                self._attachment(element) for element in attachments.supporting(self._root)
            ),
            **_numbers(self._root),
        )

    def _all(self, path: str) -> list[etree._Element]:
        return self._root.findall(clark(path))

    def _group(
        self, group: type[G], element: etree._Element, fields: tuple[Field, ...], **more: Any
    ) -> G:
        """Return `group` with each of `fields` that stands in `element`, and where it stands."""
        here = self._places.of(element)
        found = _Found({}, {})
        _gather(found, element, _branches(fields, self._kind))
        return group(**(found.values | more), place=here, places=found.places)

    def _party(
        self,
        given: list[etree._Element],
        fields: tuple[Field, ...],
        address: tuple[Field, ...],
    ) -> Party:
        if not given:
            return Party(place=self._places.of(self._root))
        element = given[0]
        taxes = _tax_registrations(element)
        return self._group(
            Party,
            element,
            fields,
            vat_id=taxes.get("VAT"),
            tax_registration=taxes.get("TAX"),
            address=self._address(element.find(_POSTAL_ADDRESS), address),
        )

    def _address(self, element: etree._Element | None, fields: tuple[Field, ...]) -> Address | None:
        return None if element is None else self._group(Address, element, fields)

    def _totals(self) -> Totals:
        (element,) = self._all("cac:LegalMonetaryTotal")
        currency = self._root.findtext(_CURRENCY)
        taxes = self._all("cac:TaxTotal/cbc:TaxAmount")
        vat = _sum(amount for amount in taxes if amount.get("currencyID") == currency)
        return self._group(Totals, element, ubl_terms.TOTALS, vat=vat)

    def _line(self, element: etree._Element) -> Line:
        amounts: dict[bool, list[etree._Element]] = {True: [], False: []}
        for each in element.iterchildren(_ALLOWANCE_OR_CHARGE):
            is_charge = (each.findtext(_IS_CHARGE) or "").strip() in {"true", "1"}
            amounts[is_charge] += each.findall(_AMOUNT)
        return self._group(
            Line,
            element,
            ubl_terms.LINE,
            charges=_sum(amounts[True]),
            allowances=_sum(amounts[False]),
        )

    def _attachment(self, element: etree._Element) -> Attachment:
        embedded = element.find(_OBJECT)
        if embedded is None:
            return self._group(Attachment, element, ubl_terms.SUPPORTING_DOCUMENT)
        content = attachments.decode(embedded)
        return self._group(
            Attachment,
            element,
            ubl_terms.SUPPORTING_DOCUMENT,
            filename=embedded.get("filename"),
            media_type=embedded.get("mimeCode"),
            size=len(content),
            looks_like=attachments.looks_like(content),
        )


class _Branch(NamedTuple):
    """What is looked for in elements of one name."""

    fields: list[tuple[Field, str]]
    below: "dict[str, _Branch]"


@cache
def _branches(fields: tuple[Field, ...], kind: Kind) -> dict[str, _Branch]:
    """Return `fields` as a tree of element names, so that one walk finds them all."""
    top: dict[str, _Branch] = {}
    for field in fields:
        path = spelled(field.path, kind)
        *parents, last = (clark(step) for step in path.split("/"))
        level = top
        for tag in parents:
            level = level.setdefault(tag, _Branch([], {})).below
        level.setdefault(last, _Branch([], {})).fields.append((field, path))
    return top


class _Found(NamedTuple):
    """What has been found in a group so far; the first of several counts."""

    values: dict[str, Any]
    places: dict[str, Place]


def _gather(found: _Found, element: etree._Element, branches: Mapping[str, _Branch]) -> None:
    for child in element.iterchildren():
        branch = branches.get(child.tag)
        if branch is None:
            continue
        for field, path in branch.fields:
            if field.name not in found.values and (value := field.read(child)) is not None:
                found.values[field.name] = value
                found.places[field.name] = Place(path, line_of(child))
        if branch.below:
            _gather(found, child, branch.below)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _sum(amounts: Iterable[etree._Element]) -> Decimal:
    return sum((Decimal(_text(amount)) for amount in amounts), Decimal(0))


def _tax_registrations(party: etree._Element) -> Mapping[str, str]:
    """Return the party's first registration in each tax scheme; other schemes count as `TAX`."""
    found: dict[str, str] = {}
    for element in party.findall(_TAX_SCHEMES):
        scheme = (element.findtext(_SCHEME) or "").strip().upper()
        company = (element.findtext(_COMPANY) or "").strip()
        if company:
            found.setdefault("VAT" if scheme == "VAT" else "TAX", company)
    return found


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

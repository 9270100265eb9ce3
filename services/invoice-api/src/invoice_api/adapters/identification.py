"""Who a document says it is from, and its number, also when it does not fit the schema."""

import hashlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from invoice_api.adapters import xml
from invoice_api.adapters.xml import CAC, CBC, INVOICE
from invoice_api.domain.document import Identifier, Kind, Party

_NAMES: Final = {"cac": CAC, "cbc": CBC}
_PARTY: Final = "cac:AccountingSupplierParty/cac:Party"
_LONGEST_NUMBER: Final = 200


@dataclass(frozen=True, slots=True)
class Identification:
    """What tells one document from another.

    Attributes:
        kind: invoice or credit note.
        seller: organisation number of the seller, when a valid one is given.
        number: the seller's number for it.
        sha256: of the document alone, in canonical form, whatever it came wrapped in.
    """

    kind: Kind
    seller: str | None
    number: str | None
    sha256: bytes


def identify(body: bytes) -> Identification:
    """Return who the document in `body` says it is from.

    Raises:
        Unreadable: there is no invoice or credit note in `body`.
    """
    root = xml.read(body)
    number = (_text(root, "cbc:ID") or "")[:_LONGEST_NUMBER]
    return Identification(
        kind=Kind.INVOICE if root.tag == INVOICE else Kind.CREDIT_NOTE,
        seller=_seller(root).organisation_number,
        number=number or None,
        sha256=hashlib.sha256(etree.tostring(root, method="c14n2")).digest(),
    )


def _seller(root: etree._Element) -> Party:
    registration = _text(root, f"{_PARTY}/cac:PartyLegalEntity/cbc:CompanyID")
    endpoint = _text(root, f"{_PARTY}/cbc:EndpointID")
    schemes = root.findall(f"{_PARTY}/cac:PartyTaxScheme", _NAMES)
    of_vat = (
        _text(scheme, "cbc:CompanyID")
        for scheme in schemes
        if _text(scheme, "cac:TaxScheme/cbc:ID") == "VAT"
    )
    return Party(
        legal_id=Identifier(None, registration) if registration else None,
        vat_id=next((number for number in of_vat if number), None),
        endpoint=Identifier(None, endpoint) if endpoint else None,
    )


def _text(element: etree._Element, path: str) -> str | None:
    text = element.findtext(path, namespaces=_NAMES)
    return text.strip() or None if text else None

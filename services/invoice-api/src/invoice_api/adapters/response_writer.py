"""Writes a Peppol Invoice Response as a UBL ApplicationResponse."""

from typing import Any, Final
from uuid import UUID

from lxml import etree

from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.document import Kind
from invoice_api.domain.house.receiver import RECEIVER
from invoice_api.domain.invoice import NORWAY, Invoice
from invoice_api.domain.invoice_response import Clarification, InvoiceResponse

_RESPONSE_NS: Final = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
_NAMESPACES: Final[Any] = {None: _RESPONSE_NS, "cac": CAC, "cbc": CBC}
_CUSTOMIZATION: Final = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
_PROFILE: Final = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"
_AGENCY: Final = "Nasjonalt klageorgan for helsetjenesten"
_TYPE_CODES: Final = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}

Element = etree._Element  # noqa: SLF001 - the name the stubs give the public type


def write_response(invoice: Invoice, response: InvoiceResponse) -> str:
    """Return the message about `invoice`. Its id is the same each time it is written."""
    at = response.issued_at.astimezone(NORWAY)
    root = _element(
        f"{{{_RESPONSE_NS}}}ApplicationResponse",
        _cbc("CustomizationID", _CUSTOMIZATION),
        _cbc("ProfileID", _PROFILE),
        _cbc("ID", response_id(invoice.invoice_id, response.no)),
        _cbc("IssueDate", at.date().isoformat()),
        _cbc("IssueTime", at.time().isoformat("seconds")),
        _cac("SenderParty", *_party(RECEIVER, _AGENCY)),
        _cac("ReceiverParty", *_party(invoice.seller or "", invoice.seller or "")),
        _document_response(invoice, response),
    )
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def response_id(invoice_id: UUID, no: int) -> str:
    """Return the id of the message about one decision."""
    return f"{invoice_id}-{no}"


def _party(number: str, name: str) -> list[Element]:
    return [
        _cbc("EndpointID", number, schemeID="0192"),
        _cac("PartyLegalEntity", _cbc("RegistrationName", name)),
    ]


def _document_response(invoice: Invoice, response: InvoiceResponse) -> Element:
    content = invoice.content
    return _cac(
        "DocumentResponse",
        _cac(
            "Response",
            _cbc("ResponseCode", response.code, listID="UNCL4343OpSubset"),
            _cbc("EffectiveDate", response.issued_at.astimezone(NORWAY).date().isoformat()),
            *(_status(why) for why in response.clarifications),
            *([_action(response)] if response.clarifications else []),
        ),
        _cac(
            "DocumentReference",
            _cbc("ID", invoice.number or "-"),
            *([_cbc("IssueDate", content.issue_date.isoformat())] if content else []),
            _cbc("DocumentTypeCode", _TYPE_CODES[invoice.kind], listID="UNCL1001"),
        ),
    )


def _status(why: Clarification) -> Element:
    return _cac(
        "Status",
        _cbc("StatusReasonCode", why.code, listID="OPStatusReason"),
        _cbc("StatusReason", f"{why.rule} {why.text.nb}".strip()),
    )


def _action(response: InvoiceResponse) -> Element:
    code = _cbc("StatusReasonCode", response.action, listID="OPStatusAction")
    return _cac("Status", code)


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

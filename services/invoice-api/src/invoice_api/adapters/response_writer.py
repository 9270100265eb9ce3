"""Writes a Peppol Invoice Response as a UBL ApplicationResponse."""

from typing import Final
from uuid import UUID

from lxml import etree

from invoice_api.adapters import ubl_writing
from invoice_api.adapters.ubl_writing import Element, cac, cbc
from invoice_api.domain.document import Kind
from invoice_api.domain.house.receiver import RECEIVER
from invoice_api.domain.invoice import NORWAY, Invoice
from invoice_api.domain.invoice_response import Clarification, InvoiceResponse

_CUSTOMIZATION: Final = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
_PROFILE: Final = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"
_AGENCY: Final = "Nasjonalt klageorgan for helsetjenesten"
_TYPE_CODES: Final = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}


def write_response(invoice: Invoice, response: InvoiceResponse) -> str:
    """Return the message about `invoice`, the same each time it is written.

    So nothing goes in that was not known when the invoice came.
    """
    at = response.issued_at.astimezone(NORWAY)
    root = ubl_writing.document(
        "ApplicationResponse",
        cbc("CustomizationID", _CUSTOMIZATION),
        cbc("ProfileID", _PROFILE),
        cbc("ID", response_id(invoice.invoice_id, response.no)),
        cbc("IssueDate", at.date().isoformat()),
        cbc("IssueTime", at.time().isoformat("seconds")),
        _party("SenderParty", RECEIVER, _AGENCY),
        _party("ReceiverParty", invoice.seller, invoice.seller),
        _document_response(invoice, response),
    )
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


def response_id(invoice_id: UUID, no: int) -> str:
    """Return the id of the message about one decision."""
    return f"{invoice_id}-{no}"


def _party(role: str, number: str | None, name: str | None) -> Element | None:
    return cac(
        role,
        cbc("EndpointID", number, schemeID="0192"),
        cac("PartyLegalEntity", cbc("RegistrationName", name)),
    )


def _document_response(invoice: Invoice, response: InvoiceResponse) -> Element | None:
    return cac(
        "DocumentResponse",
        cac(
            "Response",
            cbc("ResponseCode", response.code, listID="UNCL4343OpSubset"),
            cbc("EffectiveDate", response.issued_at.astimezone(NORWAY).date().isoformat()),
            *(_status(why) for why in response.clarifications),
            _action(response) if response.clarifications else None,
        ),
        cac(
            "DocumentReference",
            cbc("ID", invoice.number or "-"),
            cbc("DocumentTypeCode", _TYPE_CODES[invoice.kind], listID="UNCL1001"),
        ),
    )


def _status(why: Clarification) -> Element | None:
    return cac(
        "Status",
        cbc("StatusReasonCode", why.code, listID="OPStatusReason"),
        cbc("StatusReason", f"{why.rule} {why.text.nb}".strip()),
    )


def _action(response: InvoiceResponse) -> Element | None:
    code = cbc("StatusReasonCode", response.action, listID="OPStatusAction")
    return cac("Status", code)

"""Where each business term of EN 16931 stands in UBL, as far as this service asks for it.

The tables are used twice: to read a document, and to name the term that a finding points at.
Paths are relative to the group's own element. In a credit note, three names differ; `spelled`
knows them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from lxml import etree

from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.document import Identifier, Kind


class Field(NamedTuple):
    """One field of a domain group: its name there, its path in UBL, its term, and how to read."""

    name: str
    path: str
    term: str
    read: Callable[[etree._Element], Any]


def _text(element: etree._Element) -> str | None:
    return (element.text or "").strip() or None


def _required(element: etree._Element) -> str:
    return (element.text or "").strip()


def _decimal(element: etree._Element) -> Decimal:
    return Decimal((element.text or "").strip())


def _date(element: etree._Element) -> date:
    return date.fromisoformat((element.text or "").strip()[:10])  # a time zone may follow


def _identifier(element: etree._Element) -> Identifier:
    return Identifier(element.get("schemeID"), (element.text or "").strip())


HEADING: Final = (
    Field("number", "cbc:ID", "BT-1", _required),
    Field("issue_date", "cbc:IssueDate", "BT-2", _date),
    Field("type_code", "cbc:InvoiceTypeCode", "BT-3", _text),
    Field("currency", "cbc:DocumentCurrencyCode", "BT-5", _text),
    Field("due_date", "cbc:DueDate", "BT-9", _date),
    Field("buyer_reference", "cbc:BuyerReference", "BT-10", _text),
    Field("project_reference", "cac:ProjectReference/cbc:ID", "BT-11", _text),
    Field("contract_reference", "cac:ContractDocumentReference/cbc:ID", "BT-12", _text),
    Field("order_reference", "cac:OrderReference/cbc:ID", "BT-13", _text),
    Field("sales_order_reference", "cac:OrderReference/cbc:SalesOrderID", "BT-14", _text),
    Field("accounting_cost", "cbc:AccountingCost", "BT-19", _text),
    Field("payment_terms", "cac:PaymentTerms/cbc:Note", "BT-20", _text),
    Field("profile_id", "cbc:ProfileID", "BT-23", _text),
    Field("customization_id", "cbc:CustomizationID", "BT-24", _text),
    Field("delivery_date", "cac:Delivery/cbc:ActualDeliveryDate", "BT-72", _date),
    Field("period_start", "cac:InvoicePeriod/cbc:StartDate", "BT-73", _date),
    Field("period_end", "cac:InvoicePeriod/cbc:EndDate", "BT-74", _date),
)
NOTE: Final = Field("notes", "cbc:Note", "BT-22", _text)
BILLING_REFERENCE: Final = (
    Field("number", "cac:InvoiceDocumentReference/cbc:ID", "BT-25", _required),
    Field("issue_date", "cac:InvoiceDocumentReference/cbc:IssueDate", "BT-26", _date),
)
PAYMENT_MEANS: Final = (
    Field("code", "cbc:PaymentMeansCode", "BT-81", _text),
    Field("kid", "cbc:PaymentID", "BT-83", _text),
    Field("account", "cac:PayeeFinancialAccount/cbc:ID", "BT-84", _text),
)
TOTALS: Final = (
    Field("lines", "cbc:LineExtensionAmount", "BT-106", _decimal),
    Field("allowances", "cbc:AllowanceTotalAmount", "BT-107", _decimal),
    Field("charges", "cbc:ChargeTotalAmount", "BT-108", _decimal),
    Field("without_vat", "cbc:TaxExclusiveAmount", "BT-109", _decimal),
    Field("with_vat", "cbc:TaxInclusiveAmount", "BT-112", _decimal),
    Field("prepaid", "cbc:PrepaidAmount", "BT-113", _decimal),
    Field("rounding", "cbc:PayableRoundingAmount", "BT-114", _decimal),
    Field("payable", "cbc:PayableAmount", "BT-115", _decimal),
)
SUPPORTING_DOCUMENT: Final = (
    Field("attachment_id", "cbc:ID", "BT-122", _required),
    Field("description", "cbc:DocumentDescription", "BT-123", _text),
    Field("uri", "cac:Attachment/cac:ExternalReference/cbc:URI", "BT-124", _text),
)
LINE: Final = (
    Field("line_id", "cbc:ID", "BT-126", _required),
    Field("note", "cbc:Note", "BT-127", _text),
    Field("object_id", "cac:DocumentReference/cbc:ID", "BT-128", _text),
    Field("quantity", "cbc:InvoicedQuantity", "BT-129", _decimal),
    Field("unit", "cbc:InvoicedQuantity", "BT-129", lambda element: element.get("unitCode")),
    Field("amount", "cbc:LineExtensionAmount", "BT-131", _decimal),
    Field("order_line", "cac:OrderLineReference/cbc:LineID", "BT-132", _text),
    Field("accounting_cost", "cbc:AccountingCost", "BT-133", _text),
    Field("period_start", "cac:InvoicePeriod/cbc:StartDate", "BT-134", _date),
    Field("period_end", "cac:InvoicePeriod/cbc:EndDate", "BT-135", _date),
    Field("unit_price", "cac:Price/cbc:PriceAmount", "BT-146", _decimal),
    Field("base_quantity", "cac:Price/cbc:BaseQuantity", "BT-149", _decimal),
    Field("vat_category", "cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "BT-151", _text),
    Field("vat_rate", "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "BT-152", _decimal),
    Field("name", "cac:Item/cbc:Name", "BT-153", _text),
    Field("description", "cac:Item/cbc:Description", "BT-154", _text),
    Field("item_id", "cac:Item/cac:SellersItemIdentification/cbc:ID", "BT-155", _text),
)


def party(*terms: str) -> tuple[Field, ...]:
    """Return the fields of a party whose terms are `terms`, in the order below."""
    name, trading_name, endpoint, legal_id, contact_name = terms
    return (
        Field("name", "cac:PartyLegalEntity/cbc:RegistrationName", name, _text),
        Field("trading_name", "cac:PartyName/cbc:Name", trading_name, _text),
        Field("endpoint", "cbc:EndpointID", endpoint, _identifier),
        Field("legal_id", "cac:PartyLegalEntity/cbc:CompanyID", legal_id, _identifier),
        Field("contact_name", "cac:Contact/cbc:Name", contact_name, _text),
    )


def address(*terms: str) -> tuple[Field, ...]:
    """Return the fields of an address whose terms are `terms`, in the order below."""
    street, additional, city, postal_code, country = terms
    return (
        Field("street", "cbc:StreetName", street, _text),
        Field("additional", "cbc:AdditionalStreetName", additional, _text),
        Field("city", "cbc:CityName", city, _text),
        Field("postal_code", "cbc:PostalZone", postal_code, _text),
        Field("country", "cac:Country/cbc:IdentificationCode", country, _text),
    )


SELLER: Final = (
    *party("BT-27", "BT-28", "BT-34", "BT-30", "BT-41"),
    Field("legal_form", "cac:PartyLegalEntity/cbc:CompanyLegalForm", "BT-33", _text),
)
BUYER: Final = party("BT-44", "BT-45", "BT-49", "BT-47", "BT-56")
SELLER_ADDRESS: Final = address("BT-35", "BT-36", "BT-37", "BT-38", "BT-40")
BUYER_ADDRESS: Final = address("BT-50", "BT-51", "BT-52", "BT-53", "BT-55")
DELIVERY_ADDRESS: Final = address("BT-75", "BT-76", "BT-77", "BT-78", "BT-80")

PARTY_ADDRESS_PATH: Final = "cac:PostalAddress"
SELLER_PATH: Final = "cac:AccountingSupplierParty/cac:Party"
BUYER_PATH: Final = "cac:AccountingCustomerParty/cac:Party"
LINE_PATH: Final = "cac:InvoiceLine"
DELIVERY_ADDRESS_PATH: Final = "cac:Delivery/cac:DeliveryLocation/cac:Address"

_CREDIT_NOTE: Final = MappingProxyType(
    {
        "cbc:InvoiceTypeCode": "cbc:CreditNoteTypeCode",
        "cbc:InvoicedQuantity": "cbc:CreditedQuantity",
        "cac:InvoiceLine": "cac:CreditNoteLine",
        "cbc:DueDate": "cac:PaymentMeans/cbc:PaymentDueDate",
    }
)


def spelled(path: str, kind: Kind) -> str:
    """Return how `path` is written in documents of `kind`."""
    return _CREDIT_NOTE.get(path, path) if kind is Kind.CREDIT_NOTE else path


def clark(path: str) -> str:
    """Return `path` with namespaces written out, as lxml wants it.

    >>> clark("cbc:ID")
    '{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}ID'
    """
    return path.replace("cac:", f"{{{CAC}}}").replace("cbc:", f"{{{CBC}}}")


def _terms() -> Iterable[tuple[str, str]]:
    groups = (
        ("", (*HEADING, NOTE)),
        ("cac:BillingReference/", BILLING_REFERENCE),
        ("cac:PaymentMeans/", PAYMENT_MEANS),
        ("cac:LegalMonetaryTotal/", TOTALS),
        ("cac:AdditionalDocumentReference/", SUPPORTING_DOCUMENT),
        (f"{SELLER_PATH}/", SELLER),
        (f"{SELLER_PATH}/{PARTY_ADDRESS_PATH}/", SELLER_ADDRESS),
        (f"{BUYER_PATH}/", BUYER),
        (f"{BUYER_PATH}/{PARTY_ADDRESS_PATH}/", BUYER_ADDRESS),
        (f"{DELIVERY_ADDRESS_PATH}/", DELIVERY_ADDRESS),
    )
    for kind in Kind:
        for start, fields in (*groups, (f"{spelled(LINE_PATH, kind)}/", LINE)):
            for field in fields:
                yield start + spelled(field.path, kind), field.term


TERMS: Final[Mapping[str, str]] = MappingProxyType(dict(_terms()))
"""The business term at each path below the root, without positions."""

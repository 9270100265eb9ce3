"""What rules need to know of an electronic invoice or credit note.

Fields carry the number of their business term in EN 16931 (BT-10, BT-146, …). Amounts are exact
decimals in the document's currency, as written. A field that the document leaves out is `None`
(or an empty tuple). Only documents that fit the UBL schema are read into these types.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from stdnum.no import orgnr


class Kind(StrEnum):
    """Which of the two UBL documents it is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class Place(NamedTuple):
    """Where something stands: a path that people can follow, and the line of the text as sent."""

    xpath: str
    line: int | None = None


NOWHERE = Place("/")
"""The place of documents that were never text, such as those built by tests."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields that knows where it and each of its fields stand."""

    _: KW_ONLY
    place: Place = field(default=NOWHERE, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    """Of each field that is there, from the group's own place on."""

    def at(self, name: str) -> Place:
        """Return where the field `name` stands, or where the group stands when it is left out."""
        found = self.places.get(name)
        return self.place if found is None else Place(f"{self.place.xpath}/{found[0]}", found[1])


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number with the list it is taken from, such as `0192` and `984936966`."""

    scheme: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Address(Group):
    """A postal address (BG-5, BG-8, BG-15)."""

    _: KW_ONLY
    street: str | None = None
    additional: str | None = None
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Party(Group):
    """Seller (BG-4) or buyer (BG-7)."""

    _: KW_ONLY
    name: str | None = None
    """Registered name, BT-27 or BT-44."""
    trading_name: str | None = None
    """BT-28 or BT-45."""
    endpoint: Identifier | None = None
    """Electronic address, BT-34 or BT-49."""
    legal_id: Identifier | None = None
    """Registration number as written, BT-30 or BT-47."""
    vat_id: str | None = None
    """VAT number as written, BT-31 or BT-48: `NO123456785MVA`."""
    tax_registration: str | None = None
    """Other tax registration, BT-32: `Foretaksregisteret`."""
    legal_form: str | None = None
    """Additional legal information, BT-33."""
    contact_name: str | None = None
    """BT-41 or BT-56: «Vår referanse» on the seller's side."""
    address: Address | None = None

    @property
    def organisation_number(self) -> str | None:
        """Return the nine digits of a valid Norwegian organisation number, if one is given.

        The registration number is asked first, then the VAT number, then the electronic address;
        the first that is given decides, so that a false one is not repaired by another.

        >>> Party(legal_id=Identifier("0192", "984 936 966")).organisation_number
        '984936966'
        >>> Party(vat_id="NO984936966MVA").organisation_number
        '984936966'
        >>> false_number = Identifier("0192", "984936967")
        >>> Party(legal_id=false_number, vat_id="NO984936966MVA").organisation_number is None
        True
        """
        given = (
            self.legal_id.value if self.legal_id else None,
            self.vat_id,
            self.endpoint.value if self.endpoint else None,
        )
        first = next((text for text in given if text), "")
        digits = "".join(first.upper().removeprefix("NO").removesuffix("MVA").split())
        return digits if len(digits) == _ORGNR_DIGITS and orgnr.is_valid(digits) else None


_ORGNR_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PaymentMeans(Group):
    """How the seller wants to be paid (BG-16)."""

    _: KW_ONLY
    code: str | None = None
    """BT-81: 30 is a credit transfer."""
    account: str | None = None
    """BBAN or IBAN as written, BT-84."""
    kid: str | None = None
    """Payment reference, BT-83."""


@dataclass(frozen=True, slots=True)
class Line(Group):
    """An invoice line (BG-25)."""

    _: KW_ONLY
    line_id: str
    """BT-126."""
    name: str = ""
    """What was sold, BT-153."""
    description: str | None = None
    """BT-154."""
    note: str | None = None
    """BT-127."""
    quantity: Decimal | None = None
    """BT-129."""
    unit: str | None = None
    """UN/ECE recommendation 20, BT-130: `HUR` is hours."""
    unit_price: Decimal | None = None
    """BT-146, for `base_quantity` units."""
    base_quantity: Decimal = Decimal(1)
    """BT-149."""
    amount: Decimal = Decimal(0)
    """BT-131: quantity times price, less allowances, plus charges.

    The schema lets a credit note leave it out; the official rules then reject it.
    """
    allowances: Decimal = Decimal(0)
    """Sum of BT-136."""
    charges: Decimal = Decimal(0)
    """Sum of BT-141."""
    vat_category: str | None = None
    """BT-151."""
    vat_rate: Decimal | None = None
    """Per cent, BT-152."""
    order_line: str | None = None
    """BT-132."""
    accounting_cost: str | None = None
    """BT-133."""
    object_id: str | None = None
    """BT-128."""
    item_id: str | None = None
    """The seller's number of the item, BT-155."""
    period_start: date | None = None
    """BT-134."""
    period_end: date | None = None
    """BT-135."""


@dataclass(frozen=True, slots=True)
class Totals(Group):
    """The sums of the document (BG-22)."""

    _: KW_ONLY
    lines: Decimal | None = None
    """BT-106."""
    allowances: Decimal = Decimal(0)
    """BT-107."""
    charges: Decimal = Decimal(0)
    """BT-108."""
    without_vat: Decimal | None = None
    """BT-109."""
    vat: Decimal = Decimal(0)
    """BT-110."""
    with_vat: Decimal | None = None
    """BT-112."""
    prepaid: Decimal = Decimal(0)
    """BT-113."""
    rounding: Decimal = Decimal(0)
    """BT-114."""
    payable: Decimal
    """BT-115."""


@dataclass(frozen=True, slots=True)
class Attachment(Group):
    """A supporting document (BG-24). Its bytes are read from the invoice when asked for."""

    _: KW_ONLY
    attachment_id: str
    """BT-122."""
    description: str | None = None
    """BT-123."""
    uri: str | None = None
    """BT-124: the document lies elsewhere."""
    filename: str | None = None
    media_type: str | None = None
    size: int | None = None
    """Bytes after decoding; `None` when nothing is embedded."""
    looks_like: str | None = None
    """The media type that the first bytes show; `None` when they show none."""


@dataclass(frozen=True, slots=True)
class BillingReference(Group):
    """The earlier invoice that this document corrects or credits (BG-3)."""

    _: KW_ONLY
    number: str
    """BT-25."""
    issue_date: date | None = None
    """BT-26."""


@dataclass(frozen=True, slots=True)
class Document(Group):
    """An invoice or a credit note."""

    _: KW_ONLY
    kind: Kind
    number: str
    """BT-1."""
    issue_date: date
    """BT-2."""
    type_code: str | None = None
    """BT-3: 380 is an invoice, 381 a credit note."""
    currency: str | None = None
    """BT-5."""
    due_date: date | None = None
    """BT-9."""
    delivery_date: date | None = None
    """BT-72."""
    period_start: date | None = None
    """BT-73."""
    period_end: date | None = None
    """BT-74."""
    delivery_address: Address | None = None
    """BG-15."""
    buyer_reference: str | None = None
    """BT-10: «Deres referanse»."""
    project_reference: str | None = None
    """BT-11."""
    contract_reference: str | None = None
    """BT-12."""
    order_reference: str | None = None
    """BT-13."""
    sales_order_reference: str | None = None
    """BT-14."""
    object_id: str | None = None
    """BT-18."""
    accounting_cost: str | None = None
    """BT-19."""
    payment_terms: str | None = None
    """BT-20."""
    notes: tuple[str, ...] = ()
    """BT-22."""
    customization_id: str | None = None
    """BT-24."""
    profile_id: str | None = None
    """BT-23."""
    seller: Party
    buyer: Party
    payment_means: tuple[PaymentMeans, ...] = ()
    lines: tuple[Line, ...] = ()
    totals: Totals
    attachments: tuple[Attachment, ...] = ()
    billing_references: tuple[BillingReference, ...] = ()

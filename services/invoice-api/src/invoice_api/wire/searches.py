"""What invoices are searched for by, and how many there are."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from invoice_api.domain.catalogue.rule import Claimant
from invoice_api.domain.document import Kind
from invoice_api.domain.life_cycle import Status
from invoice_api.storage.searches import Wanted
from invoice_api.wire.words import Limit, ShortText
from service_kit.wire import Date, OrganisationNumber, Request, Response


class StatusCountOut(Response):
    """How many invoices have a status."""

    status: Status
    count: int


class InvoiceCountsOut(Response):
    """How many invoices there are, by status, in the order of their life."""

    items: list[StatusCountOut]

    @classmethod
    def of(cls, counted: Mapping[Status, int]) -> "InvoiceCountsOut":
        """Return counts as they go on the wire."""
        return cls(
            items=[StatusCountOut(status=each, count=counted.get(each, 0)) for each in Status]
        )


class InvoiceFilter(Request):
    """Which invoices are wanted. What is left out does not narrow the search."""

    statuses: Annotated[tuple[Status, ...], Field(max_length=20)] = ()
    kind: Kind | None = None
    claimant: Claimant | None = None
    seller: OrganisationNumber | None = None
    number: ShortText | None = None
    case_number: ShortText | None = None
    buyer_reference: Annotated[
        ShortText | None, Field(description="Such as 1940abcd, in any letter case")
    ] = None
    received_from: Date | None = None
    received_to: Date | None = None

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        return Wanted(
            statuses=frozenset(self.statuses),
            kind=self.kind,
            claimant=self.claimant,
            seller=self.seller,
            number=self.number,
            case_number=self.case_number,
            buyer_reference=self.buyer_reference,
            received_from=self.received_from,
            received_to=self.received_to,
        )


class InvoiceSearch(InvoiceFilter):
    """Which invoices are wanted, and which page of them."""

    limit: Limit = 20
    cursor: Annotated[str | None, Field(max_length=400)] = None

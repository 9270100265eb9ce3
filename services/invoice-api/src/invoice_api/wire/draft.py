"""What an expert adds to an attestation to get an invoice."""

from typing import Annotated

from pydantic import Field

from invoice_api.domain.document import Address
from invoice_api.use_cases.drafts import Wanted
from invoice_api.wire.words import ShortText
from service_kit.wire import Date, Request


class InvoiceDraftIn(Request):
    """Number, date, sender and account of the invoice to be drafted.

    The draft is for an enterprise outside the VAT register; another uses its invoicing program.
    """

    number: Annotated[ShortText, Field(description="Your own number, used once")]
    issue_date: Date
    seller_name: ShortText
    street: ShortText
    postal_code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    city: ShortText
    account: Annotated[str, Field(pattern=r"^[0-9]{11}$", description="Norwegian account number")]
    kid: Annotated[str | None, Field(pattern=r"^[0-9]{1,24}[0-9-]$")] = None
    order_reference: Annotated[
        ShortText | None, Field(description="The case handler's, if you were given one")
    ] = None

    def wanted(self) -> Wanted:
        """Return what the use case needs."""
        return Wanted(
            number=self.number,
            issue_date=self.issue_date,
            name=self.seller_name,
            address=Address(
                street=self.street, city=self.city, postal_code=self.postal_code, country="NO"
            ),
            account=self.account,
            kid=self.kid,
            order_reference=self.order_reference,
        )

"""Expert fees: an electronic invoice that is accepted, and a faulty one with its findings."""

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from local_stack.demo.entrance import Entrance, Visitor
from local_stack.demo.patience import until

EXAMPLES: Final = Path(__file__).parents[5] / "examples" / "ehf"
SELLER: Final = "310987654"
"""Organisation number of the expert who sends the invoices of the examples."""
_NUMBER: Final = b"<cbc:ID>2024-0017</cbc:ID>"
_EHF: Final = {"Content-Type": "application/xml"}


async def the_seller(entrance: Entrance) -> Visitor:
    """Return the expert's accounting system."""
    return await entrance.organisation(SELLER, "invoice:submit")


def an_invoice(example: str, number: str) -> bytes:
    """Return the example file called `example` with an invoice number of its own."""
    document = (EXAMPLES / f"{example}.xml").read_bytes()
    return document.replace(_NUMBER, f"<cbc:ID>{number}</cbc:ID>".encode(), 1)


async def validate(sender: Visitor, document: bytes) -> dict[str, Any]:
    """Have `document` checked; nothing is kept."""
    answer = await sender.post("/invoice/v1/validations", content=document, headers=_EHF)
    report: dict[str, Any] = answer.json()
    return report


async def submit(sender: Visitor, document: bytes) -> dict[str, Any]:
    """Send `document` and return the invoice when it has been checked."""
    received = await sender.post("/invoice/v1/invoices", status=201, content=document, headers=_EHF)
    invoice_id = UUID(received.json()["invoice_id"])

    async def checked() -> dict[str, Any] | None:
        now: dict[str, Any] = (await sender.get(f"/invoice/v1/invoices/{invoice_id}")).json()
        return now if now["report"] else None

    return await until(checked, "an invoice to be checked")

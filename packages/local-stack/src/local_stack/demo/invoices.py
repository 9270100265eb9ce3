"""Expert fees: electronic invoices, what speaks against faulty ones, and the way to payment."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from local_stack.demo.entrance import Entrance, Visitor
from local_stack.demo.patience import until

EXAMPLES: Final = Path(__file__).parents[5] / "examples" / "ehf"
SELLER: Final = "310987654"
"""Organisation number of the expert who sends the invoices of the examples."""
PAYMENT_SYSTEM: Final = "310000167"
"""Made-up organisation that runs the payment system of the demo."""
HANDLER: Final = UUID("00000000-0000-4000-8000-000000000011")
APPROVER: Final = UUID("00000000-0000-4000-8000-000000000012")
"""Two members of staff: who attests may not approve."""

_NUMBER: Final = "<cbc:ID>2024-0017</cbc:ID>"
_CASES: Final = ("2021/01234", "2021/98765")
_HOURS: Final = (3, 5)
_EHF: Final = {"Content-Type": "application/xml"}


@dataclass(frozen=True)
class Fee:
    """One expert's work on two cases, and the invoice for it, with numbers of their own."""

    number: str
    cases: tuple[str, str]

    @classmethod
    def new(cls) -> "Fee":
        """Return work that nobody has invoiced yet."""
        first, second = (f"2024/{secrets.randbelow(900_000) + 100_000}" for _ in _CASES)
        return cls(f"2024-{secrets.token_hex(4)}", (first, second))

    def document(self, example: str = "expert-fee") -> bytes:
        """Return the example file called `example` as the invoice for this work."""
        text = (EXAMPLES / f"{example}.xml").read_text(encoding="utf-8")
        text = text.replace(_NUMBER, f"<cbc:ID>{self.number}</cbc:ID>", 1)
        for written, case in zip(_CASES, self.cases, strict=True):
            text = text.replace(f"N{written}", f"N{case}")
            text = text.replace(f"N{written}".replace("/", "-"), f"N{case}".replace("/", "-"))
        return text.encode()


@dataclass(frozen=True)
class House:
    """Everybody who takes part."""

    seller: Visitor
    handler: Visitor
    approver: Visitor
    payment_system: Visitor

    @classmethod
    async def of(cls, entrance: Entrance) -> "House":
        """Return the house, each with a token of their own."""
        return cls(
            seller=await entrance.organisation(SELLER, "invoice:submit"),
            handler=await entrance.staff(HANDLER, "invoice:attest", "invoice:approve"),
            approver=await entrance.staff(APPROVER, "invoice:approve"),
            payment_system=await entrance.organisation(PAYMENT_SYSTEM, "invoice:pay"),
        )


async def validate(sender: Visitor, document: bytes) -> dict[str, Any]:
    """Have `document` checked; nothing is kept."""
    answer = await sender.post("/invoice/v1/validations", content=document, headers=_EHF)
    report: dict[str, Any] = answer.json()
    return report


async def submit(sender: Visitor, document: bytes) -> dict[str, Any]:
    """Send `document` and return the invoice when it has been checked."""
    received = await sender.post("/invoice/v1/invoices", status=201, content=document, headers=_EHF)
    invoice_id = received.json()["invoice_id"]

    async def checked() -> dict[str, Any] | None:
        now = await read(sender, invoice_id)
        return now if now["report"] else None

    return await until(checked, "an invoice to be checked")


async def read(reader: Visitor, invoice_id: str) -> dict[str, Any]:
    """Return an invoice as it stands."""
    invoice: dict[str, Any] = (await reader.get(f"/invoice/v1/invoices/{invoice_id}")).json()
    return invoice


async def attest(house: House, fee: Fee) -> None:
    """Lead both assignments from delivery to attestation; everything is approved."""
    for case, hours in zip(fee.cases, _HOURS, strict=True):
        minutes = 60 * hours
        delivered = {
            "case_number": f"N{case}",
            "expert_name": "Sigrid Granlund",
            "delivered_by": "digital_mailbox",
            "delivered_on": "2024-11-29",
            "deliverable": "Sakkyndig erklæring",
            "entries": [{"kind": "work", "day": "2024-11-28", "minutes": minutes}],
        }
        sent = await house.seller.post("/invoice/v1/assignments", status=201, json=delivered)
        path = f"/invoice/v1/assignments/{sent.json()['assignment_id']}"
        await step(house.handler, path, "approvals", json={"entries": [{"minutes": minutes}]})
        await step(house.handler, path, "attestations", json={})


async def becomes(house: House, invoice_id: str, status: str) -> dict[str, Any]:
    """Wait until an invoice has `status`, and return it."""

    async def reached() -> dict[str, Any] | None:
        now = await read(house.seller, invoice_id)
        return now if now["status"] == status else None

    return await until(reached, f"an invoice to be {status}")


async def approve(approver: Visitor, invoice_id: str, status: int = 201) -> dict[str, Any]:
    """Approve the payment of an invoice, and expect `status`."""
    path = f"/invoice/v1/invoices/{invoice_id}"
    return await step(approver, path, "approvals", status=status)


async def pay(entrance: Entrance, house: House, invoice: dict[str, Any]) -> dict[str, Any]:
    """Wait for the order in the payment system, carry it out and tell of it; return the order."""

    async def ordered() -> dict[str, Any] | None:
        orders = (await entrance.sandbox.get("/_control/payment-system/orders")).json()
        return next((order for order in orders if invoice["number"] in order["message"]), None)

    order = await until(ordered, "a payment to be ordered")
    paid = {"reference": order["order_id"], "amount": order["amount"], "paid_on": order["due_on"]}
    path = f"/invoice/v1/invoices/{invoice['invoice_id']}/payments"
    await house.payment_system.post(path, status=201, json=paid)
    return order


async def step(
    who: Visitor, path: str, taken: str, status: int = 201, **options: Any
) -> dict[str, Any]:
    """Take a step with the version of a resource that stands now, and expect `status`."""
    version = (await who.get(path)).headers["etag"]
    seen = {"If-Match": version}
    answer = await who.post(f"{path}/{taken}", status=status, headers=seen, **options)
    told: dict[str, Any] = answer.json()
    return told

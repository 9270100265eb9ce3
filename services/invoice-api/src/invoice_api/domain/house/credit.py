"""A credit note against the invoice it credits (HK-CRED)."""

from collections.abc import Iterator

from contracts.vocabulary import Text
from invoice_api.domain.document import Document
from invoice_api.domain.house.breach import Breach, kroner
from invoice_api.domain.house.circumstances import Circumstances


def hk_cred_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """A credit note names one invoice that we hold, and does not exceed it."""
    if len(document.billing_references) != 1:
        yield _breach(
            document,
            nb="Nevn fakturaen i <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>.",
            en="Name the invoice in <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>.",
        )
        return
    if circumstances.archive is None:
        return
    credited = circumstances.archive.credited
    if credited is None:
        yield _breach(
            document,
            nb="Vi har ingen faktura fra deg med nummeret som krediteres. Kontroller det.",
            en="We hold no invoice from you with the number that is credited. Check it.",
        )
        return
    left = credited.payable - credited.already_credited
    if document.totals.payable > left:
        yield Breach(
            place=document.totals.at("payable"),
            term="BT-115",
            expected=f"<= {kroner(left)}",
            found=kroner(document.totals.payable),
            fix=Text(
                nb=f"Det er {kroner(left)} kroner igjen å kreditere av fakturaen.",
                en=f"{kroner(left)} kroner are left to credit of the invoice.",
            ),
        )


def _breach(document: Document, *, nb: str, en: str) -> Breach:
    return Breach(place=document.at("billing_references"), term="BG-3", fix=Text(nb=nb, en=en))

"""Who the document is addressed to, and how it came (HK-ADDR, HK-CHAN)."""

from collections.abc import Iterator
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Document, Identifier
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

RECEIVER: Final = "984936966"
"""Organisation number of Nasjonalt klageorgan for helsetjenesten."""

_SCHEMES: Final = frozenset({"0192", "9908"})
"""Today's code for Norwegian organisation numbers, and the one the agency still states."""


def hk_addr_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """The buyer's electronic address is the agency's organisation number."""
    endpoint = document.buyer.endpoint
    if endpoint is not None and _is_ours(endpoint):
        return
    yield Breach(
        place=document.buyer.at("endpoint"),
        term="BT-49",
        expected=f"0192:{RECEIVER}",
        found=None if endpoint is None else f"{endpoint.scheme or ''}:{endpoint.value}",
        fix=Text(
            nb=f'Skriv <cbc:EndpointID schemeID="0192">{RECEIVER}</cbc:EndpointID> hos kjøperen. '
            "Skulle fakturaen til en annen, send den dit.",
            en=f'Write <cbc:EndpointID schemeID="0192">{RECEIVER}</cbc:EndpointID> at the buyer. '
            "If the invoice was meant for somebody else, send it there.",
        ),
    )


def hk_chan_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """A supplier sends electronically."""
    if circumstances.on_paper:
        yield Breach(
            place=document.place,
            fix=Text(
                nb="Send neste faktura som EHF. Elfak hos DFØ hjelper deg i gang: elfak@dfo.no.",
                en="Send the next invoice as EHF. Elfak at DFØ helps you to begin: elfak@dfo.no.",
            ),
        )


def _is_ours(endpoint: Identifier) -> bool:
    return endpoint.scheme in _SCHEMES and "".join(endpoint.value.split()) == RECEIVER

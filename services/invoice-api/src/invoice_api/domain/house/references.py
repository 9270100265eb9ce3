"""References, case numbers and the invoice's own number (HK-REF, HK-CASE, HK-OUR, HK-NUM)."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rule import Weight
from invoice_api.domain.document import Document, Line
from invoice_api.domain.house import cases
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.house.lines import Purpose, with_purpose

EXPERT_REFERENCE: Final = "1940aito"
"""What every expert's invoice carries as buyer reference."""

_ORDERER: Final = re.compile(r"1940[A-Za-zÆØÅæøå]{2,6}")


def is_expert_reference(reference: str | None) -> bool:
    """Tell whether a buyer reference is the experts' own, in any letter case.

    >>> is_expert_reference("1940AITO"), is_expert_reference("1940xxxx")
    (True, False)
    """
    return (reference or "").strip().casefold() == EXPERT_REFERENCE


def hk_ref_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """A supplier's reference is 1940 and the orderer's initials."""
    reference = document.buyer_reference
    if reference is not None and _ORDERER.fullmatch(reference.strip()):
        return
    yield Breach(
        place=document.at("buyer_reference"),
        term="BT-10",
        expected="1940xxxx",
        found=reference,
        fix=Text(
            nb="Skriv <cbc:BuyerReference>1940xxxx</cbc:BuyerReference>, der xxxx er initialene "
            "til den som bestilte.",
            en="Write <cbc:BuyerReference>1940xxxx</cbc:BuyerReference>, where xxxx are the "
            "initials of the person who ordered.",
        ),
    )


def hk_ref_02(document: Document, _: Circumstances) -> Iterator[Breach]:
    """An expert's reference is 1940aito."""
    if is_expert_reference(document.buyer_reference):
        return
    element = f"<cbc:BuyerReference>{EXPERT_REFERENCE}</cbc:BuyerReference>"
    yield Breach(
        place=document.at("buyer_reference"),
        term="BT-10",
        expected=EXPERT_REFERENCE,
        found=document.buyer_reference,
        fix=Text(nb=f"Skriv {element}.", en=f"Write {element}."),
    )


def hk_case_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """An expert's invoice names a case."""
    if cases.of_document(document):
        return
    yield Breach(
        place=document.place,
        expected="N20XX/XXXXX",
        fix=Text(
            nb="Skriv saksnummeret fra oppdraget, for eksempel N2021/01234, i linjens "
            "beskrivelse eller i <cbc:Note>.",
            en="Write the case number of the assignment, such as N2021/01234, in the line's "
            "description or in <cbc:Note>.",
        ),
    )


def hk_case_02(document: Document, _: Circumstances) -> Iterator[Breach]:
    """Each fee line names its own case, and the case handler's order reference."""
    if not cases.of_document(document):
        return
    for line in with_purpose(document, Purpose.WORK, Purpose.TRAVEL_TIME):
        if not cases.of_line(line):
            yield _line_without_case(line)
        elif not _names_order(document, line):
            yield _line_without_order(line)


def _names_order(document: Document, line: Line) -> bool:
    return any((line.order_line, line.accounting_cost, line.object_id, document.order_reference))


def _line_without_case(line: Line) -> Breach:
    return Breach(
        place=line.at("name"),
        term="BT-153",
        expected="N20XX/XXXXX",
        fix=Text(
            nb=f"Skriv saksnummeret i beskrivelsen av linje {line.line_id}.",
            en=f"Write the case number in the description of line {line.line_id}.",
        ),
    )


def _line_without_order(line: Line) -> Breach:
    return Breach(
        place=line.place,
        term="BT-133",
        weight=Weight.NOTICE,
        fix=Text(
            nb="Skriv saksbehandlerens bestillerreferanse i <cbc:AccountingCost> på linje "
            f"{line.line_id}, hvis du har fått en.",
            en="Write the case handler's order reference in <cbc:AccountingCost> of line "
            f"{line.line_id}, if you were given one.",
        ),
    )


def hk_our_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The seller's contact is the expert by name."""
    contact = _folded(document.seller.contact_name)
    attested = (circumstances.attested(case) for case in cases.of_document(document))
    names = {_folded(row.expert_name) for row in attested if row is not None}
    if contact and (not names or contact in names):
        return
    yield Breach(
        place=document.seller.at("contact_name"),
        term="BT-41",
        fix=Text(
            nb="Skriv navnet på den sakkyndige i <cac:Contact><cbc:Name> hos selgeren, likt "
            "attesteringsskjemaet.",
            en="Write the expert's name in <cac:Contact><cbc:Name> at the seller, as on the "
            "attestation form.",
        ),
    )


def _folded(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()


def hk_num_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """No other invoice of the sender, not rejected, has the number."""
    earlier = circumstances.archive.earlier if circumstances.archive else None
    if earlier is None:
        return
    day = earlier.received_on.isoformat()
    yield Breach(
        place=document.at("number"),
        term="BT-1",
        found=document.number,
        fix=Text(
            nb=f"Gi fakturaen et nytt nummer. Nummeret tilhører faktura {earlier.invoice_id}, "
            f"mottatt {day}. Vil du rette den, send kreditnota og ny faktura.",
            en=f"Give the invoice a new number. The number belongs to invoice "
            f"{earlier.invoice_id}, received on {day}. To correct that one, send a credit note "
            "and a new invoice.",
        ),
    )

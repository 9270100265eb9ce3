"""Outlays: own lines, real receipts, and what is never paid (HK-OUT)."""

import re
from collections.abc import Iterator
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rule import Weight
from invoice_api.domain.document import Document, Line
from invoice_api.domain.house.attachments import is_booking, possible_receipts
from invoice_api.domain.house.breach import Breach, kroner
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.house.lines import Purpose, with_purpose

_SEVERAL: Final = re.compile(
    r"\b(diverse|samlet|samlede|div\.)|\bog (hotell|fly|tog|taxi|drosje|buss|parkering|ferge)",
    re.IGNORECASE,
)


def hk_out_01(document: Document, _: Circumstances) -> Iterator[Breach]:
    """Each outlay is a line of its own, with a receipt attached."""
    outlays = tuple(with_purpose(document, Purpose.OUTLAY))
    receipts = len(possible_receipts(document))
    for line in outlays:
        if _SEVERAL.search(line.name) or _SEVERAL.search(line.description or ""):
            yield _several(line)
        if receipts == 0:
            yield _without_receipt(line)
    if 0 < receipts < len(outlays):
        yield Breach(
            place=document.at("attachments"),
            term="BG-24",
            expected=str(len(outlays)),
            found=str(receipts),
            weight=Weight.NOTICE,
            fix=Text(
                nb="Det er færre vedlegg enn utlegg. Kontroller at hvert utlegg har kvittering.",
                en="There are fewer attachments than outlays. Check that each outlay has a "
                "receipt.",
            ),
        )


def _several(line: Line) -> Breach:
    return Breach(
        place=line.at("name"),
        term="BT-153",
        fix=Text(
            nb=f"Del linje {line.line_id} i én linje for hvert utlegg.",
            en=f"Split line {line.line_id} into one line for each outlay.",
        ),
    )


def _without_receipt(line: Line) -> Breach:
    return Breach(
        place=line.place,
        term="BG-24",
        fix=Text(
            nb=f"Legg ved kvitteringen for linje {line.line_id} (PDF, PNG eller JPEG).",
            en=f"Attach the receipt for line {line.line_id} (PDF, PNG or JPEG).",
        ),
    )


def hk_out_03(document: Document, _: Circumstances) -> Iterator[Breach]:
    """A booking confirmation does not count as a receipt."""
    for attachment in document.attachments:
        if is_booking(attachment):
            yield Breach(
                place=attachment.place,
                term="BG-24",
                fix=Text(
                    nb="Legg ved kvitteringen som viser at det er betalt, i stedet for "
                    "bestillingen.",
                    en="Attach the receipt that shows it was paid, instead of the booking.",
                ),
            )


def hk_out_04(document: Document, _: Circumstances) -> Iterator[Breach]:
    """Kilometre and subsistence allowance, tips and alcohol are never paid."""
    for line in with_purpose(document, Purpose.NEVER_PAID):
        if line.amount == 0:
            continue
        yield Breach(
            place=line.at("amount"),
            term="BT-131",
            expected="0.00",
            found=kroner(line.amount),
            fix=Text(
                nb=f"Ta bort linje {line.line_id}, og rett summene. Vi betaler den med 0.",
                en=f"Take away line {line.line_id}, and correct the sums. We pay it at 0.",
            ),
        )

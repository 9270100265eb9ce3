"""Whether a fee is reported as personal business income (HK-TAX)."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.document import Document
from invoice_api.domain.house.breach import Breach
from invoice_api.domain.house.circumstances import Circumstances

MARK: Final = "Ikke skattemessig innberetning"
"""What an invoice says when its enterprise is not reportable."""

_REPORTABLE_FORMS: Final = frozenset({"ENK", "ANS", "DA"})


class Reportable(StrEnum):
    """Whether fees to an enterprise are reported as personal business income."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def reportable(enterprise_form: str | None) -> Reportable:
    """Return what an enterprise's form, by Enhetsregisteret, means for its fees.

    >>> [str(reportable(form)) for form in ("ENK", "DA", "AS", None)]
    ['yes', 'yes', 'no', 'unknown']
    """
    if not enterprise_form:
        return Reportable.UNKNOWN
    return Reportable.YES if enterprise_form.upper() in _REPORTABLE_FORMS else Reportable.NO


def is_marked(document: Document) -> bool:
    """Tell whether the document carries the mark, in any letter case and spacing."""
    texts = [*document.notes, document.payment_terms]
    for line in document.lines:
        texts += [line.name, line.description, line.note]
    mark = MARK.casefold()
    return any(mark in re.sub(r"\s+", " ", text).casefold() for text in texts if text)


def hk_tax_02(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The mark stands on the invoices of those who are not reportable, and on no other."""
    if circumstances.archive is None:
        return
    marked = is_marked(document)
    match reportable(circumstances.archive.enterprise_form):
        case Reportable.NO if not marked:
            yield _breach(
                document,
                nb=f"Skriv <cbc:Note>{MARK}</cbc:Note>.",
                en=f"Write <cbc:Note>{MARK}</cbc:Note>.",
            )
        case Reportable.YES if marked:
            yield _breach(
                document,
                nb=f"Ta bort «{MARK}»: honorar til denne organisasjonsformen meldes.",
                en=f"Take away «{MARK}»: fees to this form of enterprise are reported.",
            )
        case _:
            return


def _breach(document: Document, *, nb: str, en: str) -> Breach:
    return Breach(place=document.at("notes"), term="BT-22", fix=Text(nb=nb, en=en))


def hk_tax_03(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """Without the sender's form of enterprise a person settles what is reported."""
    archive = circumstances.archive
    if archive is not None and reportable(archive.enterprise_form) is Reportable.UNKNOWN:
        yield Breach(
            place=document.seller.at("legal_id"),
            term="BT-30",
            fix=Text(
                nb="Kontroller organisasjonsnummeret. Er det riktig, trenger du ikke gjøre noe.",
                en="Check the organisation number. If it is right, you need do nothing.",
            ),
        )

"""The document against what a case handler attested (HK-ATT)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.rule import Weight
from invoice_api.domain.document import Document
from invoice_api.domain.house import cases
from invoice_api.domain.house.attachments import has_form
from invoice_api.domain.house.breach import Breach, kroner, written
from invoice_api.domain.house.circumstances import Attested, Circumstances
from invoice_api.domain.house.lines import Purpose, purpose

_KINDS: Final[Mapping[Purpose, Text]] = MappingProxyType(
    {
        Purpose.WORK: Text(nb="timer", en="hours"),
        Purpose.TRAVEL_TIME: Text(nb="timer reisetid", en="hours of travel"),
        Purpose.ABSENCE: Text(nb="kroner for fravær", en="kroner for absence"),
        Purpose.OUTLAY: Text(nb="kroner i utlegg", en="kroner of outlays"),
    }
)


def hk_att_01(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The attestation form is attached. Without an archive to ask, its absence is only told."""
    attested = _attested(document, circumstances)
    if circumstances.archive is not None and not attested:
        return
    numbers = tuple(row.number for row in attested)
    if has_form(document, numbers):
        return
    expected = ", ".join(numbers) or None
    yield Breach(
        place=document.at("attachments"),
        term="BG-24",
        expected=expected,
        weight=None if attested else Weight.NOTICE,
        fix=Text(
            nb="Legg ved attesteringsskjemaet for honorar som du fikk av saksbehandleren, i "
            "<cac:AdditionalDocumentReference>.",
            en="Attach the attestation form that you got from the case handler, in "
            "<cac:AdditionalDocumentReference>.",
        ),
    )


def hk_att_02(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """Hours, travel time, absence and outlays agree with what was attested, case by case."""
    for attested in _attested(document, circumstances):
        claimed = claimed_for(document, attested.case_number)
        for kind, allowed in _allowed(attested).items():
            if claimed[kind] != allowed:
                yield _difference(document, attested.case_number, kind, claimed[kind], allowed)


def claimed_for(document: Document, case_number: str) -> dict[Purpose, Decimal]:
    """Return what the lines of a case claim: hours of work and travel, kroner of the rest."""
    claimed = dict.fromkeys(_KINDS, Decimal(0))
    for line in document.lines:
        kind = purpose(line)
        if kind in claimed and cases.belonging_to(document, line) == case_number:
            in_hours = kind in {Purpose.WORK, Purpose.TRAVEL_TIME}
            claimed[kind] += (line.quantity or Decimal(0)) if in_hours else line.amount
    return claimed


def _allowed(attested: Attested) -> Mapping[Purpose, Decimal]:
    return {
        Purpose.WORK: attested.hours,
        Purpose.TRAVEL_TIME: attested.travel_hours,
        Purpose.ABSENCE: attested.absence_kroner,
        Purpose.OUTLAY: attested.outlays_kroner,
    }


def _difference(
    document: Document, case_number: str, kind: Purpose, claimed: Decimal, allowed: Decimal
) -> Breach:
    unit = _KINDS[kind]
    gap = written(abs(claimed - allowed))
    lower = claimed < allowed
    nb_word, en_word = ("færre", "fewer") if lower else ("flere", "more")
    return Breach(
        place=document.at("lines"),
        expected=written(allowed),
        found=written(claimed),
        weight=Weight.NOTICE if lower else None,
        fix=Text(
            nb=f"Sak {case_number}: fakturaen har {gap} {nb_word} {unit.nb} enn attesteringen.",
            en=f"Case {case_number}: the invoice has {gap} {en_word} {unit.en} than the "
            "attestation.",
        ),
    )


def hk_att_03(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """The invoices against an attestation do not sum above it."""
    for attested in _attested(document, circumstances):
        claimed = claimed_kroner(document, attested.case_number)
        left = attested.total_kroner - attested.used_kroner
        if claimed > left:
            yield Breach(
                place=document.at("lines"),
                expected=f"<= {kroner(left)}",
                found=kroner(claimed),
                fix=Text(
                    nb=f"Sak {attested.case_number}: det er {kroner(left)} kroner igjen av "
                    "attesteringen. Send kreditnota, eller spør saksbehandleren.",
                    en=f"Case {attested.case_number}: {kroner(left)} kroner are left of the "
                    "attestation. Send a credit note, or ask the case handler.",
                ),
            )


def claimed_kroner(document: Document, case_number: str) -> Decimal:
    """Return what the lines of a case claim, in kroner without VAT."""
    of_case = (
        line.amount for line in document.lines if cases.belonging_to(document, line) == case_number
    )
    return sum(of_case, Decimal(0))


def hk_att_04(document: Document, circumstances: Circumstances) -> Iterator[Breach]:
    """A case that is not attested yet makes the invoice wait."""
    if circumstances.archive is None:
        return
    for case_number in cases.of_document(document):
        if circumstances.attested(case_number) is None:
            yield Breach(
                place=document.place,
                found=case_number,
                fix=Text(
                    nb=f"Sak {case_number}: fakturaen venter til saksbehandleren har attestert. "
                    "Har du ikke sendt timeoversikt og besvarelse, gjør det.",
                    en=f"Case {case_number}: the invoice waits until the case handler has "
                    "attested. If you have not sent hours and deliverable, do so.",
                ),
            )


def _attested(document: Document, circumstances: Circumstances) -> tuple[Attested, ...]:
    found = (circumstances.attested(case) for case in cases.of_document(document))
    return tuple(row for row in found if row is not None)

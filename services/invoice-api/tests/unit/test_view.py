"""The readable view: what was found stands where it was found."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from contracts.vocabulary import Text
from invoice_api.adapters import ubl, xml
from invoice_api.adapters.papers import typeset
from invoice_api.domain.document import NOWHERE, Kind, Place
from invoice_api.domain.invoice import Channel, Invoice, content_of
from invoice_api.domain.life_cycle import Status
from invoice_api.domain.report import Finding, Layer, Severity
from invoice_api.domain.view import view
from invoice_api.testing.documents import a_document, a_line
from invoice_api.testing.ehf import ehf

LINE = "/Invoice/cac:InvoiceLine"


def a_finding(rule, place):
    text = Text(nb="Feil sum.", en="Wrong sum.")
    fix = Text(nb="Regn ut på nytt.", en="Compute it again.")
    return Finding(
        rule=rule, layer=Layer.HOUSE, severity=Severity.FATAL, text=text, fix=fix, place=place
    )


def an_invoice(document):
    return Invoice(
        invoice_id=UUID(int=7),
        channel=Channel.EHF,
        kind=Kind.INVOICE,
        seller="310987654",
        number=document.number,
        holds_number=True,
        same_number_as=None,
        status=Status.REJECTED,
        claimant=None,
        content=content_of(document),
        reportable=None,
        attempts=0,
        submitted_by="org:310987654",
        version=1,
        received_at=datetime(2024, 12, 2, tzinfo=UTC),
    )


def shown(document, *findings, language="nb"):
    return view(an_invoice(document), document, findings, language)


def rules(findings):
    return [finding["rule"] for finding in findings]


def test_what_is_wrong_in_a_line_stands_beside_it_and_the_rest_by_itself():
    document = ubl.read_document(xml.read(ehf()))
    told = shown(
        document,
        a_finding("A", Place(f"{LINE}[2]/cac:Price/cbc:PriceAmount")),
        a_finding("B", Place(f"{LINE}[2]")),
        a_finding("C", Place("/Invoice/cbc:BuyerReference")),
        a_finding("D", Place(f"{LINE}[20]")),
    )
    assert [rules(line["findings"]) for line in told["lines"]] == [[], ["A", "B"]]
    assert rules(told["findings"]) == ["C", "D"]


def test_a_document_without_places_has_everything_by_itself():
    document = a_document(lines=(a_line(), a_line(place=Place("/"))))
    told = shown(document, a_finding("A", NOWHERE), a_finding("B", Place("/")))
    assert [line["findings"] for line in told["lines"]] == [[], []]
    assert rules(told["findings"]) == ["A", "B"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Feil sum. Regn ut på nytt."), ("en", "Wrong sum. Compute it again.")],
)
def test_it_is_set_in_both_languages_with_the_finding_below_its_line(language, words):
    document = ubl.read_document(xml.read(ehf()))
    data = shown(document, a_finding("HK-LINE-01", Place(f"{LINE}[1]")), language=language)
    pages = PdfReader(io.BytesIO(typeset("view", data, language))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    first, second = (line.name.split()[0] for line in document.lines)
    assert text.index(first) < text.index(words) < text.rindex(second)

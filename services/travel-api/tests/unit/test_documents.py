"""What letter and explanation say, of every worked case and in every language."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from travel_api.adapters import rulebook
from travel_api.adapters.documents import render_explanation, render_letter
from travel_api.adapters.documents.explanation import Figure
from travel_api.adapters.documents.explanation import page as explanation_page
from travel_api.adapters.documents.explanation_words import WORDS as EXPLANATION_WORDS
from travel_api.adapters.documents.letter import page as letter_page
from travel_api.adapters.documents.letter_words import WORDS as LETTER_WORDS
from travel_api.adapters.documents.writing import amount, day
from travel_api.domain.assessment import AssessmentMode, Outcome
from travel_api.domain.decisions import LACKING
from travel_api.domain.engine import assess
from travel_api.domain.parameters import Measure
from travel_api.testing.cases import Case, cases_in
from travel_api.wire.assessments import present_now

BOOK = rulebook.load(None)
FIGURES = {
    name: Figure(BOOK.titles[name].title, series.measure) for name, series in BOOK.series.items()
}
CASES = list(cases_in(Path(__file__).parents[1] / "golden"))
LANGUAGES = ("nb", "nn", "en")
DECIDABLE = set(Outcome) - LACKING - {Outcome.MANUAL_REVIEW, Outcome.REDIRECT}


def a_decision(case: Case = CASES[0], **changes: Any) -> dict[str, Any]:
    found = assess(case.facts, BOOK.timeline, BOOK.interpretations, AssessmentMode.PROVISIONAL)
    assessment = json.loads(json.dumps(present_now(found, BOOK), default=str))
    return {
        "number": "2026-000123-1",
        "outcome": "granted",
        "payable": assessment["payable"],
        "issued_by": "automatic",
        "ground": None,
        "issued_on": "2026-03-04",
        "complain_before": "2026-04-08",
        "assessment": assessment,
    } | changes


def text_of(document: bytes) -> str:
    pages = PdfReader(io.BytesIO(document)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_worked_case_can_be_explained(lang):
    for case in CASES:
        page = explanation_page(a_decision(case), FIGURES, lang)

        assert len(page["lines"]) == len(a_decision(case)["assessment"]["lines"])
        titles = tuple(title for _, title, _ in page["rules"])
        assert all(step.startswith(titles) for step, *_ in page["lines"])
        assert "{" not in json.dumps([page["complaint"], page["marks"], page["facts"]])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_there_for_everything_that_can_be_decided(lang):
    assert set(EXPLANATION_WORDS[lang].outcomes) == set(Outcome)
    assert set(EXPLANATION_WORDS[lang].measures) == set(Measure)
    assert set(LETTER_WORDS[lang].outcomes) == DECIDABLE
    assert set(LETTER_WORDS[lang].made_by) == {"automatic", "handler"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", sorted(DECIDABLE))
def test_every_outcome_can_be_told_in_a_letter_of_one_page(outcome, lang):
    document = render_letter(a_decision(outcome=outcome, ground="På skjønn."), lang)

    assert len(PdfReader(io.BytesIO(document)).pages) == 1
    assert "På skjønn." in text_of(document)


def test_the_same_decision_gives_the_same_bytes():
    assert render_letter(a_decision(), "nb") == render_letter(a_decision(), "nb")
    assert render_explanation(a_decision(), FIGURES, "en") == render_explanation(
        a_decision(), FIGURES, "en"
    )


def test_a_ground_that_looks_like_markup_is_printed_as_it_is():
    ground = '#panic("x") *bold* $x$'

    assert ground in text_of(render_letter(a_decision(ground=ground), "nb"))
    assert ground in text_of(render_explanation(a_decision(ground=ground), FIGURES, "nb"))


def test_a_handler_who_decides_otherwise_is_told_of():
    other = a_decision(payable="1.00", issued_by="handler", ground="Skjønn")

    assert explanation_page(other, FIGURES, "nb")["differs"]
    assert not explanation_page(a_decision(), FIGURES, "nb")["differs"]
    assert "saksbehandler" in letter_page(other, "nb")["made_by"]


def test_small_amounts_are_told_to_be_held_back_only_when_they_are():
    held = a_decision(payable="20.00")
    held["assessment"]["payable_by"] = [
        {"traveller": "patient", "amount": "20.00", "hold": "below_minimum"}
    ]

    assert any("100" in text for text in letter_page(held, "en")["opening"])
    assert not any(
        "100" in text for text in letter_page(held | {"payable": "0.00"}, "en")["opening"]
    )


@pytest.mark.parametrize(
    ("kroner", "nb", "en"),
    [
        ("0.00", "0,00", "0.00"),
        ("-171.00", "\N{MINUS SIGN}171,00", "\N{MINUS SIGN}171.00"),
        ("12345.50", "12 345,50", "12 345.50"),
    ],
)
def test_amounts_are_written_as_people_read_them(kroner, nb, en):
    assert amount(kroner, "nb").replace("\N{NO-BREAK SPACE}", " ") == nb
    assert amount(kroner, "en").replace("\N{NO-BREAK SPACE}", " ") == en


def test_every_month_has_its_name():
    assert len({day(f"2026-{month:02d}-01", "nb") for month in range(1, 13)}) == 12
    assert len({day(f"2026-{month:02d}-01", "en") for month in range(1, 13)}) == 12

"""Letters on paper: where things stand on the page, and what is never there."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from access_api.adapters.letters import render_letter
from access_api.domain.case import Ground
from access_api.domain.letters import Addressee, CodeLetter, DecisionLetter, Language, LetterKind
from service_kit.typesetting import CannotTypeset, Unprintable

PT_PER_MM = 72 / 25.4
WINDOW = (20, 45, 105, 80)
SEEN_THROUGH_WINDOW = (15, 39, 120, 86)
FOLDS = (99, 148.5, 198)
LANGUAGES = list(Language)
GROUNDS_OF = {
    LetterKind.FORM_INCOMPLETE: ("choice", "identification_copy"),
    LetterKind.REQUEST_REJECTED: (Ground.DETAILS_INCORRECT,),
    LetterKind.REQUEST_WITHDRAWN: (Ground.NEW_BLOCK,),
}
KARI = Addressee("Kari Æsøy Nordmann", ("c/o Ola Nordmann", "Storgata 1 A", "0123 OSLO"))
CODE_LETTER = CodeLetter(KARI, "0000005724", date(2026, 3, 4), "0123456789", date(2026, 3, 25))

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def a_decision(kind: LetterKind, **changes) -> DecisionLetter:
    letter = DecisionLetter(
        kind, KARI, "0000005724", date(2026, 3, 4), GROUNDS_OF.get(kind, ()), date(2026, 3, 2)
    )
    return replace(letter, **changes)


def every_letter() -> list[CodeLetter | DecisionLetter]:
    decisions = [kind for kind in LetterKind if kind is not LetterKind.REOPENING_CODE]
    return [CODE_LETTER, *(a_decision(kind) for kind in decisions)]


def text_of(document: bytes) -> str:
    pages = PdfReader(io.BytesIO(document)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")


def text_begun_in(document: bytes, area: tuple[float, ...]) -> str:
    """The text of the first page whose base line begins in `area`, in millimetres from the top."""
    page = PdfReader(io.BytesIO(document)).pages[0]
    height, begun = float(page.mediabox.height), []

    def keep(text, current, matrix, _font, _size):
        left = (matrix[4] * current[0] + current[4]) / PT_PER_MM
        base = (height - matrix[5] * current[3] - current[5]) / PT_PER_MM
        if area[0] - 0.1 <= left < area[2] and area[1] <= base < area[3]:
            begun.append(text)

    page.extract_text(visitor_text=keep)
    return " ".join("".join(begun).split())


def placed_words(document: bytes) -> list[tuple[str, tuple[float, ...]]]:
    """Every word of the first page with left, top, right and bottom in millimetres."""
    command = ["pdftotext", "-bbox", "-l", "1", "-", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)  # noqa: S603
    page = done.stdout.decode()
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<'
    found = re.findall(box, page)
    assert found
    return [(word, tuple(float(x) / PT_PER_MM for x in edges)) for *edges, word in found]


def inside(edges, area) -> bool:
    left, top, right, bottom = edges
    return area[0] - 0.1 <= left and area[1] <= top and right <= area[2] and bottom <= area[3]


def touches(edges, area) -> bool:
    left, top, right, bottom = edges
    return left < area[2] and right > area[0] and top < area[3] and bottom > area[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", every_letter(), ids=lambda it: getattr(it, "kind", "code"))
def test_every_letter_is_one_page_under_both_standards(letter, language):
    document = PdfReader(io.BytesIO(render_letter(letter, language)))
    claims = document.trailer["/Root"]["/Metadata"].get_data().decode()

    assert len(document.pages) == 1
    assert "pdfaid:part>2<" in claims
    assert "pdfuaid:part>1<" in claims
    assert document.trailer["/Root"]["/Lang"] == language
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]


def tags_in_reading_order(document: bytes) -> list[str]:
    """What a screen reader is told of: the kinds of structure elements, in their order."""
    told: list[str] = []

    def visit(node) -> None:
        element = node.get_object()
        if isinstance(element, list):
            for child in element:
                visit(child)
        elif isinstance(element, dict):
            told.append(str(element.get("/S", "")))
            if "/K" in element:
                visit(element["/K"])

    visit(PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return [tag for tag in told if tag]


def test_a_screen_reader_is_told_of_headings_paragraphs_and_lists():
    tags = tags_in_reading_order(render_letter(CODE_LETTER, Language.NB))

    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 2
    assert tags.count("/LI") == 3
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/LI")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", every_letter(), ids=lambda it: getattr(it, "kind", "code"))
def test_only_the_address_begins_in_the_window(letter, language):
    document = render_letter(letter, language)

    seen = text_begun_in(document, SEEN_THROUGH_WINDOW)
    assert seen == text_begun_in(document, WINDOW)
    assert seen.startswith("Retur: Postboks 2415, 3104 Tønsberg")
    assert seen.endswith("0123 OSLO")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_begins_below_one_fold_and_above_the_next(language):
    between = text_begun_in(render_letter(CODE_LETTER, language), (18, 155, 210, 190))

    assert re.search(r"012 ?345 ?6789", between)


@needs_pdftotext
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", every_letter(), ids=lambda it: getattr(it, "kind", "code"))
def test_the_window_shows_the_address_and_where_to_return_it_and_nothing_else(letter, language):
    words = placed_words(render_letter(letter, language))
    in_window = [word for word, edges in words if inside(edges, WINDOW)]
    seen = [word for word, edges in words if touches(edges, SEEN_THROUGH_WINDOW)]

    address = "Kari Æsøy Nordmann c/o Ola Nordmann Storgata 1 A 0123 OSLO"
    assert " ".join(in_window) == f"Retur: Postboks 2415, 3104 Tønsberg {address}"
    assert seen == in_window


@needs_pdftotext
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", every_letter(), ids=lambda it: getattr(it, "kind", "code"))
def test_the_printers_margin_is_free(letter, language):
    assert all(edges[0] >= 18 for _, edges in placed_words(render_letter(letter, language)))


@needs_pdftotext
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_lies_between_two_folds(language):
    words = placed_words(render_letter(CODE_LETTER, language))
    digits = [edges for word, edges in words if word in {"012", "345", "6789"}]

    assert len(digits) == 3
    assert all(top > 152 and bottom < 186 for _, top, _, bottom in digits)
    assert not any(top - 5 < fold < bottom + 5 for _, top, _, bottom in digits for fold in FOLDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_stands_once_in_its_letter_and_in_no_other(language):
    letters = [text_of(render_letter(letter, language)) for letter in every_letter()]

    assert letters[0].count("012 345 6789") == 1
    assert "000 000 5724" in letters[0]
    assert not any("012 345 6789" in text for text in letters[1:])


@pytest.mark.parametrize("letter", every_letter(), ids=lambda it: getattr(it, "kind", "code"))
def test_no_letter_holds_eleven_digits_in_a_row(letter):
    assert not re.search(r"\d{11}", text_of(render_letter(letter, Language.NB)))


def test_the_same_letter_gives_the_same_bytes():
    again = replace(CODE_LETTER)

    assert render_letter(CODE_LETTER, Language.NB) == render_letter(again, Language.NB)


@pytest.mark.parametrize("name", ['#panic("x") *bold* $x$', "#import sys", "_a_ `b` <c> @d \\"])
def test_a_name_that_looks_like_markup_is_printed_as_it_is(name):
    letter = replace(CODE_LETTER, addressee=Addressee(name, ("Storgata 1", "0123 OSLO")))

    assert name in text_of(render_letter(letter, Language.NB))


@given(st.lists(st.text("ABCÆØÅabcæøåčđŋšŧž -'.", min_size=1, max_size=25), max_size=5))
@settings(max_examples=25, deadline=None)
def test_addresses_of_up_to_five_lines_fit_the_window(lines):
    letter = replace(CODE_LETTER, addressee=Addressee("Kari Nordmann", tuple(lines)))

    assert render_letter(letter, Language.NB).startswith(b"%PDF-1.7")


def test_an_address_that_does_not_fit_is_refused_rather_than_cut():
    letter = replace(
        CODE_LETTER, addressee=Addressee("Kari", tuple(f"Linje {n}" for n in range(8)))
    )

    with pytest.raises(CannotTypeset) as it:
        render_letter(letter, Language.NB)
    assert "Kari" not in str(it.value)


def test_a_name_that_no_font_has_is_refused_and_not_quoted():
    letter = replace(CODE_LETTER, addressee=Addressee("漢字", ("Storgata 1",)))

    with pytest.raises(Unprintable) as it:
        render_letter(letter, Language.NB)
    assert "漢" not in str(it.value)

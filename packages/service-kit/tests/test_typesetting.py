"""What every document of the services can be relied on to be."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from service_kit import typesetting
from service_kit.typesetting import CannotTypeset, Typesetter, Unprintable

PLAIN = """
#import "@local/sheet:1.0.0": report
#let data = json(bytes(sys.inputs.data))
#show: report.with(title: "Plain", author: "Agency", footer: "Footer")
#data.text
"""
LETTER = """
#import "@local/sheet:1.0.0": letter
#let data = json(bytes(sys.inputs.data))
#show: letter.with(
  title: "Title",
  sender: (name: "Agency", return_address: "Return: Box 1", contact: "Contact"),
  recipient: data.recipient,
  reference: (("Date", "4 March 2026"),),
)
#data.text
"""


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory) -> Typesetter:
    outside: Path = tmp_path_factory.mktemp("service")
    folder = outside / "templates"
    folder.mkdir()
    (outside / "note.txt").write_text("outside")
    (folder / "note.txt").write_text("inside")
    (folder / "inside.typ").write_text(PLAIN.replace("#data.text", '#read("note.txt")'))
    (folder / "plain.typ").write_text(PLAIN)
    (folder / "letter.typ").write_text(LETTER)
    (folder / "untitled.typ").write_text("#set document(date: auto)\nText")
    (folder / "outside.typ").write_text(PLAIN.replace("#data.text", '#read("../note.txt")'))
    return Typesetter(folder)


def some_data(**changes: object) -> dict[str, object]:
    return {"issued_on": "2026-03-04", "text": "Hello", "recipient": ["Kari", "Gata 1"]} | changes


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(document).pages)


def test_the_same_data_give_the_same_bytes(typesetter):
    first = typesetter.pdf("plain.typ", some_data(), "nb")

    assert typesetter.pdf("plain.typ", some_data(), "nb") == first
    assert typesetter.pdf("plain.typ", some_data(text="Other"), "nb") != first
    assert typesetter.pdf("plain.typ", some_data(), "en") != first


def test_a_document_claims_both_standards_its_language_and_its_date(typesetter):
    document = read(typesetter.pdf("plain.typ", some_data(), "nn"))
    claims = document.trailer["/Root"]["/Metadata"].get_data().decode()

    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", claims, re.DOTALL)
    assert "pdfuaid:part>1<" in claims
    assert document.trailer["/Root"]["/Lang"] == "nn"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.metadata.title == "Plain"
    assert document.metadata.creation_date.date().isoformat() == "2026-03-04"
    assert document.pdf_header == "%PDF-1.7"


def test_only_the_bundled_font_is_used_and_it_is_embedded(typesetter):
    fonts = read(typesetter.pdf("plain.typ", some_data(), "nb")).pages[0]["/Resources"]["/Font"]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]

    assert described
    assert all("SourceSans3" in font["/FontName"] for font in described)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in described)


@pytest.mark.parametrize(
    "attempt",
    ['#panic("x") *bold* $x$', "#import sys", "= Heading", "\\ ] } )", '"; read("/etc/passwd")'],
)
def test_data_that_look_like_markup_are_printed_as_they_are(typesetter, attempt):
    assert attempt in text_of(typesetter.pdf("plain.typ", some_data(text=attempt), "nb"))


@given(text=st.text(st.characters(max_codepoint=0x10FFFF), max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_text_is_set_or_refused_without_being_quoted(typesetter, text):
    try:
        document = typesetter.pdf("plain.typ", some_data(text=text), "nb")
    except Unprintable as refusal:
        assert str(refusal) == str(Unprintable("plain.typ"))  # noqa: PT017 (either end is right)
    else:
        assert document.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", ["Ærlig Øye Ågård", "Þór Guðrún", "Čáhci Đorđe Ŋŋ Šš Ŧŧ Žž"])
def test_names_in_the_alphabets_of_the_north_are_printable(typesetter, name):
    assert name in text_of(typesetter.pdf("plain.typ", some_data(text=name), "nb"))


def test_a_failure_names_the_template_and_a_line_and_nothing_of_the_data(typesetter):
    with pytest.raises(
        CannotTypeset, match=r"^Cannot typeset plain.typ: stopped at line 5\.$"
    ) as it:
        typesetter.pdf("plain.typ", {"issued_on": "2026-03-04", "txet": "Secret"}, "nb")

    assert it.value.__context__ is None
    assert it.value.__cause__ is None


def test_an_unprintable_name_is_not_quoted(typesetter):
    with pytest.raises(Unprintable) as it:
        typesetter.pdf("plain.typ", some_data(text="漢字"), "nb")

    assert "漢" not in str(it.value)
    assert it.value.__context__ is None


def test_a_document_that_breaks_a_standard_is_refused(typesetter):
    with pytest.raises(CannotTypeset, match=r"untitled\.typ"):
        typesetter.pdf("untitled.typ", some_data(), "nb")


def test_a_template_reads_nothing_outside_its_folder(typesetter):
    assert "inside" in text_of(typesetter.pdf("inside.typ", some_data(), "nb"))
    with pytest.raises(CannotTypeset, match=r"outside\.typ: stopped at line 5"):
        typesetter.pdf("outside.typ", some_data(), "nb")


def test_a_failure_leaves_the_typesetter_usable(typesetter):
    with pytest.raises(CannotTypeset):
        typesetter.pdf("plain.typ", {"issued_on": "2026-03-04"}, "nb")

    assert "Hello" in text_of(typesetter.pdf("plain.typ", some_data(), "nb"))


def test_threads_at_once_each_get_their_own_document(typesetter):
    texts = [f"Number {n}" for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        made = pool.map(lambda t: typesetter.pdf("plain.typ", some_data(text=t), "nb"), texts)

    assert all(text in text_of(document) for text, document in zip(texts, made, strict=True))


def test_an_address_that_does_not_fit_the_window_is_refused_rather_than_cut(typesetter):
    fits = some_data(recipient=["Kari Nordmann", "c/o Ola", "Storgata 1", "0123 OSLO", "Norway"])
    too_long = some_data(recipient=[f"Line {n}" for n in range(9)])

    assert "Norway" in text_of(typesetter.pdf("letter.typ", fits, "nb"))
    with pytest.raises(CannotTypeset, match=r"letter\.typ"):
        typesetter.pdf("letter.typ", too_long, "nb")


def test_pages_are_numbered_only_when_there_are_several(typesetter):
    one = read(typesetter.pdf("letter.typ", some_data(), "nb"))
    several = read(typesetter.pdf("letter.typ", some_data(text="Many words. " * 900), "nb"))

    assert len(one.pages) == 1
    assert "1 / 1" not in one.pages[0].extract_text()
    assert f"2 / {len(several.pages)}" in several.pages[1].extract_text()


def test_the_bundled_fonts_are_small_and_carry_their_licence():
    fonts = Path(typesetting.__file__).parent / "fonts"

    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text().upper()
    assert sum(file.stat().st_size for file in fonts.iterdir()) < 1_000_000

"""Attachments are decoded strictly and asked what they are."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from invoice_api.adapters.attachments import decode, looks_like
from invoice_api.domain.house.attachments import hk_file_01
from invoice_api.testing.documents import a_document, an_attachment, circumstances

PDF, ZIP = "application/pdf", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def element(text):
    made = etree.Element("file")
    made.text = text
    return made


@given(st.binary(max_size=300), st.integers(1, 80))
def test_what_was_encoded_is_decoded_whatever_the_line_length(content, width):
    text = base64.b64encode(content).decode()
    lines = "\r\n\t ".join(text[i : i + width] for i in range(0, len(text), width))

    assert decode(element(lines)) == content


@pytest.mark.parametrize(
    "text", ["@@@@", "QUJD=", "QUJD====", "QUJ", "QUJDRA", "QUI=QUI=", "ÆØÅ=", "QU-_"]
)
def test_what_is_not_base64_is_refused_rather_than_guessed(text):
    with pytest.raises(ValueError, match=r".*"):
        decode(element(text))


def test_nothing_is_an_empty_file():
    assert decode(element(None)) == b""


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"%PDF-1.7", PDF),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04", ZIP),
        (b"MZ\x90", "application/vnd.microsoft.portable-executable"),
        (b"dato;timer", None),
        (b"", None),
    ],
)
def test_first_bytes_tell_what_a_file_is(start, media_type):
    assert looks_like(start) == media_type


@pytest.mark.parametrize(
    ("declared", "shown", "right"),
    [
        (PDF, PDF, True),
        (PDF, ZIP, False),
        (PDF, None, False),
        (XLSX, ZIP, True),
        (XLSX, PDF, False),
        ("text/csv", None, True),
        ("text/csv", "application/vnd.microsoft.portable-executable", False),
        ("application/xml", None, True),
    ],
)
def test_a_file_that_is_not_what_it_says_is_asked_about(declared, shown, right):
    attached = an_attachment(media_type=declared, looks_like=shown)

    found = list(hk_file_01(a_document(attachments=(attached,)), circumstances()))

    assert [breach.found for breach in found] == ([] if right else [shown])


def test_a_document_that_lies_elsewhere_is_not_asked_what_it_is():
    elsewhere = an_attachment(size=None, media_type=None, uri="https://example.no/form.pdf")

    assert list(hk_file_01(a_document(attachments=(elsewhere,)), circumstances())) == []

"""Documents are read without trusting them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoice_api.adapters import xml
from invoice_api.domain.unreadable import (
    DoctypeRefused,
    NotAnInvoice,
    NotXml,
    TooDeep,
    TooLarge,
    Unreadable,
)

EXAMPLES = Path(__file__).parents[4] / "examples" / "ehf"
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
WRAPPER = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"


def nested(levels):
    inside = "<x>" * (levels - 1) + "</x>" * (levels - 1)
    return f'<Invoice xmlns="{INVOICE}">{inside}</Invoice>'.encode()


def test_the_deepest_nesting_is_read_and_one_level_more_is_refused():
    assert xml.read(nested(xml.DEEPEST)).tag == xml.INVOICE
    with pytest.raises(TooDeep):
        xml.read(nested(xml.DEEPEST + 1))


def test_the_largest_body_is_read_and_one_byte_more_is_refused():
    body = f'<Invoice xmlns="{INVOICE}"/>'.encode()
    padding = b" " * (xml.LARGEST_BODY - len(body))

    assert xml.read(body + padding).tag == xml.INVOICE
    with pytest.raises(TooLarge):
        xml.read(body + padding + b" ")


def test_a_tree_that_would_fill_the_memory_is_not_built():
    within = b"<x/>" * (xml.MOST_ELEMENTS - 1)
    document = b'<Invoice xmlns="' + INVOICE.encode() + b'">%s</Invoice>'

    assert len(xml.read(document % within)) == xml.MOST_ELEMENTS - 1
    with pytest.raises(TooLarge):
        xml.read(document % (within + b"<x/>"))


def test_indentation_is_dropped_but_no_value_is():
    indented = f'<Invoice xmlns="{INVOICE}">\n  <x> </x>\n  <y>\n</y>\n</Invoice>'

    read = xml.text_of(xml.read(indented.encode()))

    assert read == f'<Invoice xmlns="{INVOICE}"><x> </x><y>\n</y></Invoice>'


@pytest.mark.parametrize("note", ["<!-- note -->", "<?note?>"])
def test_a_blank_value_beside_a_comment_is_kept(note):
    document = f'<Invoice xmlns="{INVOICE}">\n  <x>  {note}  </x>\n</Invoice>'

    assert xml.text_of(xml.read(document.encode())) == document


def test_a_text_longer_than_parsers_usually_allow_is_read():
    body = f'<Invoice xmlns="{INVOICE}">{"A" * 11_000_000}</Invoice>'.encode()

    assert len(xml.read(body).text) == 11_000_000


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE Invoice>",
        '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/invoice.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE Invoice [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>',
        '<!DOCTYPE Invoice [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_document_type_is_refused_in_any_encoding(declaration, encoding):
    text = f'{declaration}<Invoice xmlns="{INVOICE}"/>'

    with pytest.raises(DoctypeRefused):
        xml.read(text.encode(encoding))


def test_a_document_type_inside_a_comment_is_only_a_comment():
    body = f'<!-- <!DOCTYPE Invoice> --><Invoice xmlns="{INVOICE}"/>'.encode()

    assert xml.read(body).tag == xml.INVOICE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_document_says_the_same_in_every_usual_encoding(encoding, expert_fee):
    declared = encoding.replace("-sig", "")
    text = expert_fee.decode().replace('encoding="UTF-8"', f'encoding="{declared}"')

    root = xml.read(text.encode(encoding))

    assert root.findtext(".//{*}StreetName") == "Prøvegata 7"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<Invoice>",
        b"<a>&unknown;</a>",
        b"<a>\xff</a>",
        b"<a/><b/>",
        b'<?xml version="1.0" encoding="EBCDIC-NO"?><a/>',
        b'<?xml version="1.0" encoding="rot13"?><a/>',
    ],
)
def test_what_is_not_xml_is_called_that(body):
    with pytest.raises(NotXml):
        xml.read(body)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail_in_another_way(body):
    with pytest.raises(Unreadable):
        xml.read(body)


def test_a_wrapped_document_is_the_document_in_it(expert_fee):
    wrapped = xml.read((EXAMPLES / "expert-fee-wrapped.xml").read_bytes())

    alone = xml.read(expert_fee)
    assert wrapped.tag == xml.INVOICE
    assert xml.text_of(wrapped).count("<cac:InvoiceLine>") == 2
    assert "StandardBusinessDocumentHeader>" not in xml.text_of(wrapped)
    assert [e.text for e in wrapped.iter("{*}ID")] == [e.text for e in alone.iter("{*}ID")]


@pytest.mark.parametrize("inside", ["", "<x/>", f'<Invoice xmlns="{INVOICE}"/>' * 2])
def test_a_wrapper_without_exactly_one_document_is_not_an_invoice(inside):
    body = f'<StandardBusinessDocument xmlns="{WRAPPER}">{inside}</StandardBusinessDocument>'

    with pytest.raises(NotAnInvoice):
        xml.read(body.encode())


@pytest.mark.parametrize("root", ["<Invoice/>", '<Invoice xmlns="urn:other"/>', "<order/>"])
def test_another_root_is_not_an_invoice(root):
    with pytest.raises(NotAnInvoice):
        xml.read(root.encode())


def test_what_is_told_of_an_unreadable_document_quotes_nothing_of_it():
    with pytest.raises(NotXml) as refusal:
        xml.read(b"<secret")

    assert "secret" not in str(refusal.value) + str(refusal.value.extra)
    assert refusal.value.extra["errors"][0]["code"] == "not_xml"

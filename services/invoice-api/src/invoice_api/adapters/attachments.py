"""The files inside an invoice: strict decoding, and what their first bytes say they are."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from invoice_api.adapters.ubl_terms import clark

_EMBEDDED: Final = clark("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
_SUPPORTING: Final = clark("cac:AdditionalDocumentReference")
_TYPE_CODE: Final = clark("cbc:DocumentTypeCode")
_OBJECT: Final = clark("cbc:EmbeddedDocumentBinaryObject")

OBJECT_REFERENCE: Final = "130"
"""The reference is the number of what was invoiced (BT-18)."""
PROJECT_REFERENCE: Final = "50"
"""The reference is a project (BT-11 of a credit note)."""
_ONLY_NUMBERS: Final = frozenset({OBJECT_REFERENCE, PROJECT_REFERENCE})

_WHITE_SPACE: Final = re.compile(r"[ \t\r\n]+")

_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)


def decode(element: etree._Element) -> bytes:
    """Return the bytes in `element`.

    White space is allowed, as the schema allows it. Everything else must be base64: the schema
    validator lets garbage through, and a lax decoder would quietly drop it.

    Raises:
        ValueError: the text is not base64.
    """
    text = _WHITE_SPACE.sub("", element.text or "")
    if len(text) % 4 or text.endswith("==="):  # the decoder forgives padding
        raise ValueError
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError from error


def embedded(root: etree._Element) -> Iterator[etree._Element]:
    """Yield every element of the document that holds a file, wherever it stands."""
    return root.iter(_OBJECT)


def supporting(root: etree._Element) -> list[etree._Element]:
    """Return the supporting documents (BG-24), without references that only carry a number."""
    return [each for each in root.findall(_SUPPORTING) if type_of(each) not in _ONLY_NUMBERS]


def type_of(reference: etree._Element) -> str:
    """Return the code that says what kind of reference `reference` is, usually none."""
    return (reference.findtext(_TYPE_CODE) or "").strip()


def attachment(root: etree._Element, number: int) -> bytes | None:
    """Return the file in supporting document `number` (from 1), or `None` when it holds none."""
    references = supporting(root)
    if not 1 <= number <= len(references):
        return None
    element = references[number - 1].find(_EMBEDDED)
    return None if element is None else decode(element)


def looks_like(content: bytes) -> str | None:
    """Return the media type that the first bytes of `content` show, or `None` for plain text.

    Office documents are zip archives; which of them cannot be told without unpacking, so they
    answer `application/zip`.
    """
    return next((media for start, media in _SIGNATURES if content.startswith(start)), None)

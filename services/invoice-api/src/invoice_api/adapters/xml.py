"""Reads the bytes of an electronic invoice without trusting them.

Two parsers look at each document. expat goes first and stops at anything hostile: it answers
before a document type declaration is acted on and keeps no tree. Only then does libxml2 build the
tree that everything else works on; the rule engine gets that tree's text, never the bytes.
"""

from typing import Final
from xml.parsers import expat

from lxml import etree

from invoice_api.domain.unreadable import DoctypeRefused, NotAnInvoice, NotXml, TooDeep, TooLarge

LARGEST_BODY: Final = 20 * 1024 * 1024
"""Bytes; about 14 MB of attachments."""

DEEPEST: Final = 100
"""Levels of elements. The UBL schema itself ends far above this; extensions could go on."""

MOST_ELEMENTS: Final = 1_000_000
"""About 50,000 invoice lines; a tree of more would take more memory than a worker is given."""

CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
INVOICE: Final = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
CREDIT_NOTE: Final = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"

_IS_TOO_DEEP: Final = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")

_WRAPPER: Final = (
    "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}"
    "StandardBusinessDocument"
)
_DOCUMENTS: Final = frozenset({INVOICE, CREDIT_NOTE})


def read(body: bytes) -> etree._Element:
    """Return the invoice or credit note in `body`, taken out of its StandardBusinessDocument.

    Raises:
        TooLarge: more than `LARGEST_BODY` bytes or `MOST_ELEMENTS` elements; no tree was built.
        NotXml: not well-formed, or in an encoding that is not understood.
        DoctypeRefused: a document type is declared; no entity was expanded.
        TooDeep: more than `DEEPEST` levels.
        NotAnInvoice: the root is something else, or the wrapper does not hold exactly one.
    """
    if len(body) > LARGEST_BODY:
        raise TooLarge
    annotated = _look_through(body)
    try:
        root = etree.fromstring(body, parser=_parser(annotated=annotated))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DoctypeRefused
    if _IS_TOO_DEEP(root):
        raise TooDeep
    return _unwrapped(root)


def text_of(root: etree._Element) -> str:
    """Return the XML text of the document under `root`, and nothing around it."""
    return etree.tostring(root, encoding="unicode", with_tail=False)


def _parser(*, annotated: bool) -> etree.XMLParser:
    """Return a parser that drops indentation, which only costs the rules time.

    Beside a comment it is kept: there it may be the blank value of an element.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_blank_text=not annotated,
        huge_tree=True,  # attachments above 10 MB of text; size and depth are bounded here
    )


def _look_through(body: bytes) -> bool:
    """Go through `body` once, keeping nothing, and stop at the first thing that is refused.

    Returns:
        Whether there are comments or processing instructions.
    """
    elements = 0
    annotated = False

    def opened(_tag: str, _attributes: object) -> None:
        nonlocal elements
        elements += 1
        if elements > MOST_ELEMENTS:
            raise TooLarge

    def annotation(*_text: str) -> None:
        nonlocal annotated
        annotated = True

    def doctype(*_declaration: object) -> None:
        raise DoctypeRefused

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.CommentHandler = annotation
    parser.ProcessingInstructionHandler = annotation
    if len(body) > MOST_ELEMENTS * len("<x/>"):  # a smaller body has no room for so many
        parser.StartElementHandler = opened
    try:
        parser.Parse(body, True)  # noqa: FBT003 - takes no keyword
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotXml from error
    return annotated


def _unwrapped(root: etree._Element) -> etree._Element:
    if root.tag in _DOCUMENTS:
        return root
    inside = [child for child in root if child.tag in _DOCUMENTS] if root.tag == _WRAPPER else []
    if len(inside) != 1:
        raise NotAnInvoice
    return inside[0]

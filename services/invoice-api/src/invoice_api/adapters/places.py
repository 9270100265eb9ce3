"""Where elements stand, in words that a person can follow and a program can evaluate.

A path is written from the document's own root, also when it came wrapped, with the usual prefixes
`cac` and `cbc` and a position wherever siblings share a name:
`/Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount`.
"""

import re
from typing import Final, cast

from lxml import etree

from invoice_api.adapters.ubl_terms import TERMS
from invoice_api.adapters.xml import CAC, CBC, CREDIT_NOTE, INVOICE
from invoice_api.domain.document import Place

_PREFIXES: Final = {CAC: "cac:", CBC: "cbc:"}
_ROOTS: Final = frozenset({INVOICE, CREDIT_NOTE})
_STEP: Final = re.compile(
    r"/(?:Q\{(?P<uri>[^}]*)\}|\*:|)(?P<name>[^/\[\]@*:{}]+)"
    r"(?:\[namespace-uri\(\)='(?P<uri2>[^']*)'\])?(?:\[(?P<position>\d+)\])?"
)
_POSITION: Final = re.compile(r"\[\d+\]")


def place_of(element: etree._Element) -> Place:
    """Return where `element` stands."""
    return Place(path_of(element), line_of(element))


def line_of(element: etree._Element) -> int | None:
    """Return the line of the text that `element` begins on."""
    return cast("int | None", element.sourceline)  # the stubs know only `...`


def path_of(element: etree._Element) -> str:
    """Return the path of `element` from the root of its document."""
    steps = [_step(element)]
    while element.tag not in _ROOTS and (parent := element.getparent()) is not None:
        element = parent
        steps.append(_step(element))
    return "/" + "/".join(reversed(steps))


def locate(root: etree._Element, location: str) -> Place:
    """Return the place that the official rules call `location`.

    They write positions and namespaces in full, in one of two ways, from the root. What cannot be
    followed is given back as it is, without a line.
    """
    element: etree._Element | None = None
    for step in _STEP.finditer(location):
        tag = f"{{{step['uri'] or step['uri2']}}}{step['name']}"
        if element is None:
            element = root if root.tag == tag else None
        else:
            same = element.findall(tag)
            at = int(step["position"] or 1) - 1
            element = same[at] if at < len(same) else None
        if element is None:
            return Place(location or "/")
    return place_of(element) if element is not None else Place(location or "/")


def term_at(xpath: str) -> str | None:
    """Return the business term that stands at `xpath`, if it is one that is known here.

    >>> term_at("/Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount")
    'BT-146'
    """
    below_root = _POSITION.sub("", xpath).lstrip("/").partition("/")[2]
    return TERMS.get(below_root)


def _step(element: etree._Element) -> str:
    name = etree.QName(element)
    prefix = _PREFIXES.get(name.namespace or "", "")
    parent = element.getparent()
    if element.tag in _ROOTS or parent is None:
        return prefix + name.localname
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    alone = before == 0 and next(element.itersiblings(element.tag), None) is None
    return prefix + name.localname + ("" if alone else f"[{before + 1}]")

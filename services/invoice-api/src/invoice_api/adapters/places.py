"""Where elements stand, in words that a person can follow and a program can evaluate.

A path is written from the document's own root, also when it came wrapped, with the usual prefixes
`cac` and `cbc` and a position wherever siblings share a name:
`/Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount`.
"""

import re
from collections.abc import Mapping
from typing import Final, cast

from lxml import etree

from invoice_api.adapters.ubl_terms import TERMS
from invoice_api.adapters.xml import CAC, CBC
from invoice_api.domain.document import Place

_PREFIXES: Final = {CAC: "cac:", CBC: "cbc:"}
_STEP: Final = re.compile(
    r"/(?:Q\{(?P<uri>[^}]*)\}|\*:|)(?P<name>[^/\[\]@*:{}]+)"
    r"(?:\[namespace-uri\(\)='(?P<uri2>[^']*)'\])?(?:\[(?P<position>\d+)\])?"
)
_POSITION: Final = re.compile(r"\[\d+\]")


class Places:
    """The places of one document. Siblings are counted once, however many are asked about."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._paths = {root: f"/{_written(root.tag)}"}
        self._children: dict[etree._Element, Mapping[str, list[etree._Element]]] = {}

    def of(self, element: etree._Element) -> Place:
        """Return where `element`, which lies in the document, stands."""
        return Place(self.path_of(element), line_of(element))

    def path_of(self, element: etree._Element) -> str:
        """Return the path of `element` from the root of its document."""
        parent = element.getparent()
        if element not in self._paths and parent is not None:
            start = self.path_of(parent)
            for tag, same in self._named(parent).items():
                path = f"{start}/{_written(tag)}"
                for number, each in enumerate(same, 1):
                    self._paths[each] = path if len(same) == 1 else f"{path}[{number}]"
        return self._paths[element]

    def called(self, location: str) -> Place:
        """Return the place that the official rules call `location`.

        They write positions and namespaces in full, in one of two ways, from the root. What cannot
        be followed is given back as it is, without a line.
        """
        steps = list(_STEP.finditer(location))
        known = bool(steps) and _tag(steps[0]) == self._root.tag
        element = self._root if known else None
        for step in steps[1:]:
            if element is None:
                break
            same = self._named(element).get(_tag(step), [])
            at = int(step["position"] or 1) - 1
            element = same[at] if at < len(same) else None
        return self.of(element) if element is not None else Place(location or "/")

    def _named(self, parent: etree._Element) -> Mapping[str, list[etree._Element]]:
        """Return the children of `parent` by name."""
        known = self._children.get(parent)
        if known is None:
            children: dict[str, list[etree._Element]] = {}
            for child in parent.iterchildren(etree.Element):
                children.setdefault(str(child.tag), []).append(child)
            known = self._children[parent] = children
        return known


def line_of(element: etree._Element) -> int | None:
    """Return the line of the text that `element` begins on."""
    return cast("int | None", element.sourceline)  # the stubs know only `...`


def term_at(xpath: str) -> str | None:
    """Return the business term that stands at `xpath`, if it is one that is known here.

    >>> term_at("/Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount")
    'BT-146'
    """
    below_root = _POSITION.sub("", xpath).lstrip("/").partition("/")[2]
    return TERMS.get(below_root)


def _tag(step: re.Match[str]) -> str:
    return f"{{{step['uri'] or step['uri2']}}}{step['name']}"


def _written(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return _PREFIXES.get(namespace, "") + name

"""Elements of UBL to write. What has nothing in it is left out, as the official rules ask."""

from typing import Any, Final

from lxml import etree

from invoice_api.adapters.xml import CAC, CBC

Element = etree._Element  # noqa: SLF001 - the name the stubs give the public type

_DOCUMENT: Final = "urn:oasis:names:specification:ubl:schema:xsd:{name}-2"


def document(name: str, *children: Element | None) -> Element:
    """Return the root of a UBL document, such as `Invoice`."""
    namespace = _DOCUMENT.format(name=name)
    prefixes: Any = {None: namespace, "cac": CAC, "cbc": CBC}  # the stubs know no default
    root = etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)
    root.extend(child for child in children if child is not None)
    return root


def cac(name: str, *children: Element | None) -> Element | None:
    """Return an aggregate of those children that are there, or `None` when none is."""
    given = [child for child in children if child is not None]
    if not given:
        return None
    element = etree.Element(f"{{{CAC}}}{name}", nsmap={"cac": CAC, "cbc": CBC})
    element.extend(given)
    return element


def cbc(name: str, text: str | None, **attributes: str) -> Element | None:
    """Return an element that holds `text`, or `None` when there is none."""
    if not text:
        return None
    element = etree.Element(f"{{{CBC}}}{name}", attributes, nsmap={"cbc": CBC})
    element.text = text
    return element

"""Makes an XSLT stylesheet of a Schematron file, so that rules can be used as they are published.

Understood is what the rules for electronic invoices are written in: the query language XSLT 2 or
3, patterns, rules, assertions, reports, variables and functions. What is not understood is refused
when the service starts, since leaving it out would let documents through that break it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

_SCH: Final = "http://purl.oclc.org/dsdl/schematron"
_SVRL: Final = "http://purl.oclc.org/dsdl/svrl"
_XSL: Final = "http://www.w3.org/1999/XSL/Transform"

_BINDINGS: Final = frozenset({"xslt2", "xslt3"})
_EVERY_CHILD: Final = "@* | node()"


class SchematronNotUnderstood(ValueError):
    """The file uses something that is not understood here."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The Schematron file uses {what}, which is not understood.")


def stylesheet(schematron: bytes) -> str:
    """Return XSLT that reports (SVRL) which rules of `schematron` a document breaks.

    As Schematron wants it, each pattern is asked about the whole document, and within a pattern
    the first rule that fits a node is the only one asked about it.

    Raises:
        SchematronNotUnderstood: something in the file would have to be left out.
    """
    schema = _parsed(schematron)
    if schema.tag != f"{{{_SCH}}}schema":
        raise SchematronNotUnderstood(f"the root {schema.tag}")
    if schema.get("queryBinding") not in _BINDINGS:
        raise SchematronNotUnderstood(f"the query language {schema.get('queryBinding')}")
    sheet = etree.Element(f"{{{_XSL}}}transform", nsmap=_namespaces(schema), version="3.0")
    patterns = [each for each in schema if each.tag == f"{{{_SCH}}}pattern"]
    sheet.append(_start(len(patterns)))
    for each in schema.iterchildren(etree.Element):
        _place(each, sheet)
    for number, pattern in enumerate(patterns):
        _pattern(sheet, f"pattern-{number}", pattern)
    return etree.tostring(sheet, encoding="unicode")


def _xsl(tag: str, /, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    """Return an element of XSLT around `inside`, where a text may only come first."""
    made = etree.Element(f"{{{_XSL}}}{tag}", attributes)
    for each in inside:
        if isinstance(each, str):
            made.text = each
        else:
            made.append(each)
    return made


def _svrl(tag: str, *inside: etree._Element) -> etree._Element:
    made = etree.Element(f"{{{_SVRL}}}{tag}", nsmap={"svrl": _SVRL})
    made.extend(inside)
    return made


def _parsed(schematron: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(schematron, parser)
    except etree.XMLSyntaxError as error:
        raise SchematronNotUnderstood("something that is not XML") from error


def _namespaces(schema: etree._Element) -> Mapping[str, str]:
    declared = {
        each.get("prefix", ""): each.get("uri", "") for each in schema.iter(f"{{{_SCH}}}ns")
    }
    return declared | {"xsl": _XSL, "svrl": _SVRL}


def _start(patterns: int) -> etree._Element:
    asked = [_xsl("apply-templates", select="/", mode=f"pattern-{n}") for n in range(patterns)]
    return _xsl("template", _svrl("schematron-output", *asked), match="/")


def _place(element: etree._Element, sheet: etree._Element) -> None:
    """Put one part of the schema into the stylesheet, or raise when it has no place there."""
    name = etree.QName(element)
    if name.namespace == _XSL:
        sheet.append(element)
    elif name.localname == "let":
        sheet.append(_variable(element))
    elif name.localname not in {"title", "p", "ns", "phase", "pattern", "diagnostics"}:
        raise SchematronNotUnderstood(f"the element {name.localname}")


def _pattern(sheet: etree._Element, mode: str, pattern: etree._Element) -> None:
    _refuse_abstract(pattern)
    sheet.append(_xsl("mode", **{"name": mode, "on-no-match": "shallow-skip"}))
    rules = []
    for each in pattern.iterchildren(etree.Element):
        match etree.QName(each).localname:
            case "rule":
                rules.append(each)
            case "let":
                sheet.append(_variable(each))
            case "title" | "p":
                pass
            case other:
                raise SchematronNotUnderstood(f"the element {other}")
    for number, rule in enumerate(rules):
        sheet.append(_rule(rule, mode, priority=len(rules) - number))


def _rule(rule: etree._Element, mode: str, *, priority: int) -> etree._Element:
    _refuse_abstract(rule)
    template = _xsl("template", match=_needed(rule, "context"), mode=mode, priority=str(priority))
    for each in rule.iterchildren(etree.Element):
        name = etree.QName(each).localname
        make = _IN_RULE.get(name)
        if make is None:
            raise SchematronNotUnderstood(f"the element {name}")
        template.append(make(each))
    template.append(_xsl("apply-templates", select=_EVERY_CHILD, mode=mode))
    return template


def _refuse_abstract(element: etree._Element) -> None:
    if element.get("abstract") == "true" or element.get("is-a"):
        raise SchematronNotUnderstood("abstract patterns or rules")


def _variable(let: etree._Element) -> etree._Element:
    return _xsl("variable", name=_needed(let, "name"), select=_needed(let, "value"))


def _assertion(element: etree._Element) -> etree._Element:
    return _xsl("if", _told("failed-assert", element), test=f"not({_needed(element, 'test')})")


def _report(element: etree._Element) -> etree._Element:
    return _xsl("if", _told("successful-report", element), test=_needed(element, "test"))


_IN_RULE: Final[Mapping[str, Callable[[etree._Element], etree._Element]]] = {
    "let": _variable,
    "assert": _assertion,
    "report": _report,
}


def _told(how: str, element: etree._Element) -> etree._Element:
    named = {key: str(element.get(key)) for key in ("id", "flag", "role") if element.get(key)}
    attributes = [_xsl("attribute", value, name=key) for key, value in named.items()]
    place = _xsl("attribute", _xsl("value-of", select="path()"), name="location")
    return _svrl(how, *attributes, place, _words(element))


def _words(element: etree._Element) -> etree._Element:
    """Return the text of an assertion, with what it quotes of the document."""
    text = _svrl("text", _xsl("text", element.text or ""))
    for each in element.iterchildren(etree.Element):
        match etree.QName(each).localname:
            case "value-of":
                text.append(_xsl("value-of", select=_needed(each, "select")))
            case "name":
                text.append(_xsl("value-of", select=each.get("path") or "name()"))
            case _:
                text.append(_xsl("text", str(each.xpath("string()"))))
        text.append(_xsl("text", each.tail or ""))
    return text


def _needed(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise SchematronNotUnderstood(f"{etree.QName(element).localname} without {name}")
    return value

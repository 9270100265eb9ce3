"""XSLT out of a rule file, whether it is XSLT already or Schematron."""

from pathlib import Path
from typing import Final

from lxml import etree

from invoice_api.adapters.rules import schematron

_LEFT_OUT: Final = (
    "{http://purl.oclc.org/dsdl/svrl}active-pattern",
    "{http://purl.oclc.org/dsdl/svrl}fired-rule",
    "{http://purl.oclc.org/dsdl/svrl}suppressed-rule",
    "{http://www.w3.org/1999/XSL/Transform}output",
)
"""What was asked, which by ISO/IEC 19757-3 has nothing inside and fills nearly all of a report;
and how the report is indented."""


def stylesheet_text(path: Path) -> str:
    """Return the XSLT in `path`, made from it when the file is Schematron (`.sch`).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no XML, or Schematron that uses something that is not understood.
    """
    if path.suffix == ".sch":
        return schematron.stylesheet(path.read_bytes())
    try:
        sheet = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{path.name} is not XML: {error}") from error
    etree.strip_elements(sheet, *_LEFT_OUT, with_tail=False)
    return etree.tostring(sheet, encoding="unicode")

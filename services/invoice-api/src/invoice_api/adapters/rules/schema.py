"""The UBL 2.1 schema, and the one thing that its usual validator does not check."""

import contextlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree

from contracts.vocabulary import Text
from invoice_api.adapters import attachments
from invoice_api.adapters.catalogue import rule_catalogue
from invoice_api.adapters.places import Places, term_at
from invoice_api.domain.document import Place
from invoice_api.domain.report import Finding, Layer, Severity

MOST_FINDINGS: Final = 100
"""A document that is all wrong says so in its first hundred lines."""

LONGEST_MESSAGE: Final = 300
"""Characters; the validator quotes values whole, and a value may be a file."""

_BOTH: Final = """\
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
              schemaLocation="{folder}/UBL-Invoice-2.1.xsd"/>
  <xsd:import namespace="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
              schemaLocation="{folder}/UBL-CreditNote-2.1.xsd"/>
</xsd:schema>"""

_NAMESPACE: Final = re.compile(r"\{[^}]*\}")


def compile_schema(folder: Path) -> etree.XMLSchema:
    """Return one schema for invoices and credit notes out of the files in `folder`."""
    return etree.XMLSchema(etree.fromstring(_BOTH.format(folder=folder.as_uri())))


def findings(schema: etree.XMLSchema, root: etree._Element, places: Places) -> Iterator[Finding]:
    """Yield what keeps `root` from fitting `schema`."""
    if not schema.validate(root):
        errors = cast(Iterable[Any], schema.error_log)
        for error in islice(errors, MOST_FINDINGS):
            yield _broken(_message(error), _place(root, places, error))
        return
    for element in attachments.embedded(root):
        try:
            attachments.decode(element)
        except ValueError:
            yield _not_base64(places.of(element))


def _message(error: etree._LogEntry) -> str:
    """Return what the validator says, without namespaces, and short also for a huge value."""
    message = _NAMESPACE.sub("", error.message or "")
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]} …"


def _place(root: etree._Element, places: Places, error: etree._LogEntry) -> Place:
    """Return where `error` stands, as a path from the document's own root when it can be told."""
    namespaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    found: Any = []
    with contextlib.suppress(etree.XPathError):
        found = root.xpath(error.path or "", namespaces=namespaces)
    return places.of(found[0]) if found else Place(error.path or "/", error.line)


def _broken(message: str, place: Place) -> Finding:
    return Finding(
        rule="XSD",
        layer=Layer.XSD,
        severity=Severity.FATAL,
        official_severity="error",
        place=place,
        term=term_at(place.xpath),
        text=Text(
            nb=f"Dokumentet følger ikke UBL-skjemaet. Meldingen (på engelsk): {message}",
            en=message,
        ),
    )


def _not_base64(place: Place) -> Finding:
    return Finding(
        rule="XSD-BASE64",
        layer=Layer.XSD,
        severity=Severity.FATAL,
        place=place,
        term="BT-125",
        text=rule_catalogue().rules["XSD-BASE64"].text,
        fix=Text(
            nb="Kod filen på nytt med base64 (RFC 4648) og send hele teksten.",
            en="Encode the file again in base64 (RFC 4648) and send the whole text.",
        ),
    )

"""The official rules run by themselves, to compare the service's answer with.

This is the plainest use of them: each stylesheet over the bytes as sent, every broken rule of the
report counted. To be used from one thread of a process only.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final
from xml.etree import ElementTree as ET

from saxonche import PySaxonApiError, PySaxonProcessor

from invoice_api.adapters.rules.sources import find_sources
from invoice_api.domain.report import Layer, LayerResults, LayerStatus

Broken = Counter[tuple[str, str, str]]
"""How often each rule was broken: its number, its flag, its words."""

_SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_REPORTED: Final = (f"{_SVRL}failed-assert", f"{_SVRL}successful-report")


class OfficialAlone:
    """The packaged rules of EN 16931 and Peppol, with nothing around them."""

    def __init__(self) -> None:
        self._saxon = PySaxonProcessor(license=False)
        compiler = self._saxon.new_xslt30_processor()
        self._rules = {
            source.layer: compiler.compile_stylesheet(stylesheet_file=str(source.path))
            for source in find_sources(None)
            if source.layer is not Layer.XSD
        }

    def reports(self, document: bytes) -> list[str]:
        """Return the reports on `document` as text, without looking into them."""
        node = self._saxon.parse_xml(xml_text=document.decode())
        return [rules.transform_to_string(xdm_node=node) for rules in self._rules.values()]

    def broken(self, document: bytes) -> dict[Layer, Broken | None]:
        """Return what each layer finds broken; `None` when its rules threw."""
        node = self._saxon.parse_xml(xml_text=document.decode())
        return {
            layer: _asked(partial(rules.transform_to_string, xdm_node=node))
            for layer, rules in self._rules.items()
        }


def as_told(results: LayerResults) -> dict[Layer, Broken | None]:
    """Return what the service told of the official layers, in the same form.

    A layer that was skipped is left out; one whose engine failed is `None`.
    """
    told: dict[Layer, Broken | None] = {}
    for result in results.layers:
        if result.layer not in {Layer.EN16931, Layer.PEPPOL}:
            continue
        if result.status is LayerStatus.ENGINE_FAILURE:
            told[result.layer] = None
        elif result.status is not LayerStatus.SKIPPED:
            told[result.layer] = Counter(
                (finding.rule, finding.official_severity or "", finding.text.en)
                for finding in results.findings
                if finding.layer is result.layer
            )
    return told


def _asked(ask: Callable[[], str]) -> Broken | None:
    try:
        report = ET.fromstring(ask())  # noqa: S314 - written by the rules themselves
    except PySaxonApiError:
        return None
    return Counter(
        (each.get("id", ""), each.get("flag", ""), _words(each))
        for each in report.iter()
        if each.tag in _REPORTED
    )


def _words(broken: ET.Element) -> str:
    text = broken.find(f"{_SVRL}text")
    words = " ".join("".join(text.itertext()).split()) if text is not None else ""
    number, dash, rest = words.partition("]-")
    return rest.strip() if dash and number.startswith("[") else words

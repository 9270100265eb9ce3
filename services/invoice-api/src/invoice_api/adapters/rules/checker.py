"""All layers over one document, in one pass: XML, schema, EN 16931, Peppol.

Lives in the one thread of a worker process. SaxonC processors made in several threads of a process
have been seen to abort it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from invoice_api.adapters import ubl, xml
from invoice_api.adapters.places import Places
from invoice_api.adapters.rules import engine_failures, schema, svrl
from invoice_api.adapters.rules.sources import RuleSource, RulesUnusable
from invoice_api.adapters.rules.stylesheets import stylesheet_text
from invoice_api.domain.document import Document
from invoice_api.domain.report import Finding, Layer, LayerResult, LayerResults, LayerStatus

_PROTOCOLS: Final = "http://saxon.sf.net/feature/allowedProtocols"


class Checker:
    """The compiled rules."""

    def __init__(self, sources: Iterable[RuleSource]) -> None:
        by_layer = {source.layer: source for source in sources}
        self._schema_source = by_layer.pop(Layer.XSD)
        self._schema = schema.compile_schema(self._schema_source.path)
        self._saxon = PySaxonProcessor(license=False)
        self._saxon.set_configuration_property(
            _PROTOCOLS, ""
        )  # before its first use, or it is void
        self._compiler = self._saxon.new_xslt30_processor()
        self._rules = {
            source: self._compile(stylesheet_text(source.path)) for source in by_layer.values()
        }

    def check(self, body: bytes, on: date) -> LayerResults:
        """Return what every layer says of `body` on the day `on`.

        Raises:
            Unreadable: there is no invoice or credit note in `body`.
        """
        root = xml.read(body)
        places = Places(root)
        layers = [LayerResult(Layer.XML, LayerStatus.PASSED)]
        found = list(schema.findings(self._schema, root, places))
        layers.append(_ran(self._schema_source, found, on))
        if found:
            layers += [
                LayerResult(source.layer, LayerStatus.SKIPPED, source.rule_set(on))
                for source in self._rules
            ]
            return LayerResults(tuple(layers), tuple(found), None)
        node = self._node(root)
        for source, rules in self._rules.items():
            layer, broken = self._ask(source, rules, node, places, on)
            layers.append(layer)
            found += broken
        document = _read(root, places, layers, found)
        return LayerResults(tuple(layers), tuple(found), document)

    def _node(self, root: etree._Element) -> Any:
        """Return the document as the rules take it, or `None` when SaxonC cannot read it."""
        try:
            return self._saxon.parse_xml(xml_text=xml.text_of(root))
        except PySaxonApiError:
            return None

    def _ask(
        self, source: RuleSource, rules: Any, node: Any, places: Places, on: date
    ) -> tuple[LayerResult, list[Finding]]:
        """Run the rules of one layer. That they threw says nothing about the document."""
        failed = LayerResult(source.layer, LayerStatus.ENGINE_FAILURE, source.rule_set(on))
        if node is None:
            return failed, [engine_failures.exception(source.layer)]
        try:
            report = rules.transform_to_string(xdm_node=node)
        except PySaxonApiError:  # its text quotes values of the document
            return failed, [engine_failures.exception(source.layer)]
        found = list(svrl.findings(report, source.layer, places))
        return _ran(source, found, on), found

    def _compile(self, text: str) -> Any:
        try:
            return self._compiler.compile_stylesheet(stylesheet_text=text)
        except PySaxonApiError as error:
            raise RulesUnusable(str(error)) from error


def _ran(source: RuleSource, found: Iterable[Finding], on: date) -> LayerResult:
    failed = any(finding.severity == "fatal" for finding in found)
    status = LayerStatus.FAILED if failed else LayerStatus.PASSED
    return LayerResult(source.layer, status, source.rule_set(on))


def _read(
    root: etree._Element, places: Places, layers: list[LayerResult], found: list[Finding]
) -> Document | None:
    """Return the document; what the schema allows but no calendar knows fails the house layer."""
    try:
        return ubl.read_document(root, places)
    except ValueError:
        layers.append(LayerResult(Layer.HOUSE, LayerStatus.ENGINE_FAILURE))
        found.append(engine_failures.unreadable_value())
        return None

"""What a report says when the rules could not be asked to their end."""

from invoice_api.adapters.catalogue import rule_catalogue
from invoice_api.domain.document import Place
from invoice_api.domain.report import (
    Finding,
    Layer,
    LayerResult,
    LayerResults,
    LayerStatus,
    Severity,
)

_OFFICIAL = (Layer.XML, Layer.XSD, Layer.EN16931, Layer.PEPPOL)


def exception(layer: Layer) -> Finding:
    """Return the finding for official rules that threw."""
    return _failure("ENGINE-EXCEPTION", layer)


def unreadable_value() -> Finding:
    """Return the finding for a document that fits the schema but holds an impossible value."""
    return _failure("ENGINE-READING", Layer.HOUSE)


def timed_out() -> LayerResults:
    """Return the answer for a document that took too long."""
    return _nothing("ENGINE-TIMEOUT")


def worker_lost() -> LayerResults:
    """Return the answer for a document whose worker ended before it answered."""
    return _nothing("ENGINE-WORKER-LOST")


def _nothing(rule: str) -> LayerResults:
    layers = tuple(LayerResult(layer, LayerStatus.ENGINE_FAILURE) for layer in _OFFICIAL)
    return LayerResults(layers, (_failure(rule, Layer.XML),), None)


def _failure(rule: str, layer: Layer) -> Finding:
    return Finding(
        rule=rule,
        layer=layer,
        severity=Severity.DEVIATION,
        place=Place("/"),
        text=rule_catalogue().rules[rule].text,
    )

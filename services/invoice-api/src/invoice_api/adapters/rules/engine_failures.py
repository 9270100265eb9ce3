"""What a report says when the rules could not be asked to their end."""

from contracts.vocabulary import Text
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
    return _failure(
        "ENGINE-EXCEPTION",
        layer,
        nb="De offisielle reglene stanset med en feil og har ikke svart.",
        en="The official rules stopped with an error and have not answered.",
    )


def unreadable_value() -> Finding:
    """Return the finding for a document that fits the schema but holds an impossible value."""
    return _failure(
        "ENGINE-READING",
        Layer.HOUSE,
        nb="Dokumentet har en dato eller et tall som ikke kan leses, enda skjemaet tillater det.",
        en="The document has a date or number that cannot be read although the schema allows it.",
    )


def timed_out() -> LayerResults:
    """Return the answer for a document that took too long."""
    return _nothing(
        "ENGINE-TIMEOUT",
        nb="Kontrollen tok for lang tid og ble avbrutt.",
        en="The check took too long and was stopped.",
    )


def worker_lost() -> LayerResults:
    """Return the answer for a document whose worker ended before it answered."""
    return _nothing(
        "ENGINE-WORKER-LOST",
        nb="Kontrollen ble avbrutt før den var ferdig.",
        en="The check was interrupted before it had finished.",
    )


def _nothing(rule: str, *, nb: str, en: str) -> LayerResults:
    layers = tuple(LayerResult(layer, LayerStatus.ENGINE_FAILURE) for layer in _OFFICIAL)
    return LayerResults(layers, (_failure(rule, Layer.XML, nb=nb, en=en),), None)


def _failure(rule: str, layer: Layer, *, nb: str, en: str) -> Finding:
    return Finding(
        rule=rule,
        layer=layer,
        severity=Severity.DEVIATION,
        place=Place("/"),
        text=Text(
            nb=f"{nb} Dokumentet er verken godkjent eller avvist; et menneske må se på det.",
            en=f"{en} The document is neither accepted nor rejected; a person must look at it.",
        ),
    )

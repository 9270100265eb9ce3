"""The whole report of a document: official layers and the house together."""

from dataclasses import replace

from invoice_api.domain.catalogue.rule import Catalogue
from invoice_api.domain.house.check import check
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.report import (
    Layer,
    LayerResult,
    LayerResults,
    LayerStatus,
    Report,
    report_on,
    with_house,
)


def assess(
    results: LayerResults, circumstances: Circumstances | None, catalogue: Catalogue
) -> Report:
    """Return the report that follows from the official layers and the rules of the house.

    Args:
        results: what the official layers answered.
        circumstances: those of the document that was read; `None` when none could be read.
        catalogue: the rules of the house.
    """
    if results.document is None or circumstances is None:
        return report_on(_house_skipped(results))
    found = check(results.document, circumstances, catalogue)
    return report_on(with_house(results, found))


def _house_skipped(results: LayerResults) -> LayerResults:
    """A document that could not be read is not tested by the house, and the report says so."""
    if any(result.layer is Layer.HOUSE for result in results.layers):
        return results
    skipped = LayerResult(Layer.HOUSE, LayerStatus.SKIPPED)
    return replace(results, layers=(*results.layers, skipped))

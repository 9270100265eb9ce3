"""Checks a document for whoever asks. Nothing is stored and nothing is looked up."""

from datetime import date

from invoice_api.adapters.rules.engine import RuleEngine
from invoice_api.domain.catalogue.rates import FeeRates
from invoice_api.domain.catalogue.rule import Catalogue
from invoice_api.domain.claimants import claimant_of
from invoice_api.domain.house.check import check
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.report import Report, report_on, with_house


async def validate(
    engine: RuleEngine, body: bytes, *, on: date, catalogue: Catalogue, rates: FeeRates
) -> Report:
    """Return what every layer says of `body`, the house's as far as the document alone tells.

    Raises:
        Unreadable: there is no invoice or credit note in `body`.
        EngineBusy: more documents wait than will be served soon.
    """
    results = await engine.validate(body, on=on)
    document = results.document
    if document is None:
        return report_on(results)
    circumstances = Circumstances(
        received_on=on,
        claimant=claimant_of(document, has_open_assignment=False),
        rates=rates,
    )
    return report_on(with_house(results, check(document, circumstances, catalogue)))

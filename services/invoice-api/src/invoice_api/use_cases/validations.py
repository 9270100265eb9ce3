"""Checks a document for whoever asks. Nothing is stored and nothing is looked up."""

from datetime import date

from invoice_api.domain.claimants import claimant_of
from invoice_api.domain.document import Document
from invoice_api.domain.house.assess import assess
from invoice_api.domain.house.circumstances import Circumstances
from invoice_api.domain.report import Report
from invoice_api.use_cases.shell import Shell


async def validate(shell: Shell, body: bytes, *, on: date) -> Report:
    """Return what every layer says of `body`, the house's as far as the document alone tells.

    Raises:
        Unreadable: there is no invoice or credit note in `body`.
        EngineBusy: more documents wait than will be served soon.
    """
    results = await shell.rules.validate(body, on=on)
    circumstances = _circumstances(shell, results.document, on) if results.document else None
    return assess(results, circumstances, shell.catalogue)


def _circumstances(shell: Shell, document: Document, on: date) -> Circumstances:
    claimant = claimant_of(document, has_open_assignment=False)
    return Circumstances(received_on=on, claimant=claimant, rates=shell.rates)

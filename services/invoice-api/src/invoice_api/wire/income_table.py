"""The income report as a table that spreadsheets open."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from contracts.vocabulary import kroner
from invoice_api.storage.income import Income

_HEAD: Final = ("year", "organisation_number", "reportable", "fee", "invoices")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_income(year: int, incomes: Iterable[Income]) -> bytes:
    """Return the incomes of a year as CSV (RFC 4180) in UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEAD)
    for each in incomes:
        cells = (year, each.expert, each.reportable, kroner(each.fee), each.invoices)
        table.writerow([harmless(str(cell)) for cell in cells])
    return text.getvalue().encode()


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("310987654")
    ("'=1+1", '310987654')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

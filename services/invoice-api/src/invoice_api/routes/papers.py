"""Readable papers: an invoice as PDF, what its seller is told, and the income report."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from invoice_api.adapters.papers import Language
from invoice_api.deps import ShellDep
from invoice_api.use_cases import papers
from invoice_api.wire.downloads import download, file_answer
from invoice_api.wire.income_table import write_income
from invoice_api.wire.papers import IncomeReportOut, InvoiceResponsesOut
from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.problems import answers

router = APIRouter(prefix="/v1", route_class=guarded("invoice"))

_TABLE: Final = file_answer("The report as CSV", "text/csv")
_VIEW: Final = {**file_answer("The view as PDF", "application/pdf"), **answers(404, 409)}


@router.get(
    "/invoices/{invoice_id}/view", tags=["invoices"], response_class=Response, responses=_VIEW
)
async def get_invoice_view(
    shell: ShellDep,
    principal: PrincipalDep,
    invoice_id: UUID,
    lang: Annotated[Language, Query()] = "nb",
) -> Response:
    """Download an invoice in readable form, with what was found."""
    pdf = await papers.readable(shell, principal, invoice_id, lang)
    return download(pdf, "application/pdf", f"{invoice_id}.pdf")


@router.get("/invoices/{invoice_id}/responses", tags=["invoices"], responses=answers(404))
async def list_invoice_responses(
    shell: ShellDep, principal: PrincipalDep, invoice_id: UUID
) -> InvoiceResponsesOut:
    """List what the seller is told of an invoice, as Peppol Invoice Responses."""
    return InvoiceResponsesOut.of(await papers.told(shell, principal, invoice_id))


@router.get("/income-reports/{year}", tags=["handling"])
async def get_income_report(
    shell: ShellDep, year: Annotated[int, Path(ge=2000, le=2200)]
) -> IncomeReportOut:
    """Report the fees that were paid to experts in a year."""
    return IncomeReportOut.of(year, await papers.income_of(shell, year))


@router.get(
    "/income-reports/{year}/table", tags=["handling"], response_class=Response, responses=_TABLE
)
async def get_income_table(
    shell: ShellDep, year: Annotated[int, Path(ge=2000, le=2200)]
) -> Response:
    """Download the report of a year as CSV; no cell can be taken for a formula."""
    table = write_income(year, await papers.income_of(shell, year))
    return download(table, "text/csv", f"income-{year}.csv")

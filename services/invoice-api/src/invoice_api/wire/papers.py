"""Responses to sellers and the income report as they are answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from contracts.vocabulary import Text
from invoice_api.domain.house.tax import Reportable
from invoice_api.domain.invoice_response import (
    ActionCode,
    InvoiceResponse,
    ReasonCode,
    ResponseCode,
)
from invoice_api.storage.income import Income
from service_kit.wire import MoneyOut, Response, TextOut

_NOT_VALIDATED: Final = Text(
    nb="Strukturen er kontrollert her, men ikke mot de offisielle reglene for Invoice Response.",
    en="The structure was checked here, but not validated against the official rules.",
)


class ClarificationOut(Response):
    """One reason."""

    code: ReasonCode
    rule: Annotated[str, Field(description="Empty when a person gave the reason")]
    text: TextOut


class InvoiceResponseOut(Response):
    """One Peppol Invoice Response."""

    no: int
    code: Annotated[ResponseCode, Field(description="UNCL4343, the part that Peppol uses")]
    action: Annotated[ActionCode, Field(description="OPStatusAction")]
    issued_at: datetime
    clarifications: list[ClarificationOut]
    message: Annotated[str, Field(description="The UBL ApplicationResponse")]


class InvoiceResponsesOut(Response):
    """What the seller is told, oldest first."""

    items: list[InvoiceResponseOut]
    validation: TextOut

    @classmethod
    def of(cls, told: Iterable[tuple[InvoiceResponse, str]]) -> "InvoiceResponsesOut":
        """Return responses and their messages as they go on the wire."""
        return cls(
            items=[_response(response, message) for response, message in told],
            validation=TextOut.of(_NOT_VALIDATED),
        )


def _response(response: InvoiceResponse, message: str) -> InvoiceResponseOut:
    return InvoiceResponseOut(
        no=response.no,
        code=response.code,
        action=response.action,
        issued_at=response.issued_at,
        clarifications=[
            ClarificationOut(code=why.code, rule=why.rule, text=TextOut.of(why.text))
            for why in response.clarifications
        ],
        message=message,
    )


class IncomeOut(Response):
    """Fees paid to one enterprise in a year."""

    expert: Annotated[str, Field(description="Organisation number")]
    reportable: Reportable
    fee: Annotated[MoneyOut, Field(description="Without outlays and VAT, less what was credited")]
    invoices: int


class IncomeReportOut(Response):
    """Fees paid in a year, by the day they were paid."""

    year: int
    items: list[IncomeOut]

    @classmethod
    def of(cls, year: int, incomes: Iterable[Income]) -> "IncomeReportOut":
        """Return the incomes of a year as they go on the wire."""
        items = [
            IncomeOut(
                expert=income.expert,
                reportable=income.reportable,
                fee=income.fee,
                invoices=income.invoices,
            )
            for income in incomes
        ]
        return cls(year=year, items=items)

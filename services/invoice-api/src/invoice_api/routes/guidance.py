"""What anybody may ask: the rules of the house, contact points, where a complaint goes."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from invoice_api.adapters import guidance
from invoice_api.deps import ShellDep
from invoice_api.domain.invoice import NORWAY
from invoice_api.wire.guidance import (
    ComplaintRoutesOut,
    ContactPointsOut,
    FractionOut,
    HourlyRateOut,
    RuleOut,
    RulesOut,
)
from service_kit.guard import guarded

router = APIRouter(prefix="/v1", route_class=guarded("invoice"))


@router.get("/rules", tags=["rules"])
async def list_invoice_rules(shell: ShellDep) -> RulesOut:
    """List the rules of the house that apply, with their sources and what was chosen in them."""
    return RulesOut(
        rules=[RuleOut.of(rule, shell.catalogue) for rule in shell.catalogue.rules.values()],
        hourly_rates=[HourlyRateOut.of(rate) for rate in shell.rates.rates],
        rates_known_until=shell.rates.known_until,
        fractions=[FractionOut.of(fraction) for fraction in shell.rates.fractions],
    )


@router.get("/contact-points", tags=["guidance"])
async def list_invoice_contact_points() -> ContactPointsOut:
    """List every way to reach Helseklage, where invoices are sent, and today's hours."""
    today = datetime.now(NORWAY).date()
    points = guidance.contact_points()
    return ContactPointsOut.of(points, today, guidance.switchboard(today))


@router.get("/complaint-routes", tags=["guidance"])
async def list_complaint_routes(
    body: Annotated[
        str | None,
        Query(max_length=100, description="Key or name of the body that made the decision"),
    ] = None,
) -> ComplaintRoutesOut:
    """Say where a complaint about a decision goes. An unknown body gets the list, not a guess."""
    return ComplaintRoutesOut.of(guidance.complaint_guide(), body)

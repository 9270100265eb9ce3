"""The rules themselves, open to everybody."""

from typing import Annotated

from fastapi import APIRouter, Query

from service_kit.guard import guarded
from service_kit.wire import Date
from travel_api.deps import ShellDep
from travel_api.domain.contact_points import CONTACT_POINTS
from travel_api.wire.rulebook import (
    ContactPointList,
    InterpretationList,
    ParameterList,
    RuleList,
    contact_point_out,
    interpretation_out,
    parameters_out,
    rule_out,
)

router = APIRouter(route_class=guarded("travel"), tags=["rules"])


@router.get("/v1/rules")
async def list_travel_rules(shell: ShellDep) -> RuleList:
    """List every rule with its words, its source and its dates."""
    book = shell.rulebook
    items = [rule_out(rule) for rule in book.catalogue.values()]
    return RuleList(ruleset_version=book.ruleset_version, items=items)


@router.get("/v1/parameters")
async def list_travel_parameters(
    shell: ShellDep, on: Annotated[Date, Query(description="The day the figures are in force")]
) -> ParameterList:
    """List the figures in force on a day, each with its source."""
    return parameters_out(shell.rulebook, on)


@router.get("/v1/interpretations")
async def list_interpretations(shell: ShellDep) -> InterpretationList:
    """List the questions that the sources leave open, and how they are read here."""
    book = shell.rulebook
    items = [interpretation_out(reading) for reading in book.readings.values()]
    return InterpretationList(ruleset_version=book.ruleset_version, items=items)


@router.get("/v1/contact-points")
async def list_travel_contact_points() -> ContactPointList:
    """List whom to ask and where to send."""
    return ContactPointList(items=[contact_point_out(point) for point in CONTACT_POINTS])

"""Bodies about the rules themselves: rules, figures, readings, contact points."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.vocabulary import Metres, Ore, kilometres, kroner
from service_kit.wire import Response, TextOut
from travel_api.adapters.rulebook import Rulebook
from travel_api.domain.catalogue import Reading, Rule
from travel_api.domain.contact_points import ContactPoint
from travel_api.domain.parameters import Measure, Parameter


class CitationOut(Response):
    """Where a rule is stated."""

    document: str
    section: str
    url: str
    seen: date


class LegalReferenceOut(Response):
    """A place in a law or a regulation."""

    law: str
    section: str
    paragraph: str | None
    letter: str | None


class RuleOut(Response):
    """One rule of the catalogue."""

    id: str
    version: str
    title: TextOut
    statement: TextOut
    citation: CitationOut
    law: LegalReferenceOut | None
    evidence: str
    effective_from: date | None
    effective_to: date | None
    beyond_source: bool
    discretionary: bool


class RuleList(Response):
    """Every rule, and the version of the whole set."""

    ruleset_version: str
    items: Sequence[RuleOut]


class ParameterOut(Response):
    """One figure in force on one day."""

    id: str
    title: TextOut
    measure: Measure
    valid_from: date | None
    value: Annotated[str | None, Field(description="Kroner, kilometres or years, by `measure`")]
    confirmed: bool
    stands_in_for: Annotated[
        date | None,
        Field(description="Set when the row in force is not confirmed: the day it applies from"),
    ]
    source: str


class ParameterList(Response):
    """The figures in force on one day."""

    ruleset_version: str
    on: date
    items: Sequence[ParameterOut]


class InterpretationOut(Response):
    """A question that the sources leave open, and the reading chosen."""

    id: str
    question: TextOut
    choice: str
    alternatives: Sequence[str]
    basis: TextOut


class InterpretationList(Response):
    """Every question that the sources leave open."""

    ruleset_version: str
    items: Sequence[InterpretationOut]


def rule_out(rule: Rule) -> RuleOut:
    """Return a rule as it goes on the wire."""
    law = rule.law
    cited = rule.citation
    return RuleOut(
        id=rule.id,
        version=rule.version,
        title=TextOut.of(rule.title),
        statement=TextOut.of(rule.statement),
        citation=CitationOut(
            document=cited.document, section=cited.section, url=cited.url, seen=cited.seen
        ),
        law=None
        if law is None
        else LegalReferenceOut(
            law=law.law, section=law.section, paragraph=law.paragraph, letter=law.letter
        ),
        evidence=rule.evidence,
        effective_from=rule.effective_from,
        effective_to=rule.effective_to,
        beyond_source=rule.beyond_source,
        discretionary=rule.discretionary,
    )


def interpretation_out(reading: Reading) -> InterpretationOut:
    """Return a reading as it goes on the wire."""
    return InterpretationOut(
        id=reading.id,
        question=TextOut.of(reading.question),
        choice=reading.choice,
        alternatives=reading.alternatives,
        basis=TextOut.of(reading.basis),
    )


def parameters_out(rulebook: Rulebook, on: date) -> ParameterList:
    """Return every figure in force on a day."""
    return ParameterList(
        ruleset_version=rulebook.ruleset_version,
        on=on,
        items=[_parameter_out(rulebook, one.on(on)) for one in rulebook.series.values()],
    )


def figure_text(figure: Parameter) -> str:
    """Return a figure as it is written: kroner, kilometres or years."""
    match figure.measure:
        case Measure.KILOMETRES:
            return kilometres(Metres(figure.value))
        case Measure.YEARS:
            return str(figure.value)
        case Measure.KRONER | Measure.KRONER_PER_KM | Measure.KRONER_PER_HOUR:
            return kroner(Ore(figure.value))


def _parameter_out(rulebook: Rulebook, figure: Parameter) -> ParameterOut:
    known = figure.confirmed
    return ParameterOut(
        id=figure.id,
        title=TextOut.of(rulebook.titles[figure.id].title),
        measure=figure.measure,
        valid_from=figure.valid_from if known else None,
        value=figure_text(figure) if known else None,
        confirmed=not figure.provisional,
        stands_in_for=figure.stands_in_for,
        source=figure.source,
    )


class ContactPointOut(Response):
    """One way to reach somebody."""

    id: str
    name: TextOut
    purpose: TextOut
    phone: str | None
    phone_from_abroad: str | None
    address: Sequence[str]
    source: str
    seen: date


class ContactPointList(Response):
    """Whom to ask and where to send."""

    items: Sequence[ContactPointOut]


def contact_point_out(point: ContactPoint) -> ContactPointOut:
    """Return a contact point as it goes on the wire."""
    return ContactPointOut(
        id=point.id,
        name=TextOut.of(point.name),
        purpose=TextOut.of(point.purpose),
        phone=point.phone,
        phone_from_abroad=point.phone_from_abroad,
        address=point.address,
        source=point.source,
        seen=point.seen,
    )

"""Rules, contact points and complaint routes as they are answered."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.vocabulary import Text
from invoice_api.domain.catalogue.guidance import (
    ComplaintBody,
    ComplaintGuide,
    ContactPoint,
    DecidedBy,
    Elsewhere,
    Listed,
)
from invoice_api.domain.catalogue.hours import Opening
from invoice_api.domain.catalogue.rates import Fraction, HourlyRate
from invoice_api.domain.catalogue.rule import Catalogue, Claimant, Rule, Weight
from invoice_api.domain.document import Kind
from service_kit.wire import Response, TextOut


class CitationOut(Response):
    """Where a rule is stated."""

    document: str
    section: str
    url: str | None


class InterpretationOut(Response):
    """A choice made where the source leaves one."""

    interpretation_id: str
    question: TextOut
    chosen: TextOut
    alternatives: TextOut


class RuleOut(Response):
    """One rule of the house."""

    rule: str
    severity: Weight
    claimants: list[Claimant]
    kinds: list[Kind]
    text: TextOut
    citation: CitationOut
    version: str
    effective_from: date | None
    effective_to: date | None
    beyond_source: bool
    interpretations: list[InterpretationOut]

    @classmethod
    def of(cls, rule: Rule, catalogue: Catalogue) -> "RuleOut":
        """Return `rule` as it goes on the wire."""
        return cls(
            rule=rule.rule_id,
            severity=rule.weight,
            claimants=sorted(rule.claimants),
            kinds=sorted(rule.kinds),
            text=TextOut.of(rule.text),
            citation=CitationOut(
                document=rule.citation.document,
                section=rule.citation.section,
                url=rule.citation.url,
            ),
            version=rule.version,
            effective_from=rule.effective_from,
            effective_to=rule.effective_to,
            beyond_source=rule.beyond_source,
            interpretations=[
                _interpretation(catalogue, reference) for reference in rule.interpretations
            ],
        )


def _interpretation(catalogue: Catalogue, reference: str) -> InterpretationOut:
    found = catalogue.interpretations[reference]
    return InterpretationOut(
        interpretation_id=found.interpretation_id,
        question=TextOut.of(found.question),
        chosen=TextOut.of(found.chosen),
        alternatives=TextOut.of(found.alternatives),
    )


class HourlyRateOut(Response):
    """What an hour is paid from a day on."""

    starts_on: date
    kroner: str
    confirmed: Annotated[
        bool, Field(description="An unconfirmed rate is never used; a person looks")
    ]
    source: str

    @classmethod
    def of(cls, rate: HourlyRate) -> "HourlyRateOut":
        """Return `rate` as it goes on the wire."""
        return cls(
            starts_on=rate.starts_on,
            kroner=f"{rate.kroner:.2f}",
            confirmed=rate.confirmed,
            source=rate.source,
        )


class FractionOut(Response):
    """A fraction of the rate that the regulation names; told, and used by no rule here."""

    subject: str
    starts_on: date | None
    fraction: str
    text: TextOut

    @classmethod
    def of(cls, fraction: Fraction) -> "FractionOut":
        """Return `fraction` as it goes on the wire."""
        return cls(
            subject=fraction.subject,
            starts_on=fraction.starts_on,
            fraction=fraction.fraction,
            text=TextOut.of(fraction.text),
        )


class RulesOut(Response):
    """The rules of the house, and the dated hourly rate they use."""

    rules: list[RuleOut]
    hourly_rates: list[HourlyRateOut]
    rates_known_until: date
    fractions: list[FractionOut]


class ContactPointOut(Response):
    """One way to reach Helseklage."""

    kind: str
    value: str
    confirmed: bool
    text: TextOut
    newer: Annotated[
        TextOut | None, Field(description="What newer, undated copies of the page say")
    ]

    @classmethod
    def of(cls, point: ContactPoint) -> "ContactPointOut":
        """Return `point` as it goes on the wire."""
        return cls(
            kind=point.kind,
            value=point.value,
            confirmed=point.confirmed,
            text=TextOut.of(point.text),
            newer=TextOut.of(point.newer) if point.newer else None,
        )


class SwitchboardOut(Response):
    """When the switchboard answers on one day, in Norwegian time."""

    on: date
    opens: Annotated[str | None, Field(description="Null when it is closed the whole day")]
    closes: str | None


class ContactPointsOut(Response):
    """Every way to reach Helseklage, and when the switchboard answers today."""

    items: list[ContactPointOut]
    switchboard: SwitchboardOut

    @classmethod
    def of(cls, points: Iterable[ContactPoint], on: date, open_on: Opening) -> "ContactPointsOut":
        """Return the contact points, and the hours of the day `on`."""
        opens, closes = (f"{hour:%H:%M}" for hour in open_on) if open_on else (None, None)
        return cls(
            items=[ContactPointOut.of(point) for point in points],
            switchboard=SwitchboardOut(on=on, opens=opens, closes=closes),
        )


class ComplaintBodyOut(Response):
    """A body whose decisions Helseklage hears complaints about."""

    key: str
    name: str
    former: str | None
    listed: Annotated[Listed, Field(description="`newer`: named by a newer copy of the page only")]
    decided_by: DecidedBy

    @classmethod
    def of(cls, body: ComplaintBody) -> "ComplaintBodyOut":
        """Return `body` as it goes on the wire."""
        return cls(
            key=body.key,
            name=body.name,
            former=body.former,
            listed=body.listed,
            decided_by=body.decided_by,
        )


class ComplaintRouteOut(Response):
    """Where a complaint about the decision of one body goes."""

    body: str
    text: TextOut


class ComplaintRoutesOut(Response):
    """Where a complaint goes: the answer for one body when it is known, and always the list."""

    answer: Annotated[
        ComplaintRouteOut | None,
        Field(description="Null when no body was asked about, or when it is not known here"),
    ]
    bodies: list[ComplaintBodyOut]
    direct: TextOut
    known: TextOut

    @classmethod
    def of(cls, guide: ComplaintGuide, asked: str | None) -> "ComplaintRoutesOut":
        """Return what is known, and the answer about the body that was asked about."""
        found = guide.matching(asked) if asked else None
        return cls(
            answer=_route(found) if found else None,
            bodies=[ComplaintBodyOut.of(body) for body in guide.bodies],
            direct=TextOut.of(guide.direct),
            known=TextOut.of(guide.known),
        )


def _route(body: ComplaintBody | Elsewhere) -> ComplaintRouteOut:
    if isinstance(body, Elsewhere):
        return ComplaintRouteOut(body=body.name, text=TextOut.of(body.text))
    text = Text(
        nb=f"Send klagen til {body.name}, som fattet vedtaket. Står vedtaket ved lag, sender de "
        "saken videre til Helseklage. Du kan ikke klage direkte hit.",
        en=f"Send the complaint to {body.name}, which made the decision. If it upholds the "
        "decision, it sends the case on to Helseklage. You cannot complain directly here.",
    )
    return ComplaintRouteOut(body=body.name, text=TextOut.of(text))

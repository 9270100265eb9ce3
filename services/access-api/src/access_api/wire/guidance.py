"""Guidance and contact points as they are answered."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from access_api.domain.completeness import IdentificationKind
from access_api.domain.guidance import ContactPoint, Guidance, Procedure
from contracts.vocabulary import Text
from service_kit.wire import Response, TextOut


class ContactPointOut(Response):
    """One way to reach somebody, and where and when that was read."""

    id: str
    name: TextOut
    purpose: TextOut
    phone: str | None
    phone_from_abroad: str | None
    opening_hours: TextOut | None
    address: Sequence[str]
    source: str
    seen: date


class ContactPointList(Response):
    """Whom to call and where to write."""

    items: Sequence[ContactPointOut]


class ProcedureOut(Response):
    """How to ask for one kind of thing."""

    kind: Literal["block", "reopen"]
    steps: Sequence[TextOut]


class GuidanceOut(Response):
    """What to know before filling in the form."""

    procedures: Sequence[ProcedureOut]
    a_block_does: Sequence[TextOut]
    a_block_does_not: Sequence[TextOut]
    another_form: TextOut
    identification: Sequence[IdentificationKind]
    identification_rule: TextOut
    days_to_decide: Annotated[int, Field(description="Calendar days from when the form came")]
    code_days_inland: Annotated[int, Field(description="Days a code is valid")]
    code_days_abroad: Annotated[int, Field(description="Days, when the letter goes abroad")]
    source: str
    seen: date


def contact_point_out(point: ContactPoint) -> ContactPointOut:
    """Return a contact point as it is answered."""
    return ContactPointOut(
        id=point.id,
        name=TextOut.of(point.name),
        purpose=TextOut.of(point.purpose),
        phone=point.phone,
        phone_from_abroad=point.phone_from_abroad,
        opening_hours=TextOut.of(point.opening_hours) if point.opening_hours else None,
        address=point.address,
        source=point.source,
        seen=point.seen,
    )


def guidance_out(guidance: Guidance) -> GuidanceOut:
    """Return the guidance as it is answered."""
    return GuidanceOut(
        procedures=[_procedure(procedure) for procedure in guidance.procedures],
        a_block_does=_texts(guidance.a_block_does),
        a_block_does_not=_texts(guidance.a_block_does_not),
        another_form=TextOut.of(guidance.another_form),
        identification=guidance.identification,
        identification_rule=TextOut.of(guidance.identification_rule),
        days_to_decide=guidance.days_to_decide,
        code_days_inland=guidance.code_days_inland,
        code_days_abroad=guidance.code_days_abroad,
        source=guidance.source,
        seen=guidance.seen,
    )


def _procedure(procedure: Procedure) -> ProcedureOut:
    return ProcedureOut.model_validate({"kind": procedure.kind, "steps": _texts(procedure.steps)})


def _texts(texts: Sequence[Text]) -> list[TextOut]:
    return [TextOut.of(text) for text in texts]

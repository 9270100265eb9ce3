"""The four registers that are only asked: population, contact, treatment, enterprises."""

from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from stdnum.no import orgnr

from local_stack.sandbox import people
from local_stack.sandbox.shapes import Attendance, Body, Contact, NationalId, Person
from local_stack.sandbox.world import WorldDep, today

router = APIRouter()

ENTERPRISES: Final = MappingProxyType(
    {
        "sole_proprietorship": "310000019",
        "expert": "310987654",
        "partnership_ans": "310000027",
        "partnership_da": "310000035",
        "public_body": "310000043",
        "bankrupt": "310000051",
        "deleted": "310000078",
        "unknown": "310000086",
    }
)
"""Numbers of enterprises that differ from a limited company in business."""

_FORMS: Final = MappingProxyType(
    {
        "310000019": "ENK",
        "310987654": "ENK",
        "310000027": "ANS",
        "310000035": "DA",
        "310000043": "ORGL",
    }
)


class PersonQuestion(Body):
    """Who is this?"""

    national_id: NationalId


class ContactQuestion(Body):
    """How can these people be reached?"""

    national_ids: Annotated[tuple[NationalId, ...], Field(min_length=1, max_length=1000)]


class Contacts(Body):
    """One entry for each number, in the order asked."""

    persons: tuple[Contact, ...]


class AttendanceQuestion(Body):
    """Was this person at a treatment place on these days?"""

    national_id: NationalId
    dates: Annotated[tuple[date, ...], Field(min_length=1, max_length=100)]


class Attendances(Body):
    """One entry for each day, in the order asked."""

    attendances: tuple[Attendance, ...]


@router.post("/population-register/persons/lookups", response_model=Person)
async def look_up_person(question: PersonQuestion, world: WorldDep) -> Person | Response:
    """Tell who a number belongs to."""
    number = question.national_id
    known = world.people.get(number) or people.person(number, today())
    return known or JSONResponse({"code": "unknown"}, status_code=404)


@router.post("/contact-register/persons")
async def look_up_contacts(question: ContactQuestion, world: WorldDep) -> Contacts:
    """Tell how people can be reached."""
    return Contacts(
        persons=tuple(world.contacts.get(n) or people.contact(n) for n in question.national_ids)
    )


@router.post("/treatment-records/attendances/lookups")
async def look_up_attendances(question: AttendanceQuestion, world: WorldDep) -> Attendances:
    """Tell what the records know of a person's days."""
    number = question.national_id
    return Attendances(
        attendances=tuple(
            world.attendances.get((number, day)) or people.attendance(number, day)
            for day in question.dates
        )
    )


@router.get("/enterprise-register/enterprises/{organisation_number}")
async def look_up_enterprise(organisation_number: str) -> Response:
    """Tell about one enterprise, in the members of the open Norwegian register."""
    if organisation_number == ENTERPRISES["deleted"]:
        return Response(status_code=410)
    if not orgnr.is_valid(organisation_number) or organisation_number == ENTERPRISES["unknown"]:
        return Response(status_code=404)
    return JSONResponse(_enterprise(organisation_number))


def _enterprise(organisation_number: str) -> dict[str, Any]:
    form = _FORMS.get(organisation_number, "AS")
    return {
        "organisasjonsnummer": organisation_number,
        "navn": f"OPPDIKTET {organisation_number[-4:]} {form}",
        "organisasjonsform": {"kode": form},
        "registrertIMvaregisteret": form == "AS",
        "konkurs": organisation_number == ENTERPRISES["bankrupt"],
        "slettedato": None,
    }

"""Made-up people: any synthetic number is somebody, and special cases have numbers of their own.

A person's age comes from the register's birth date. The numbers of the special cases do not tell
it, as no number issued from 2032 on will.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from contracts.identity_numbers import NationalIdentityNumber, NotAnIdentityNumber
from local_stack.sandbox.shapes import Address, Attendance, Contact, Mailbox, Name, Person
from service_kit.testing import synthetic_number

_SPECIAL_BIRTH_DATE: Final = date(1961, 2, 3)
_GIVEN: Final = ("Ola", "Kari", "Nils", "Åse", "Øystein", "Ingrid", "Per", "Synnøve", "Ævar", "Liv")
_FAMILY: Final = ("Fjelltun", "Bekkelund", "Åsheim", "Ødegård", "Myrvoll", "Sæther", "Lien")
_STREETS: Final = ("Storgata", "Kirkeveien", "Bjørkealleen", "Havnegata", "Skolebakken")
_TOWNS: Final = (("0155", "Oslo"), ("5003", "Bergen"), ("7011", "Trondheim"), ("3702", "Skien"))
_SETTLED_ON: Final = date(2019, 5, 1)
_MOVED_DAYS_AGO: Final = 10

_CASES: Final = (
    "unknown",
    "deceased",
    "ceased",
    "emigrated",
    "abroad",
    "no_address",
    "moved",
    "client_address",
    "confidential",
    "strictly_confidential",
    "child_12",
    "child_13",
    "youth_15",
    "youth_16",
    "new_number",
    "old_number",
    "reserved",
    "no_mailbox",
    "stale_contact",
    "unregistered",
    "not_attended",
    "not_public",
    "no_record",
)
CASES: Final[Mapping[str, str]] = MappingProxyType(
    {case: synthetic_number(n, born=_SPECIAL_BIRTH_DATE) for n, case in enumerate(_CASES)}
)
"""The number of each special case."""
_CASE_OF: Final = MappingProxyType({number: case for case, number in CASES.items()})

_SWEDEN: Final = Address(
    lines=("Storgatan 4",),
    postal_code="111 51",
    city="Stockholm",
    country="SE",
    moved_on=_SETTLED_ON,
)


def person(national_id: str, today: date) -> Person | None:
    """Return the made-up person of `national_id`; none when the number is not a synthetic one."""
    case = _CASE_OF.get(national_id, "")
    if case == "unknown" or not _is_synthetic(national_id):
        return None
    if case == "old_number":
        national_id = CASES["new_number"]
    ordinary = _ordinary(national_id, today)
    return ordinary.model_copy(update=_differences(case, ordinary, today))


def contact(national_id: str) -> Contact:
    """Return how the made-up person of `national_id` can be reached."""
    case = _CASE_OF.get(national_id, "")
    if case in {"unknown", "unregistered"} or not _is_synthetic(national_id):
        return Contact(
            national_id=national_id,
            status="not_registered",
            notifiable=False,
            language=None,
            mailbox=None,
        )
    mailbox = Mailbox(provider="984661185", address=f"post#{int(national_id) % 46_656:04X}")
    return Contact(
        national_id=national_id,
        reserved=case == "reserved",
        notifiable=case != "stale_contact",
        mailbox=None if case == "no_mailbox" else mailbox,
    )


def attendance(national_id: str, day: date) -> Attendance:
    """Return what the treatment records know of `day`."""
    match _CASE_OF.get(national_id):
        case "not_attended":
            return Attendance(date=day, attended="no")
        case "not_public":
            return Attendance(date=day, publicly_approved="no")
        case "no_record":
            return Attendance(
                date=day, attended="unknown", publicly_approved="unknown", level="unknown"
            )
        case _:
            return Attendance(date=day)


def _is_synthetic(national_id: str) -> bool:
    try:
        return NationalIdentityNumber.parse(national_id, allow_synthetic=True).synthetic
    except NotAnIdentityNumber:
        return False


def _ordinary(national_id: str, today: date) -> Person:
    seed = int(national_id) // 7
    code, town = _TOWNS[seed % len(_TOWNS)]
    return Person(
        national_id=national_id,
        name=Name(given=_GIVEN[seed % len(_GIVEN)], family=_FAMILY[seed % len(_FAMILY)]),
        birth_date=_birth_date(national_id, today),
        address=Address(
            lines=(f"{_STREETS[seed % len(_STREETS)]} {seed % 90 + 1}",),
            postal_code=code,
            city=town,
            country="NO",
            moved_on=_SETTLED_ON,
        ),
    )


def _birth_date(national_id: str, today: date) -> date:
    """Return the latest date in the past that the number's first six digits can mean."""
    day, month, year = (int(national_id[i : i + 2]) for i in (0, 2, 4))
    month = next(month - offset for offset in (80, 65, 40) if month > offset)
    recent = date(2000 + year, month, day % 40)
    return recent if recent <= today else date(1900 + year, month, day % 40)


def _differences(case: str, ordinary: Person, today: date) -> dict[str, Any]:
    """Return what sets the person of a special case apart."""
    if case.startswith(("child_", "youth_")):
        age = int(case.partition("_")[2])
        return {"birth_date": date(today.year - age, today.month, min(today.day, 28))}
    build = _DIFFERENCES.get(case)
    return build(ordinary, today) if build else {}


_DIFFERENCES: Final[Mapping[str, Callable[[Person, date], dict[str, Any]]]] = MappingProxyType(
    {
        "deceased": lambda _person, today: {
            "status": "deceased",
            "deceased_on": today - timedelta(days=40),
        },
        "ceased": lambda _person, _today: {"status": "ceased", "address": None},
        "emigrated": lambda _person, _today: {"status": "emigrated", "address": _SWEDEN},
        "abroad": lambda _person, _today: {"address": _SWEDEN},
        "no_address": lambda _person, _today: {"address": None},
        "moved": lambda person, today: {"address": _moved(person, today)},
        "client_address": lambda _person, _today: {"address_protection": "client"},
        "confidential": lambda _person, _today: {"address_protection": "confidential"},
        "strictly_confidential": lambda _person, _today: {
            "address_protection": "strictly_confidential",
            "address": None,
        },
        "new_number": lambda _person, _today: {"former_national_ids": (CASES["old_number"],)},
        "old_number": lambda _person, _today: {"former_national_ids": (CASES["old_number"],)},
    }
)


def _moved(person: Person, today: date) -> Address | None:
    moved_on = today - timedelta(days=_MOVED_DAYS_AGO)
    return person.address and person.address.model_copy(update={"moved_on": moved_on})

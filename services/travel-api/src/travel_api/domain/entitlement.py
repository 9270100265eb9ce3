"""Which health services a person is entitled to in Norway: yes, no, or cannot tell."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from travel_api.domain.facts import (
    AGE_UNKNOWN,
    Age,
    AgeUnknown,
    BornOn,
    Fact,
    Years,
    completed_years,
)
from travel_api.domain.notation import Day, Whole, Written
from travel_api.domain.words import Answer

EEA_AND_SWITZERLAND: Final = frozenset(
    (
        *("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
        *("HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO"),
        *("SE", "SI", "SK"),
    )
)
"""Where a European Health Insurance Card comes from (E-EHIC-01)."""

_RESIDENT_MONTHS: Final = 12
_LAST_HEALTH_CENTRE_YEAR: Final = 5

Country = Annotated[str, Written(r"^[A-Z]{2}$", str, str)]


class Verdict(StrEnum):
    """The answer to whether a person is entitled to a service."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Service(StrEnum):
    """What a person may be entitled to."""

    MEMBERSHIP = "membership"
    REGULAR_PRACTITIONER = "regular_practitioner"
    PRACTITIONER_TREATMENT = "practitioner_treatment"
    REFERRAL = "referral"
    NECESSARY_CARE = "necessary_care"
    EMERGENCY = "emergency"
    LANGUAGE = "language"
    ANTENATAL = "antenatal"
    HEALTH_CENTRE = "health_centre"
    CHILD_DENTAL = "child_dental"
    VACCINE = "coronavirus_vaccine"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCard(Fact):
    """A European Health Insurance Card."""

    country: Country
    valid: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Fact):
    """What is known about a person's stay. It names nobody."""

    legal_stay: Answer = Answer.UNKNOWN
    identity_number: Literal["national", "d_number", "none", "unknown"] = "unknown"
    registered_resident: Answer = Answer.UNKNOWN
    employed: Answer = Answer.UNKNOWN
    voluntary_member: Answer = Answer.NO
    stay_months: Annotated[int, Whole(0, 1_200)] | None = None
    card: HealthCard | None = None
    asylum_seeker_or_nato: Answer = Answer.NO
    in_oslo: Answer = Answer.UNKNOWN
    pregnant: Answer = Answer.UNKNOWN
    age: Age = AGE_UNKNOWN
    child_in_dental_care: Answer = Answer.UNKNOWN
    on: Day


@dataclass(frozen=True, slots=True)
class Right:
    """One answer with the rules and readings it rests on, and what would settle it."""

    service: Service
    verdict: Verdict
    rules: tuple[str, ...]
    interpretations: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Every answer, and the rules that say what to do next."""

    rights: tuple[Right, ...]
    next_steps: tuple[str, ...]

    def verdict(self, service: Service) -> Verdict:
        """Return the answer for one service."""
        (right,) = (right for right in self.rights if right.service is service)
        return right.verdict


def entitle(situation: Situation) -> Entitlement:
    """Answer for every service; emergency help and information are everyone's."""
    rights = tuple(rule(situation) for rule in RULES)
    return Entitlement(rights, _next_steps(situation, rights))


def membership(person: Situation) -> Right:
    """Membership needs legal stay, and rests on residence, employment or a voluntary contract."""
    rules = ("E-MEM-01", "E-MEM-02", *_number_gives_none(person))
    readings = ("B03",) if person.identity_number == "d_number" else ()
    bases = (_resident(person), person.employed, person.voluntary_member)
    if person.legal_stay is Answer.NO or all(basis is Answer.NO for basis in bases):
        return Right(Service.MEMBERSHIP, Verdict.NO, rules, readings)
    if person.legal_stay is Answer.YES and Answer.YES in bases:
        return Right(Service.MEMBERSHIP, Verdict.YES, rules, readings)
    missing = ["legal_stay"] if person.legal_stay is Answer.UNKNOWN else []
    if Answer.YES not in bases:
        missing.append("residence_or_employment")
    return Right(Service.MEMBERSHIP, Verdict.CANNOT_TELL, rules, readings, tuple(missing))


def regular_practitioner(person: Situation) -> Right:
    """A registered resident is assigned a practitioner; a number alone is not enough (B02)."""
    service = Service.REGULAR_PRACTITIONER
    if person.identity_number == "d_number":
        if person.asylum_seeker_or_nato is Answer.NO:
            return Right(service, Verdict.NO, ("E-DN-02", "E-DN-03"))
        return Right(service, Verdict.CANNOT_TELL, ("E-DN-03",), ("B05",))
    if person.registered_resident is Answer.YES:
        return Right(service, Verdict.YES, ("E-GP-01", "E-GP-03"))
    if person.registered_resident is Answer.NO:
        return Right(service, Verdict.NO, ("E-GP-01",), ("B02",))
    if _too_short(person):
        return Right(service, Verdict.NO, ("E-GP-02",), ("B04",))
    return Right(service, Verdict.CANNOT_TELL, ("E-GP-01",), (), ("registered_resident",))


def practitioner_treatment(person: Situation) -> Right:
    """A valid card gives treatment by a practitioner, though not an assigned one (B01)."""
    service = Service.PRACTITIONER_TREATMENT
    if _card(person) is Answer.YES:
        return Right(service, Verdict.YES, ("E-DN-03", "E-EHIC-01"), ("B01",))
    regular = regular_practitioner(person)
    if _card(person) is Answer.UNKNOWN and regular.verdict is not Verdict.YES:
        return Right(service, Verdict.CANNOT_TELL, ("E-DN-03",), ("B01",), ("card_valid",))
    return Right(service, regular.verdict, ("E-DN-03",), regular.interpretations, regular.missing)


def referral(person: Situation) -> Right:
    """Further treatment is reached through a practitioner."""
    treated = practitioner_treatment(person)
    return Right(Service.REFERRAL, treated.verdict, ("E-GP-04",), (), treated.missing)


def necessary_care(person: Situation) -> Right:
    """The municipality provides it to its inhabitants, a card to those who visit."""
    service = Service.NECESSARY_CARE
    if _card(person) is Answer.YES:
        return Right(service, Verdict.YES, ("E-EHIC-01",))
    resident = _resident(person)
    if resident is Answer.YES:
        return Right(service, Verdict.YES, ("E-MUN-01",))
    if person.identity_number == "d_number" and membership(person).verdict is not Verdict.YES:
        return Right(service, Verdict.NO, ("E-DN-02",), ("B03",))
    if resident is Answer.NO and _card(person) is Answer.NO:
        return Right(service, Verdict.NO, ("E-MUN-01", "E-EHIC-01"))
    return Right(service, Verdict.CANNOT_TELL, ("E-MUN-01",), (), ("residence",))


def emergency(person: Situation) -> Right:
    """Emergency help is given to everyone, always (B09)."""
    only = ("E-DN-02",) if person.identity_number == "d_number" else ("E-EMERG-01",)
    return Right(Service.EMERGENCY, Verdict.YES, only, ("B09",))


def language(_person: Situation) -> Right:
    """Everyone is informed in a language they understand."""
    return Right(Service.LANGUAGE, Verdict.YES, ("E-INT-01",))


def antenatal(person: Situation) -> Right:
    """Free for every pregnant inhabitant of Oslo; of other places the source is silent (B08)."""
    service = Service.ANTENATAL
    if person.pregnant is Answer.NO:
        return Right(service, Verdict.NO, ("E-ANC-01",))
    if person.pregnant is Answer.YES and person.in_oslo is Answer.YES:
        return Right(service, Verdict.YES, ("E-ANC-01",))
    missing = tuple(
        name
        for name, answer in (("pregnant", person.pregnant), ("in_oslo", person.in_oslo))
        if answer is Answer.UNKNOWN
    )
    return Right(service, Verdict.CANNOT_TELL, ("E-ANC-01",), ("B08",), missing)


def health_centre(person: Situation) -> Right:
    """For children from 0 to 5 completed years (B07), at the centre of their address."""
    service = Service.HEALTH_CENTRE
    age = _years(person)
    if age is None:
        return Right(service, Verdict.CANNOT_TELL, ("E-CH-01",), ("B07",), ("age",))
    verdict = Verdict.YES if age <= _LAST_HEALTH_CENTRE_YEAR else Verdict.NO
    return Right(service, verdict, ("E-CH-01",), ("B07",))


def child_dental(person: Situation) -> Right:
    """Free for children. The source names no age, so none is assumed (B06)."""
    service = Service.CHILD_DENTAL
    match person.child_in_dental_care:
        case Answer.YES:
            return Right(service, Verdict.YES, ("E-DENT-01",), ("B06",))
        case Answer.NO:
            rules = ("E-DENT-01", "E-DENT-02", "E-DENT-03", "E-DENT-04")
            return Right(service, Verdict.NO, rules, ("B06",))
        case Answer.UNKNOWN:
            missing = ("child_in_dental_care",)
            return Right(service, Verdict.CANNOT_TELL, ("E-DENT-01",), ("B06",), missing)


def vaccine(person: Situation) -> Right:
    """Free from the City of Oslo; of other places the source is silent (B08)."""
    oslo = person.in_oslo is Answer.YES
    missing = ("in_oslo",) if person.in_oslo is Answer.UNKNOWN else ()
    verdict = Verdict.YES if oslo else Verdict.CANNOT_TELL
    return Right(Service.VACCINE, verdict, ("E-VAC-01",), () if oslo else ("B08",), missing)


RULES: Final[tuple[Callable[[Situation], Right], ...]] = (
    membership,
    regular_practitioner,
    practitioner_treatment,
    referral,
    necessary_care,
    emergency,
    language,
    antenatal,
    health_centre,
    child_dental,
    vaccine,
)


def _next_steps(person: Situation, rights: tuple[Right, ...]) -> tuple[str, ...]:
    verdicts = {right.service: right.verdict for right in rights}
    if verdicts[Service.REGULAR_PRACTITIONER] is Verdict.YES:
        steps = ["E-GP-05", "E-HELFO-02"]
    else:
        steps = ["E-NOGP-01", "E-HELFO-01"]
        if person.identity_number != "national":
            steps += ["E-WAIT-01", "E-WAIT-02"]
    return (*steps, "E-EMERG-01", "E-FEE-01", "E-VAC-02")


def _resident(person: Situation) -> Answer:
    """Resident is one who is registered; a stay shorter than twelve months rules it out."""
    if person.registered_resident is Answer.UNKNOWN and _too_short(person):
        return Answer.NO
    return person.registered_resident


def _too_short(person: Situation) -> bool:
    return person.stay_months is not None and person.stay_months < _RESIDENT_MONTHS


def _number_gives_none(person: Situation) -> tuple[str, ...]:
    return ("E-DN-01",) if person.identity_number == "d_number" else ()


def _card(person: Situation) -> Answer:
    if person.card is None or person.card.country not in EEA_AND_SWITZERLAND:
        return Answer.NO
    return person.card.valid


def _years(person: Situation) -> int | None:
    match person.age:
        case BornOn(born_on=born_on):
            return completed_years(born_on, person.on)
        case Years(years=years):
            return years
        case AgeUnknown():
            return None

from datetime import date

import pytest

from travel_api.adapters import rulebook
from travel_api.domain.entitlement import (
    RULES,
    HealthCard,
    Service,
    Situation,
    Verdict,
    entitle,
)
from travel_api.domain.facts import BornOn, Years
from travel_api.domain.words import Answer

BOOK = rulebook.load()
YES, NO, CANNOT_TELL = Verdict.YES, Verdict.NO, Verdict.CANNOT_TELL
BASIC = (
    Service.MEMBERSHIP,
    Service.REGULAR_PRACTITIONER,
    Service.PRACTITIONER_TREATMENT,
    Service.REFERRAL,
    Service.NECESSARY_CARE,
    Service.EMERGENCY,
)


def a_person(**facts) -> Situation:
    return Situation(on=date(2026, 11, 21), **facts)


def verdicts(person: Situation) -> tuple[Verdict, ...]:
    answer = entitle(person)
    return tuple(answer.verdict(service) for service in BASIC)


def test_a_registered_resident_with_a_national_number_has_it_all():
    resident = a_person(
        legal_stay=Answer.YES,
        identity_number="national",
        registered_resident=Answer.YES,
        stay_months=24,
    )

    assert verdicts(resident) == (YES, YES, YES, YES, YES, YES)


def test_with_only_a_d_number_there_is_emergency_help():
    guest = a_person(legal_stay=Answer.YES, identity_number="d_number")

    assert verdicts(guest) == (CANNOT_TELL, NO, NO, NO, NO, YES)


def test_a_d_number_does_not_exclude_membership_by_employment():
    worker = a_person(legal_stay=Answer.YES, identity_number="d_number", employed=Answer.YES)

    assert entitle(worker).verdict(Service.MEMBERSHIP) is YES


def test_the_exceptions_for_d_numbers_are_not_decided():
    seeker = a_person(identity_number="d_number", asylum_seeker_or_nato=Answer.YES)

    assert entitle(seeker).verdict(Service.REGULAR_PRACTITIONER) is CANNOT_TELL


@pytest.mark.parametrize(
    ("country", "valid", "expected"),
    [
        ("SE", Answer.YES, YES),
        ("CH", Answer.YES, YES),
        ("US", Answer.YES, NO),
        ("SE", Answer.NO, NO),
        ("SE", Answer.UNKNOWN, CANNOT_TELL),
    ],
)
def test_a_valid_card_from_the_eea_or_switzerland_gives_treatment(country, valid, expected):
    visitor = a_person(
        identity_number="none",
        registered_resident=Answer.NO,
        card=HealthCard(country=country, valid=valid),
    )
    answer = entitle(visitor)

    assert answer.verdict(Service.PRACTITIONER_TREATMENT) is expected
    assert answer.verdict(Service.REGULAR_PRACTITIONER) is NO
    assert answer.verdict(Service.EMERGENCY) is YES


def test_a_card_gives_necessary_care():
    visitor = a_person(card=HealthCard(country="DE", valid=Answer.YES))

    assert entitle(visitor).verdict(Service.NECESSARY_CARE) is YES


@pytest.mark.parametrize(("months", "expected"), [(11, NO), (12, CANNOT_TELL), (13, CANNOT_TELL)])
def test_twelve_months_are_enough_to_be_resident_but_registration_decides(months, expected):
    newcomer = a_person(legal_stay=Answer.YES, identity_number="national", stay_months=months)

    assert entitle(newcomer).verdict(Service.REGULAR_PRACTITIONER) is expected


def test_a_number_without_residence_gives_no_practitioner():
    emigrant = a_person(identity_number="national", registered_resident=Answer.NO)

    assert entitle(emigrant).verdict(Service.REGULAR_PRACTITIONER) is NO


def test_without_legal_stay_there_is_no_membership():
    person = a_person(legal_stay=Answer.NO, employed=Answer.YES)

    assert entitle(person).verdict(Service.MEMBERSHIP) is NO


def test_without_any_ground_there_is_no_membership():
    person = a_person(legal_stay=Answer.YES, registered_resident=Answer.NO, employed=Answer.NO)

    assert entitle(person).verdict(Service.MEMBERSHIP) is NO


def test_what_would_settle_membership_is_named():
    (membership, *_) = entitle(a_person()).rights

    assert membership.missing == ("legal_stay", "residence_or_employment")


@pytest.mark.parametrize(
    ("age", "expected"),
    [(Years("years", 0), YES), (Years("years", 5), YES), (Years("years", 6), NO)],
)
def test_the_health_centre_follows_children_from_0_to_5(age, expected):
    assert entitle(a_person(age=age)).verdict(Service.HEALTH_CENTRE) is expected


def test_a_child_is_five_until_the_day_before_the_sixth_birthday():
    child = a_person(age=BornOn("born_on", date(2020, 11, 22)))

    assert entitle(child).verdict(Service.HEALTH_CENTRE) is YES


@pytest.mark.parametrize(
    ("service", "facts", "expected"),
    [
        (Service.ANTENATAL, {"pregnant": Answer.YES, "in_oslo": Answer.YES}, YES),
        (Service.ANTENATAL, {"pregnant": Answer.YES, "in_oslo": Answer.NO}, CANNOT_TELL),
        (Service.ANTENATAL, {"pregnant": Answer.NO, "in_oslo": Answer.YES}, NO),
        (Service.ANTENATAL, {}, CANNOT_TELL),
        (Service.VACCINE, {"in_oslo": Answer.YES}, YES),
        (Service.VACCINE, {"in_oslo": Answer.NO}, CANNOT_TELL),
        (Service.CHILD_DENTAL, {"child_in_dental_care": Answer.YES}, YES),
        (Service.CHILD_DENTAL, {"child_in_dental_care": Answer.NO}, NO),
        (Service.CHILD_DENTAL, {"age": Years("years", 9)}, CANNOT_TELL),
    ],
)
def test_what_the_source_does_not_state_is_not_answered(service, facts, expected):
    assert entitle(a_person(**facts)).verdict(service) is expected


def test_everyone_is_informed_in_a_language_they_understand_and_helped_in_an_emergency():
    answer = entitle(a_person(legal_stay=Answer.NO, identity_number="none"))

    assert answer.verdict(Service.LANGUAGE) is YES
    assert answer.verdict(Service.EMERGENCY) is YES


def test_one_who_waits_for_a_number_is_told_whom_to_ask():
    steps = entitle(a_person(identity_number="none", registered_resident=Answer.NO)).next_steps

    assert {"E-NOGP-01", "E-HELFO-01", "E-WAIT-01", "E-WAIT-02"} <= set(steps)


def test_a_resident_is_told_how_to_reach_the_practitioner():
    steps = entitle(a_person(registered_resident=Answer.YES)).next_steps

    assert {"E-GP-05", "E-HELFO-02", "E-EMERG-01", "E-FEE-01", "E-VAC-02"} <= set(steps)


def test_every_service_is_answered_once():
    answered = [right.service for right in entitle(a_person()).rights]

    assert sorted(answered) == sorted(Service)
    assert len(RULES) == len(Service)


def test_every_rule_of_entitlement_is_met_by_somebody():
    people = [
        a_person(),
        a_person(legal_stay=Answer.YES, identity_number="national", registered_resident=Answer.YES),
        a_person(identity_number="d_number"),
        a_person(card=HealthCard(country="SE", valid=Answer.YES)),
        a_person(stay_months=3, child_in_dental_care=Answer.NO),
    ]
    answers = [entitle(person) for person in people]
    met = {rule for answer in answers for right in answer.rights for rule in right.rules}
    told = {rule for answer in answers for rule in answer.next_steps}

    assert met | told == {rule for rule in BOOK.catalogue if rule.startswith("E-")}


@pytest.mark.parametrize("number", ["national", "d_number", "none", "unknown"])
@pytest.mark.parametrize("resident", Answer)
@pytest.mark.parametrize("stay", Answer)
def test_what_cannot_be_told_names_what_would_tell(number, resident, stay):
    person = a_person(identity_number=number, registered_resident=resident, legal_stay=stay)

    for right in entitle(person).rights:
        open_by_source = "B05" in right.interpretations or "B08" in right.interpretations
        assert right.verdict is not CANNOT_TELL or right.missing or open_by_source
        assert all(reading in BOOK.readings for reading in right.interpretations)

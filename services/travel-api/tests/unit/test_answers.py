from datetime import date

import pytest

from contracts.vocabulary import Metres, Ore
from travel_api.domain.answers import (
    NOT_TOLD,
    Answers,
    Attendance,
    attendance_of,
    days_to_ask,
    may_ask_records,
    with_answers,
)
from travel_api.domain.facts import (
    Age,
    AgeUnknown,
    Amount,
    BornOn,
    Claimant,
    Facts,
    Journey,
    Leg,
    Patient,
    Treatment,
    Years,
)
from travel_api.domain.words import Answer, Choice, Level, Mode, Record, Role

FARE = Amount("amount", Ore(26_000))


def a_journey(name: str, started: date, completed: date) -> Journey:
    return Journey(
        id=name,
        started_on=started,
        completed_on=completed,
        cheapest_public_fare=FARE,
        local_minimum_fare=FARE,
        legs=(Leg(id="l1", mode=Mode.CAR, distance_km=Metres(120_000)),),
    )


def some_facts(role: Role = Role.PATIENT, age: Age = NOT_TOLD) -> Facts:
    return Facts(
        claimant=Claimant(role=role),
        patient=Patient(age=age),
        treatment=Treatment(
            level=Level.SPECIALIST, publicly_approved=Answer.YES, choice=Choice.NEAREST
        ),
        journeys=(THERE, BACK),
    )


THERE = a_journey("j1", date(2026, 3, 3), date(2026, 3, 4))
BACK = a_journey("j2", date(2026, 3, 10), date(2026, 3, 10))


def told(day: date, attended: Answer, approved: Answer = Answer.YES) -> Attendance:
    return Attendance(on=day, attended=attended, publicly_approved=approved)


def test_the_days_of_travel_and_their_neighbours_are_asked_about_once_each():
    assert days_to_ask([THERE, BACK, BACK]) == [
        date(2026, 3, 2),
        date(2026, 3, 3),
        date(2026, 3, 4),
        date(2026, 3, 5),
        date(2026, 3, 9),
        date(2026, 3, 10),
        date(2026, 3, 11),
    ]


def test_the_calendar_has_ends():
    assert days_to_ask([a_journey("j", date.min, date.max)]) == [date.min, date.max]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            [told(date(2026, 3, 5), Answer.YES), told(date(2026, 3, 9), Answer.YES)],
            (Record.ATTENDED, Answer.YES),
        ),
        (
            [
                told(date(2026, 3, 5), Answer.YES),
                told(date(2026, 3, 9), Answer.YES, Answer.NO),
            ],
            (Record.ATTENDED, Answer.NO),
        ),
        (
            [
                told(date(2026, 3, 5), Answer.YES),
                told(date(2026, 3, 9), Answer.YES, Answer.UNKNOWN),
            ],
            (Record.NO_ANSWER, Answer.UNKNOWN),
        ),
        (
            [told(date(2026, 3, 5), Answer.YES), told(date(2026, 3, 9), Answer.NO)],
            (Record.NOT_ATTENDED, Answer.YES),
        ),
        (
            [told(date(2026, 3, 5), Answer.YES), told(date(2026, 3, 9), Answer.UNKNOWN)],
            (Record.NO_ANSWER, Answer.YES),
        ),
        ([told(date(2026, 3, 5), Answer.YES)], (Record.NO_ANSWER, Answer.YES)),
        ([], (Record.NO_ANSWER, Answer.UNKNOWN)),
    ],
)
def test_every_journey_needs_a_day_of_attendance_and_silence_is_no_answer(answers, expected):
    assert attendance_of([THERE, BACK], answers) == expected


@pytest.mark.parametrize(
    ("role", "age", "allowed"),
    [
        (Role.PATIENT, AgeUnknown("unknown"), True),
        (Role.GUARDIAN, AgeUnknown("unknown"), False),
        (Role.GUARDIAN, Years("years", 11), True),
        (Role.GUARDIAN, Years("years", 12), False),
        (Role.PARENT, BornOn("born_on", date(2014, 3, 5)), True),
        (Role.PARENT, BornOn("born_on", date(2014, 3, 4)), False),
        (Role.COMPANION, Years("years", 5), False),
    ],
)
def test_records_are_asked_for_oneself_and_for_a_child_under_twelve(role, age, allowed):
    assert may_ask_records(some_facts(role, age)) is allowed


def test_what_registers_tell_takes_the_place_of_what_was_claimed():
    born = BornOn("born_on", date(1985, 6, 1))
    answers = Answers(
        known_person=True,
        age=born,
        attendance=Record.ATTENDED,
        publicly_approved=Answer.NO,
    )
    facts = with_answers(some_facts(), answers)
    assert facts.patient.age == born
    assert facts.treatment.attendance is Record.ATTENDED
    assert facts.treatment.publicly_approved is Answer.NO


def test_what_was_claimed_stands_where_nobody_told_otherwise():
    assert with_answers(some_facts(), Answers()).treatment.publicly_approved is Answer.YES

from dataclasses import replace
from datetime import date

import pytest

from contracts.vocabulary import Ore
from travel_api.domain.answers import Answers
from travel_api.domain.assessment import (
    Assessment,
    AssessmentMode,
    Effect,
    Line,
    Missing,
    Outcome,
    Share,
)
from travel_api.domain.claims import Step
from travel_api.domain.decisions import (
    NotAcknowledged,
    NotReadyToDecide,
    Reservation,
    Verdict,
    VerdictNeeded,
    following_step,
    outcome_of,
    reservations,
)
from travel_api.domain.parameters import Measure, Parameter
from travel_api.domain.words import Record, Role

RATE = Parameter(
    "km_rate", Measure.KRONER_PER_KM, date(2026, 1, 1), 320, confirmed=True, source="regulation"
)
TOLD = Answers(known_person=True, attendance=Record.ATTENDED)
PLAIN = Assessment(
    outcome=Outcome.GRANTED,
    mode=AssessmentMode.STRICT,
    payable=Ore(21_300),
    payable_by=(Share("patient", Ore(21_300)),),
    lines=(
        Line("T-RATE-01", Effect.ADDS, "patient", "j1", amount=Ore(38_400), parameters=(RATE,)),
        Line("T-COPAY-01", Effect.DEDUCTS, "patient", "j1", amount=Ore(-17_100)),
    ),
    missing=(),
    next_steps=(),
    parameters=(RATE,),
    provisional=False,
)


def with_line(effect: Effect, *, discretionary: bool = False) -> Assessment:
    line = Line("T-EXTRA-01", effect, "patient", "j1", discretionary=discretionary)
    return replace(PLAIN, lines=(*PLAIN.lines, line))


def test_a_plain_grant_has_no_reservations_and_is_decided_at_once():
    assert reservations(PLAIN, TOLD, Role.PATIENT) == frozenset()
    assert following_step(PLAIN, TOLD, Role.PATIENT) is Step.DECIDE


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        (with_line(Effect.REFUSES), {Reservation.REFUSED}),
        (with_line(Effect.CAPS), {Reservation.CUT}),
        (with_line(Effect.ADDS, discretionary=True), {Reservation.DISCRETIONARY}),
        (replace(PLAIN, outcome=Outcome.REFUSED), {Reservation.REFUSED}),
        (replace(PLAIN, outcome=Outcome.PARTLY_GRANTED), {Reservation.REFUSED}),
        (replace(PLAIN, outcome=Outcome.MANUAL_REVIEW), {Reservation.MANUAL}),
        (replace(PLAIN, outcome=Outcome.REDIRECT), {Reservation.REDIRECTED}),
        (replace(PLAIN, provisional=True), {Reservation.PROVISIONAL}),
        (
            replace(PLAIN, parameters=(replace(RATE, stands_in_for=date(2027, 1, 1)),)),
            {Reservation.UNCONFIRMED},
        ),
    ],
)
def test_whatever_a_person_should_look_at_goes_to_a_handler(assessment, expected):
    assert reservations(assessment, TOLD, Role.PATIENT) == expected
    assert following_step(assessment, TOLD, Role.PATIENT) is Step.HAND_OVER


@pytest.mark.parametrize("answer", [Record.NO_ANSWER, Record.NOT_ASKED, Record.NOT_ATTENDED])
def test_nothing_is_decided_automatically_before_the_records_say_attended(answer):
    told = replace(TOLD, attendance=answer)
    assert reservations(PLAIN, told, Role.PATIENT) == {Reservation.ATTENDANCE}
    assert following_step(PLAIN, told, Role.PATIENT) is Step.HAND_OVER


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.PARENT, Role.COMPANION])
def test_who_may_claim_for_another_is_seen_by_a_handler(role):
    assert reservations(PLAIN, TOLD, role) == {Reservation.REPRESENTATION}


def test_somebody_the_register_does_not_know_is_a_task_for_the_office():
    unknown = replace(TOLD, known_person=False)
    lacking = replace(
        PLAIN,
        outcome=Outcome.NEEDS_INFORMATION,
        missing=(Missing("age", "claimant", "T-COPAY-03"),),
    )
    assert reservations(PLAIN, unknown, Role.PATIENT) == {Reservation.PERSON}
    assert following_step(lacking, unknown, Role.PATIENT) is Step.HAND_OVER


@pytest.mark.parametrize(
    ("givers", "step"),
    [
        (["claimant"], Step.ASK_CLAIMANT),
        (["patient_travel_office"], Step.HAND_OVER),
        (["patient_travel_office", "treatment_centre"], Step.ASK_CLAIMANT),
    ],
)
def test_the_claimant_is_asked_only_for_what_the_claimant_can_get(givers, step):
    missing = tuple(Missing("confirmation", giver, "T-DOC-02") for giver in givers)
    lacking = replace(PLAIN, outcome=Outcome.NEEDS_DOCUMENTATION, missing=missing)
    assert following_step(lacking, TOLD, Role.PATIENT) is step


def decide(
    assessment: Assessment,
    verdict: Verdict = Verdict.AS_ASSESSED,
    ground: str | None = None,
    acknowledged: frozenset[Reservation] | None = None,
) -> tuple[Outcome, Ore]:
    found = reservations(assessment, TOLD, Role.PATIENT)
    return outcome_of(
        assessment,
        verdict,
        ground=ground,
        found=found,
        acknowledged=found if acknowledged is None else acknowledged,
    )


@pytest.mark.parametrize("outcome", [Outcome.NEEDS_DOCUMENTATION, Outcome.NEEDS_INFORMATION])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_nobody_is_refused_or_granted_while_something_is_lacking(outcome, verdict):
    with pytest.raises(NotReadyToDecide):
        decide(replace(PLAIN, outcome=outcome), verdict, "because")


def test_reservations_are_acknowledged_one_by_one():
    cut = with_line(Effect.CAPS)
    with pytest.raises(NotAcknowledged) as refusal:
        decide(cut, acknowledged=frozenset())
    assert refusal.value.extra == {"reservations": ["cut"]}
    with pytest.raises(NotAcknowledged):
        decide(cut, acknowledged=frozenset({Reservation.CUT, Reservation.REFUSED}))
    assert decide(cut) == (Outcome.GRANTED, 21_300)


def test_what_is_left_to_a_person_needs_that_persons_verdict_and_ground():
    left = replace(PLAIN, outcome=Outcome.MANUAL_REVIEW)
    with pytest.raises(VerdictNeeded):
        decide(left)
    with pytest.raises(VerdictNeeded):
        decide(left, Verdict.GRANTED)
    assert decide(left, Verdict.GRANTED, "attended, says the clinic") == (Outcome.GRANTED, 21_300)
    assert decide(left, Verdict.REFUSED, "never attended") == (Outcome.REFUSED, 0)
    nothing_due = replace(left, payable=Ore(0))
    assert decide(nothing_due, Verdict.GRANTED, "so") == (Outcome.GRANTED_ZERO, 0)


def test_a_handler_cannot_grant_what_the_rules_refuse_by_a_word_alone():
    with pytest.raises(VerdictNeeded):
        decide(replace(PLAIN, outcome=Outcome.REFUSED), Verdict.GRANTED, "kindness")


def test_a_handlers_own_refusal_needs_a_ground():
    with pytest.raises(VerdictNeeded):
        decide(PLAIN, Verdict.REFUSED)
    assert decide(PLAIN, Verdict.REFUSED, "the journey was never made") == (Outcome.REFUSED, 0)

"""Arbitrary claims for property tests, aimed at the boundaries of the rules."""

from dataclasses import replace
from datetime import date
from typing import Final

from hypothesis import strategies as st

from contracts.vocabulary import Metres, Ore
from travel_api.domain import facts as told
from travel_api.domain.words import (
    Answer,
    Choice,
    EvidenceKind,
    Exemption,
    ExpenseKind,
    Ground,
    Issuer,
    Level,
    Mode,
    Role,
)

CAR_EXPENSES: Final = (
    ExpenseKind.PARKING,
    ExpenseKind.TOLL,
    ExpenseKind.CAR_FERRY,
    ExpenseKind.WINTER_TYRES,
)
_EDGES_OF_DISTANCE: Final = (9_900, 10_000, 10_100, 299_900, 300_000, 300_100)
_EDGES_OF_DAYS: Final = (
    *(date(2016, 9, 30), date(2016, 10, 1), date(2020, 3, 11), date(2020, 3, 12)),
    *(date(2022, 5, 31), date(2022, 6, 1), date(2025, 3, 2), date(2025, 3, 3)),
    *(date(2026, 7, 31), date(2026, 8, 1)),
)
_EDGES_OF_AGE: Final = (11, 12, 15, 16, 17, 18)

answers = st.sampled_from(Answer)
mostly_yes = st.sampled_from([*[Answer.YES] * 8, Answer.NO, Answer.UNKNOWN])
mostly_no = st.sampled_from([*[Answer.NO] * 8, Answer.YES, Answer.UNKNOWN])
metres = st.one_of(
    st.sampled_from(_EDGES_OF_DISTANCE), st.integers(1, 6_000).map(lambda tenths: tenths * 100)
).map(Metres)
days = st.one_of(st.sampled_from(_EDGES_OF_DAYS), st.dates(date(2016, 10, 1), date(2026, 12, 31)))
amounts = st.one_of(st.sampled_from([3_600, 3_601, 9_999, 10_000]), st.integers(0, 300_000)).map(
    Ore
)
known_fares = amounts.map(lambda amount: told.Amount("amount", amount))
dear_fares = st.integers(3_601, 300_000).map(lambda amount: told.Amount("amount", Ore(amount)))
fares: st.SearchStrategy[told.Fare] = st.one_of(
    dear_fares,
    dear_fares,
    dear_fares,
    known_fares,
    st.just(told.NoService("no_service")),
    st.just(told.FareUnknown("unknown")),
)
minimum_fares = st.one_of(*[st.just(told.Amount("amount", Ore(3_600)))] * 4, fares)
ages: st.SearchStrategy[told.Age] = st.one_of(
    st.sampled_from(_EDGES_OF_AGE).map(lambda years: told.Years("years", years)),
    st.just(told.Years("years", 40)),
    st.dates(date(1930, 1, 1), date(2016, 1, 1)).map(lambda day: told.BornOn("born_on", day)),
    st.just(told.AGE_UNKNOWN),
)


def legs(modes: tuple[Mode, ...] = tuple(Mode)) -> st.SearchStrategy[tuple[told.Leg, ...]]:
    """Return one to three legs, told apart by number."""
    leg = st.builds(
        told.Leg,
        id=st.just("l"),
        mode=st.sampled_from(modes),
        distance_km=metres,
        with_car=answers,
        requisitioned=mostly_no,
    )
    return st.lists(leg, min_size=1, max_size=3).map(
        lambda drawn: tuple(replace(one, id=f"l{number}") for number, one in enumerate(drawn))
    )


@st.composite
def journeys(draw: st.DrawFn, *, most: int = 3) -> tuple[told.Journey, ...]:
    """Draw journeys, told apart by number."""
    drawn = []
    for number in range(draw(st.integers(1, most))):
        day = draw(days)
        drawn.append(
            told.Journey(
                id=f"j{number}",
                started_on=day,
                completed_on=day,
                cheapest_public_fare=draw(fares),
                local_minimum_fare=draw(minimum_fares),
                legs=draw(legs()),
                patient_travels=draw(mostly_yes),
                declined_offer=draw(mostly_no),
                emergency=draw(mostly_no),
            )
        )
    return tuple(drawn)


evidence = st.builds(
    told.Evidence,
    kind=st.sampled_from(EvidenceKind),
    ground=st.sampled_from([Ground.HEALTH, *Ground, None]),
    issued_by=st.sampled_from([Issuer.PRACTITIONER, *Issuer]),
)
companions = st.builds(
    told.Companion,
    id=st.just("c"),
    relation=st.sampled_from(["parent", "other"]),
    journeys=st.just(("j0",)),
    mode=st.sampled_from(["car", "public"]),
    same_car=answers,
    accompanies=mostly_yes,
    own_distance_km=st.one_of(st.none(), metres),
)
treatments = st.builds(
    told.Treatment,
    level=st.sampled_from(Level),
    publicly_approved=mostly_yes,
    choice=st.sampled_from(Choice),
    admitted=answers,
    seriously_ill=answers,
    nearest=st.one_of(st.builds(told.Nearest, distance_km=metres, fare=fares), st.none()),
)
cards = st.one_of(
    st.none(), st.just(told.ExemptionCard(valid_from=date(2016, 1, 1), valid_to=date(2030, 1, 1)))
)
charges = st.builds(
    told.Charge,
    exemption_card=cards,
    exemption_ground=st.sampled_from([*[Exemption.NONE] * 9, *Exemption]),
)


def expenses(
    kinds: tuple[ExpenseKind, ...] = tuple(ExpenseKind),
) -> st.SearchStrategy[tuple[told.Expense, ...]]:
    """Return up to four expenses of the first journey, told apart by number."""
    expense = st.builds(
        told.Expense,
        id=st.just("e"),
        kind=st.sampled_from(kinds),
        journey=st.just("j0"),
        traveller=st.just(told.PATIENT),
        amount=amounts,
        receipt=st.sampled_from(["yes", "no"]),
        minutes=st.one_of(st.none(), st.sampled_from([719, 720, 721, 1_799, 1_800])),
        nights=st.one_of(st.none(), st.integers(0, 3)),
        private_lodging=answers,
    )
    return st.lists(expense, max_size=4).map(
        lambda drawn: tuple(replace(one, id=f"e{number}") for number, one in enumerate(drawn))
    )


def claims(
    kinds: tuple[ExpenseKind, ...] = tuple(ExpenseKind),
) -> st.SearchStrategy[told.Facts]:
    """Return whole claims of every kind, not yet received."""
    return st.builds(
        told.Facts,
        claimant=st.builds(told.Claimant, role=st.sampled_from([*[Role.PATIENT] * 4, *Role])),
        patient=st.builds(told.Patient, age=ages),
        treatment=treatments,
        journeys=journeys(),
        companions=st.lists(companions, max_size=3).map(
            lambda drawn: tuple(replace(one, id=f"c{number}") for number, one in enumerate(drawn))
        ),
        expenses=expenses(kinds),
        evidence=st.lists(evidence, max_size=3).map(tuple),
        charge=charges,
        channel=st.sampled_from(["electronic", "paper"]),
    )


def a_journey(distance: Metres, **changes: object) -> told.Journey:
    """Return an ordinary journey by car in 2019."""
    ordinary = told.Journey(
        id="j0",
        started_on=date(2019, 3, 4),
        completed_on=date(2019, 3, 4),
        cheapest_public_fare=told.Amount("amount", Ore(26_000)),
        local_minimum_fare=told.Amount("amount", Ore(3_600)),
        legs=(told.Leg(id="l0", mode=Mode.CAR, distance_km=distance),),
    )
    return replace(ordinary, **changes)  # type: ignore[arg-type]


def a_claim(*made: told.Journey, **changes: object) -> told.Facts:
    """Return a grown patient's ordinary claim for journeys."""
    ordinary = told.Facts(
        claimant=told.Claimant(role=Role.PATIENT),
        patient=told.Patient(age=told.Years("years", 40)),
        treatment=told.Treatment(
            level=Level.SPECIALIST, publicly_approved=Answer.YES, choice=Choice.OWN_REGION
        ),
        journeys=made,
    )
    return replace(ordinary, **changes)  # type: ignore[arg-type]

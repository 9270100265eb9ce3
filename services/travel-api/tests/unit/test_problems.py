from contracts.problems import PROBLEM_TYPES
from travel_api.domain.claims import InputRefusal, TravelRefusal
from travel_api.problems import PROBLEMS


def every(refusal: type) -> set[type]:
    return {one for sub in refusal.__subclasses__() for one in {sub} | every(sub)}


def test_every_refusal_has_a_problem_and_every_problem_a_page():
    assert every(TravelRefusal) - {InputRefusal} <= set(PROBLEMS)
    assert set(PROBLEMS.values()) <= set(PROBLEM_TYPES)


def test_a_refusal_of_input_is_answered_422_and_others_are_not():
    for refusal in every(TravelRefusal) - {InputRefusal}:
        is_input = PROBLEM_TYPES[PROBLEMS[refusal]].status == 422
        assert is_input is issubclass(refusal, InputRefusal), refusal

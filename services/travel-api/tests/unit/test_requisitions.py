import pytest

from travel_api.domain.requisitions import TransportNeed, where_to_ask
from travel_api.domain.words import Answer


@pytest.mark.parametrize(
    ("can_use", "ground", "ask", "rules"),
    [
        (Answer.NO, "health", "practitioner", ("T-ADP-01", "T-ADP-04")),
        (Answer.NO, "traffic", "patient_travel_office", ("T-ADP-01", "T-ADP-05")),
        (Answer.NO, "unknown", "patient_travel_office", ("T-ADP-01", "T-ADP-05")),
        (Answer.UNKNOWN, "health", "practitioner", ("T-ADP-01", "T-ADP-04")),
        (Answer.NO, "none", "nobody", ("T-ADP-03",)),
        (Answer.YES, "health", "nobody", ("T-ADP-03",)),
    ],
)
def test_the_ground_decides_who_requisitions(can_use, ground, ask, rules):
    direction = where_to_ask(TransportNeed(can_use_public_transport=can_use, ground=ground))

    assert (direction.ask, direction.rules) == (ask, rules)

"""Which way a letter travels, and where it stands."""

from datetime import date
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_api.domain.letters import (
    Addressee,
    CodeLetter,
    DecisionLetter,
    DigitalMessage,
    DigitalReach,
    LetterKind,
    LetterStatus,
    PrintedLetter,
    may_follow,
    route,
    statuses_before,
)

ADDRESSEES = st.builds(Addressee, st.text(), st.tuples(st.text(), st.text()))
CODE_LETTERS = st.builds(CodeLetter, ADDRESSEES, st.text(), st.dates(), st.text(), st.dates())
KARI = Addressee("Kari Nordmann", ("Storgata 1", "3104 Tønsberg"))


@given(CODE_LETTERS, st.sampled_from(DigitalReach))
def test_a_code_travels_on_paper_whatever_the_contact_register_says(letter, reach):
    assert isinstance(route(letter, reach), PrintedLetter)


def test_a_digital_message_has_no_room_for_a_code():
    assert get_type_hints(DigitalMessage)["content"] is DecisionLetter
    assert not issubclass(CodeLetter, DecisionLetter)
    assert "code" not in DecisionLetter.__slots__


@pytest.mark.parametrize(
    ("reach", "way"),
    [
        (DigitalReach.YES, DigitalMessage),
        (DigitalReach.NO, PrintedLetter),
        (DigitalReach.UNKNOWN, PrintedLetter),
    ],
)
def test_an_answer_is_digital_only_when_the_person_is_surely_reached_so(reach, way):
    answer = DecisionLetter(LetterKind.REOPENED, KARI, None, date(2026, 1, 1), (), None)
    assert isinstance(route(answer, reach), way)


def test_38_word_from_the_printer_never_moves_a_letter_back():
    way = [LetterStatus.SUBMITTED, LetterStatus.ACCEPTED, LetterStatus.POSTED]
    for place, now in enumerate(way):
        assert not any(may_follow(now, earlier) for earlier in way[: place + 1])
        assert all(may_follow(now, later) for later in way[place + 1 :])


def test_38_nothing_follows_upon_a_return_and_a_return_may_follow_upon_delivery():
    assert not any(may_follow(LetterStatus.RETURNED, news) for news in LetterStatus)
    assert may_follow(LetterStatus.DELIVERED, LetterStatus.RETURNED)


@pytest.mark.parametrize("news", LetterStatus)
def test_what_comes_before_is_what_it_may_follow(news):
    assert set(statuses_before(news)) == {s for s in LetterStatus if may_follow(s, news)}


def test_printing_a_letter_shows_nothing():
    letter = CodeLetter(KARI, "000 000 5724", date(2026, 1, 1), "123 456 7890", date(2026, 1, 22))
    assert "Kari" not in repr(letter)
    assert "456" not in repr(letter)

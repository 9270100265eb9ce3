"""Which way a letter travels, and where it stands."""

from datetime import date
from typing import get_type_hints

import pytest

from access_api.domain.letters import (
    Addressee,
    CodeLetter,
    DecisionLetter,
    DigitalMessage,
    LetterStatus,
    may_follow,
    statuses_before,
)

KARI = Addressee("Kari Nordmann", ("Storgata 1", "3104 Tønsberg"))


def test_a_digital_message_has_no_room_for_a_code():
    assert get_type_hints(DigitalMessage)["content"] is DecisionLetter
    assert not issubclass(CodeLetter, DecisionLetter)
    assert "code" not in DecisionLetter.__slots__


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

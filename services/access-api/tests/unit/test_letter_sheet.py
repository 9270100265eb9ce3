"""What letters say: every kind, in every language, with nothing left open."""

from dataclasses import replace
from datetime import date

import pytest

from access_api.domain.case import Ground
from access_api.domain.completeness import What
from access_api.domain.letter_sheet import CannotWrite, Sheet, sheet, written
from access_api.domain.letter_texts import TEXTS, text_of
from access_api.domain.letter_texts.nb import NB
from access_api.domain.letters import Addressee, CodeLetter, DecisionLetter, Language, LetterKind

LANGUAGES = list(Language)
DECISIONS = [kind for kind in LetterKind if kind is not LetterKind.REOPENING_CODE]
GROUNDS_OF = {
    LetterKind.FORM_INCOMPLETE: tuple(What),
    LetterKind.REQUEST_REJECTED: (Ground.NOT_BLOCKED,),
    LetterKind.REQUEST_WITHDRAWN: (Ground.NEW_BLOCK, Ground.ON_REQUEST),
}


def a_code_letter(**changes) -> CodeLetter:
    letter = CodeLetter(
        addressee=Addressee("Kari Nordmann", ("Storgata 1", "0123 OSLO")),
        case_number="0000005724",
        written_on=date(2026, 3, 4),
        code="0123456789",
        valid_through=date(2026, 3, 25),
    )
    return replace(letter, **changes)


def a_decision(kind: LetterKind, **changes) -> DecisionLetter:
    letter = DecisionLetter(
        kind=kind,
        addressee=Addressee("Kari Nordmann", ("Storgata 1", "0123 OSLO")),
        case_number="0000005724",
        written_on=date(2026, 3, 4),
        grounds=GROUNDS_OF.get(kind, ()),
        happened_on=date(2026, 3, 2),
    )
    return replace(letter, **changes)


def words_of(page: Sheet) -> str:
    parts = [page.title, *page.opening, *page.points]
    for section in page.sections:
        parts += [section.heading, section.text, *section.points]
    return "\n".join(parts).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_letter_and_every_reason(language):
    texts = TEXTS[language]

    assert set(TEXTS) == set(Language)
    assert set(texts.letters) == set(DECISIONS)
    assert set(texts.missing) == set(What)
    assert set(texts.grounds) == set(Ground)
    assert len(texts.months) == 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DECISIONS)
def test_no_letter_leaves_a_place_open(kind, language):
    words = words_of(sheet(a_decision(kind), language))

    assert "{" not in words
    assert "23 32 70 00" in words


@pytest.mark.parametrize(
    ("language", "date_in_words", "valid"),
    [
        (Language.NB, "4. mars 2026", "Koden gjelder til og med 25. mars 2026"),
        (Language.NN, "4. mars 2026", "Koden gjeld til og med 25. mars 2026"),
        (Language.EN, "4 March 2026", "The code is valid up to and including 25 March 2026"),
    ],
)
def test_the_code_letter_shows_code_case_number_and_last_day(language, date_in_words, valid):
    page = sheet(a_code_letter(), language)

    assert page.box is not None
    assert page.box.code.split() == ["012", "345", "6789"]
    assert page.box.case_number.split() == ["000", "000", "5724"]
    assert page.box.valid_through.replace("\N{NO-BREAK SPACE}", " ").startswith(valid)
    assert page.reference[0][1].replace("\N{NO-BREAK SPACE}", " ") == date_in_words


def test_digits_that_came_in_groups_are_not_grouped_twice():
    bare = sheet(a_code_letter(), Language.NB)
    grouped = sheet(a_code_letter(code="012 345 6789", case_number="000 000 5724"), Language.NB)

    assert grouped == bare


@pytest.mark.parametrize("code", [*What, *Ground])
def test_every_code_can_be_said_in_three_languages(code):
    text = text_of(code)

    assert text.nb == (NB.missing if isinstance(code, What) else NB.grounds)[code]
    assert len({text.nb, text.en}) == 2
    assert text.nn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DECISIONS)
def test_only_the_code_letter_has_a_box(kind, language):
    assert sheet(a_decision(kind), language).box is None


@pytest.mark.parametrize(
    ("language", "personnel", "consent"),
    [
        (Language.NB, "Helsepersonell ser fortsatt", "Trekke samtykke til bruk av Helsenorge"),
        (Language.NN, "Helsepersonell ser framleis", "Trekke samtykke til bruk av Helsenorge"),
        (Language.EN, "Health personnel still see", "Trekke samtykke til bruk av Helsenorge"),
    ],
)
def test_the_confirmation_of_a_block_says_what_it_does_not_do(language, personnel, consent):
    words = words_of(sheet(a_decision(LetterKind.BLOCK_IN_EFFECT), language))

    assert personnel in words
    assert consent in words


def test_a_notice_tells_the_day_the_request_came():
    for kind in (LetterKind.BLOCK_REQUESTED, LetterKind.REOPENING_REQUESTED):
        assert "2 March 2026" in words_of(sheet(a_decision(kind), Language.EN))


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.BLOCK_REQUESTED,
        LetterKind.REOPENING_REQUESTED,
        LetterKind.BLOCK_IN_EFFECT,
        LetterKind.REOPENED,
    ],
)
def test_a_letter_that_tells_a_day_is_not_written_without_one(kind):
    with pytest.raises(CannotWrite, match="no day"):
        sheet(a_decision(kind, happened_on=None), Language.NB)


@pytest.mark.parametrize("kind", GROUNDS_OF)
def test_a_letter_that_gives_grounds_is_not_written_without_any(kind):
    with pytest.raises(CannotWrite, match="no grounds"):
        sheet(a_decision(kind, grounds=()), Language.NB)


def test_a_code_letter_cannot_be_written_as_a_decision():
    with pytest.raises(CannotWrite, match="no code"):
        sheet(a_decision(LetterKind.REOPENING_CODE), Language.NB)


@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        (LetterKind.FORM_INCOMPLETE, Ground.NOT_BLOCKED),
        (LetterKind.REQUEST_REJECTED, What.NAME),
        (LetterKind.REQUEST_REJECTED, "because"),
    ],
)
def test_an_unknown_ground_is_not_left_out(kind, ground):
    with pytest.raises(ValueError, match="is not a valid"):
        sheet(a_decision(kind, grounds=(ground,)), Language.NB)


def test_a_letter_about_no_case_has_no_case_number():
    reference = sheet(
        a_decision(LetterKind.FORM_INCOMPLETE, case_number=None), Language.NB
    ).reference

    assert [label for label, _ in reference] == ["Dato"]


def test_every_month_has_its_name():
    named = [written(date(2026, month, 1), TEXTS[Language.NB]) for month in range(1, 13)]

    assert len(set(named)) == 12
    assert named[11] == "1.\N{NO-BREAK SPACE}desember\N{NO-BREAK SPACE}2026"


def test_a_sheet_shows_nothing_when_printed():
    assert "Kari" not in repr(sheet(a_code_letter(), Language.NB))
    assert "0123456789" not in repr(sheet(a_code_letter(), Language.NB).box)

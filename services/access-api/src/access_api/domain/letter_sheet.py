"""A letter as it stands on the page: the wording of its kind, with this letter's figures put in."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from access_api.domain.case import Ground
from access_api.domain.case_numbers import spoken
from access_api.domain.completeness import What
from access_api.domain.letter_texts import TEXTS
from access_api.domain.letter_texts.wording import Section, Texts, Wording
from access_api.domain.letters import CodeLetter, DecisionLetter, Language, LetterKind

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_BREAKS_A_NUMBER: Final = re.compile("(?<=[0-9]) (?=[0-9])|(?<=Postboks) (?=[0-9])")
_WITH_GROUNDS: Final = frozenset({LetterKind.REQUEST_REJECTED, LetterKind.REQUEST_WITHDRAWN})


class CannotWrite(Exception):
    """A letter lacks something that its text speaks of."""

    def __init__(self, kind: LetterKind, lack: str) -> None:
        super().__init__(f"A letter of kind {kind} cannot be written: {lack}.")


@dataclass(frozen=True, slots=True, repr=False)
class CodeBox:
    """What the person reads out on the phone, and until when."""

    case_number_label: str
    case_number: str
    code_label: str
    code: str
    valid_through: str


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """Everything that is printed, in reading order. Printing the object shows nothing."""

    title: str
    recipient: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    opening: tuple[str, ...]
    points: tuple[str, ...]
    box: CodeBox | None
    sections: tuple[Section, ...]
    sign_off: str
    contact: str


def sheet(letter: CodeLetter | DecisionLetter, language: Language) -> Sheet:
    """Return `letter` in `language`.

    Raises:
        CannotWrite: the letter lacks the day or the grounds that its text speaks of, or a code.
    """
    texts = TEXTS[language]
    wording = texts.code_letter if isinstance(letter, CodeLetter) else _wording(letter, texts)
    return Sheet(
        title=wording.title,
        recipient=(letter.addressee.name, *letter.addressee.lines),
        reference=_reference(letter, texts),
        opening=tuple(_together(_with_day(text, letter, texts)) for text in wording.opening),
        points=() if isinstance(letter, CodeLetter) else _points(letter, texts),
        box=_box(letter, texts) if isinstance(letter, CodeLetter) else None,
        sections=tuple(_section(section) for section in wording.sections),
        sign_off=texts.labels.sign_off,
        contact=texts.labels.contact,
    )


def written(day: date, texts: Texts) -> str:
    """Return `day` as it is written in running text, never broken over two lines."""
    shape = texts.date_shape.format(day=day.day, month=texts.months[day.month - 1], year=day.year)
    return shape.replace(" ", _NO_BREAK)


def _section(section: Section) -> Section:
    points = tuple(_together(point) for point in section.points)
    return Section(section.heading, _together(section.text), points)


def _together(text: str) -> str:
    """Return `text` so that phone numbers and box numbers stay on one line."""
    return _BREAKS_A_NUMBER.sub(_NO_BREAK, text)


def _wording(letter: DecisionLetter, texts: Texts) -> Wording:
    if letter.kind is LetterKind.REOPENING_CODE:
        raise CannotWrite(letter.kind, "it has no code")
    return texts.letters[letter.kind]


def _with_day(text: str, letter: CodeLetter | DecisionLetter, texts: Texts) -> str:
    if isinstance(letter, CodeLetter) or "{day}" not in text:
        return text
    if letter.happened_on is None:
        raise CannotWrite(letter.kind, "it has no day")
    return text.format(day=written(letter.happened_on, texts))


def _points(letter: DecisionLetter, texts: Texts) -> tuple[str, ...]:
    """What was missing or why, in the letter's own order; other kinds of letter have no list."""
    if letter.kind is LetterKind.FORM_INCOMPLETE:
        points = tuple(texts.missing[What(code)] for code in letter.grounds)
    elif letter.kind in _WITH_GROUNDS:
        points = tuple(texts.grounds[Ground(code)] for code in letter.grounds)
    else:
        return ()
    if not points:
        raise CannotWrite(letter.kind, "it has no grounds")
    return points


def _box(letter: CodeLetter, texts: Texts) -> CodeBox:
    labels = texts.labels
    return CodeBox(
        case_number_label=labels.case_number,
        case_number=_grouped(letter.case_number),
        code_label=labels.code,
        code=_grouped(letter.code),
        valid_through=labels.valid_through.format(day=written(letter.valid_through, texts)),
    )


def _reference(letter: CodeLetter | DecisionLetter, texts: Texts) -> tuple[tuple[str, str], ...]:
    dated = (texts.labels.written_on, written(letter.written_on, texts))
    if letter.case_number is None:
        return (dated,)
    return (dated, (texts.labels.case_number, _grouped(letter.case_number)))


def _grouped(ten_digits: str) -> str:
    """Return ten digits, however they are spaced, in the groups they are read aloud in."""
    return spoken("".join(ten_digits.split())).replace(" ", _NO_BREAK)

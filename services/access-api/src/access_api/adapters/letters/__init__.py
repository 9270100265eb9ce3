"""Letters as PDF files, ready for the printer or the digital mailbox."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

from access_api.domain.letter_sheet import sheet
from access_api.domain.letters import CodeLetter, DecisionLetter, Language
from service_kit.typesetting import Typesetter

_TEMPLATES: Final = Path(__file__).parent / "templates"


def render_letter(letter: CodeLetter | DecisionLetter, language: Language) -> bytes:
    """Return `letter` as one PDF/A-2a that is also PDF/UA-1; the same letter gives the same bytes.

    Raises:
        CannotWrite: the letter lacks something that its text speaks of.
        Unprintable: a name or an address holds a character that no bundled font has.
        CannotTypeset: the address does not fit the window of the envelope.
    """
    data = asdict(sheet(letter, language)) | {"issued_on": letter.written_on.isoformat()}
    return _typesetter().pdf("letter.typ", data, language)


@cache
def _typesetter() -> Typesetter:
    return Typesetter(_TEMPLATES)

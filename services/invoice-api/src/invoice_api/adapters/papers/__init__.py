"""Readable papers as PDF: the view of an invoice, and the attestation form."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from service_kit.typesetting import Typesetter

Language = Literal["nb", "en"]

_TEMPLATES: Final = Path(__file__).parent / "templates"


def typeset(template: Literal["form", "view"], data: Mapping[str, Any], lang: Language) -> bytes:
    """Return a paper as PDF; the same data give the same bytes. Call it in a thread.

    Raises:
        CannotTypeset: the data hold a character that no bundled font has.
    """
    return _typesetter().pdf(f"{template}.typ", data, lang)


@cache
def _typesetter() -> Typesetter:
    return Typesetter(_TEMPLATES)

"""Documents about decisions, set from the same JSON that the API answers.

No document names anybody: the service knows no names.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from service_kit.typesetting import Typesetter
from travel_api.adapters.documents import explanation, letter
from travel_api.adapters.documents.explanation import Figure
from travel_api.adapters.documents.writing import Language

_TEMPLATES: Final = Path(__file__).parent / "templates"


def render_explanation(
    decision: Mapping[str, Any], figures: Mapping[str, Figure], lang: Language
) -> bytes:
    """Return what led to a decision as one PDF/A-2a that is also PDF/UA-1.

    The same decision gives the same bytes.

    Args:
        decision: the decision as the API answers it.
        figures: what each figure is called and measures, by its id.
        lang: language of the document.

    Raises:
        Unprintable: the ground holds a character that no bundled font has.
    """
    return _set("explanation.typ", explanation.page(decision, figures, lang), decision, lang)


def render_letter(decision: Mapping[str, Any], lang: Language) -> bytes:
    """Return a decision as a letter: what, why, and how to complain. Otherwise as above."""
    return _set("letter.typ", letter.page(decision, lang), decision, lang)


def _set(
    template: str, page: Mapping[str, Any], decision: Mapping[str, Any], lang: Language
) -> bytes:
    data = {**page, "issued_on": decision["issued_on"]}
    return _typesetter().pdf(template, data, lang)


@cache
def _typesetter() -> Typesetter:
    return Typesetter(_TEMPLATES)

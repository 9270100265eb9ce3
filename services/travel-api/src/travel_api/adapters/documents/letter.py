"""A decision as a letter: what was decided, why, what is paid, and how to complain."""

from collections.abc import Mapping
from typing import Any, Final

from travel_api.adapters.documents.letter_words import WORDS
from travel_api.adapters.documents.writing import Language, amount, day, said

_AGAINST: Final = frozenset({"refuses", "caps"})
_NOTHING: Final = "0.00"


def page(decision: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    """Return everything that is printed, in words."""
    words = WORDS[lang]
    return {
        "title": words.title,
        "footer": words.footer,
        "facts": [
            (words.number, decision["number"]),
            (words.issued_on, day(decision["issued_on"], lang)),
        ],
        "opening": _opening(decision, lang),
        "why": words.why,
        "ground": decision["ground"] or "",
        "reasons": _reasons(decision["assessment"], lang),
        "explanation": words.explanation,
        "sections": [
            (words.complaint_heading, words.complaint.format(day=_complain_before(decision, lang))),
            (words.questions_heading, words.questions),
        ],
        "made_by": words.made_by[decision["issued_by"]],
        "sign_off": words.sign_off,
    }


def _opening(decision: Mapping[str, Any], lang: Language) -> list[str]:
    words = WORDS[lang]
    paid = amount(decision["payable"], lang)
    told = [words.outcomes[decision["outcome"]].format(amount=paid)]
    held = any(share["hold"] != "none" for share in decision["assessment"]["payable_by"])
    if held and decision["payable"] != _NOTHING:
        told.append(words.held)
    return told


def _reasons(assessment: Mapping[str, Any], lang: Language) -> list[str]:
    """Return the rules for which something was refused or cut, each once."""
    titles = {rule["id"]: said(rule["title"], lang) for rule in assessment["rules"]}
    against = [line["rule"] for line in assessment["lines"] if line["effect"] in _AGAINST]
    return [f"{titles[rule]} ({rule})" for rule in dict.fromkeys(against)]


def _complain_before(decision: Mapping[str, Any], lang: Language) -> str:
    return day(decision["complain_before"], lang)

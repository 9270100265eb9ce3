"""How domain values are kept: the same value always becomes the same text.

A stored decision is run again years later and compared byte for byte, so every text here has its
members in one order and no whitespace.
"""

import json
from typing import Any, Final

from pydantic import TypeAdapter

from travel_api.domain.answers import Answers
from travel_api.domain.assessment import Assessment
from travel_api.domain.facts import Facts

_FACTS: Final = TypeAdapter(Facts)
_ANSWERS: Final = TypeAdapter(Answers)
_ASSESSMENT: Final = TypeAdapter(Assessment)


def canonical(value: Any) -> str:
    """Return JSON with its members in one order and no whitespace."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def facts_json(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON, as they are written on the wire."""
    written: dict[str, Any] = _FACTS.dump_python(facts, mode="json")
    return written


def read_facts(written: Any) -> Facts:
    """Return the facts that `facts_json` wrote."""
    return _FACTS.validate_python(written)


def facts_text(facts: Facts) -> str:
    """Return facts as the one text they always have."""
    return canonical(facts_json(facts))


def facts_from_text(text: str) -> Facts:
    """Return the facts that `facts_text` wrote."""
    return _FACTS.validate_json(text)


def answers_json(answers: Answers) -> dict[str, Any]:
    """Return what registers and handlers told as JSON."""
    written: dict[str, Any] = _ANSWERS.dump_python(answers, mode="json")
    return written


def read_answers(written: Any) -> Answers:
    """Return the answers that `answers_json` wrote."""
    return _ANSWERS.validate_python(written)


def assessment_text(assessment: Assessment) -> str:
    """Return an assessment as the one text it always has; amounts are øre."""
    return canonical(_ASSESSMENT.dump_python(assessment, mode="json"))


def assessment_from_text(text: str) -> Assessment:
    """Return the assessment that `assessment_text` wrote."""
    return _ASSESSMENT.validate_json(text)

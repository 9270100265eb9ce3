"""Run every decision again from what it was made of, and compare byte for byte."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from travel_api.adapters.rulebook import Rulebook, from_documents
from travel_api.domain.assessment import AssessmentMode
from travel_api.domain.engine import assess
from travel_api.domain.readings import read_as
from travel_api.storage import assessments, forms
from travel_api.storage.assessments import Decided

_A_PIECE: Final = 500


@dataclass(frozen=True, slots=True)
class Replayed:
    """What running one decision again came to.

    Attributes:
        number: the decision.
        same: whether every byte is as it was stored.
        engine_version: the engine it was made with.
    """

    number: str
    same: bool
    engine_version: str


async def replay_decisions(engine: AsyncEngine) -> AsyncIterator[Replayed]:
    """Yield the outcome of running each decision again, in the order of their numbers.

    The rules and figures are those it was decided by, out of the database; the shipped files are
    not read. Nothing is written.
    """
    rulebooks: dict[str, Rulebook] = {}
    last = ""
    while True:
        async with engine.connect() as connection:
            piece = await assessments.decided_after(connection, last, _A_PIECE)
            for version in {one.ruleset_version for one in piece} - rulebooks.keys():
                documents = await assessments.ruleset(connection, version)
                rulebooks[version] = from_documents(documents)
        for one in piece:
            same = _again(one, rulebooks[one.ruleset_version]) == one.result
            yield Replayed(one.number, same, one.engine_version)
        if len(piece) < _A_PIECE:
            return
        last = piece[-1].number


def _again(decided: Decided, rulebook: Rulebook) -> str:
    facts = forms.facts_from_text(decided.facts)
    mode = AssessmentMode(decided.mode)
    interpretations = read_as(rulebook.interpretations, decided.readings)
    return forms.assessment_text(assess(facts, rulebook.timeline, interpretations, mode))

"""Stateless assessments, open to everybody: nothing is stored, nobody is named."""

import json

from fastapi import APIRouter, Response

from service_kit.guard import guarded
from travel_api.deps import ShellDep
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.wire.assessments import AssessmentOut, present_now

router = APIRouter(route_class=guarded("travel"), tags=["assessments"])


@router.post("/v1/assessments", response_model=AssessmentOut)
async def assess_travel(facts: Facts, shell: ShellDep) -> Response:
    """Assess some facts: what would be paid, by which rules, and what is missing.

    Takes an age or a birth date instead of an identity number.
    """
    book = shell.rulebook
    assessment = assess(facts, book.timeline, book.interpretations, shell.settings.mode)
    body = json.dumps(present_now(assessment, book), ensure_ascii=False)
    return Response(body, media_type="application/json")

"""Stateless assessments, open to everybody: nothing is stored, nobody is named."""

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from service_kit.guard import guarded
from travel_api.deps import ShellDep
from travel_api.domain.engine import assess
from travel_api.domain.facts import Facts
from travel_api.use_cases.aside import aside_if_large
from travel_api.wire.assessments import AssessmentOut, present_now
from travel_api.wire.batches import results

NDJSON = "application/x-ndjson"
_LINES = {NDJSON: {"schema": {"type": "string", "format": "binary"}}}

router = APIRouter(route_class=guarded("travel"), tags=["assessments"])


@router.post("/v1/assessments", response_model=AssessmentOut)
async def assess_travel(facts: Facts, shell: ShellDep) -> Response:
    """Assess some facts: what would be paid, by which rules, and what is missing.

    Takes an age or a birth date instead of an identity number.
    """
    book, mode = shell.rulebook, shell.settings.mode

    def answer() -> bytes:
        return orjson.dumps(
            present_now(assess(facts, book.timeline, book.interpretations, mode), book)
        )

    return Response(await aside_if_large(facts, answer), media_type="application/json")


@router.post(
    "/v1/assessment-batches",
    response_class=Response,
    responses={
        200: {
            "description": "One JSON object a line: `line`, and `assessment` or `problem`",
            "content": _LINES,
        }
    },
    openapi_extra={
        "requestBody": {
            "required": False,
            "description": "No line gives no answer. One body of `POST /v1/assessments` a line",
            "content": _LINES,
        }
    },
)
async def assess_travel_batch(request: Request, shell: ShellDep) -> StreamingResponse:
    """Assess many, one a line; a line that cannot be read gets a problem of its own.

    The answer begins when the whole batch has come, and goes out line by line.
    """
    return StreamingResponse(results(shell, await request.body()), media_type=NDJSON)

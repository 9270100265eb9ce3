"""Decisions on paper: the letter, and the explanation of every krone."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from service_kit.auth import PrincipalDep
from service_kit.guard import guarded
from service_kit.problems import answers
from travel_api.adapters.documents import render_explanation, render_letter
from travel_api.adapters.documents.explanation import Figure
from travel_api.adapters.documents.writing import Language
from travel_api.deps import ShellDep
from travel_api.use_cases import reading
from travel_api.use_cases.reading import DecisionView
from travel_api.wire.decisions import decision_out

router = APIRouter(route_class=guarded("travel"), tags=["decisions"])

_PDF = "application/pdf"
_DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "PDF/A-2a and PDF/UA-1",
        "content": {_PDF: {"schema": {"type": "string", "format": "binary"}}},
    },
    **answers(404),
}

DecisionNo = Annotated[int, Path(ge=1, le=10_000, description="Which decision on the claim")]
LanguageQuery = Annotated[Language, Query(description="Language of the document")]


@router.get(
    "/v1/claims/{claim_id:uuid}/decisions/{no:int}/letter",
    response_class=Response,
    responses=_DOCUMENT,
)
async def get_decision_letter(
    claim_id: UUID,
    no: DecisionNo,
    principal: PrincipalDep,
    shell: ShellDep,
    lang: LanguageQuery = "nb",
) -> Response:
    """Return a decision as a letter: what, why, and how to complain. It names nobody."""
    view = await reading.get_decision(shell, principal, claim_id, no)
    return await _document(view, partial(render_letter, lang=lang), "letter")


@router.get(
    "/v1/claims/{claim_id:uuid}/decisions/{no:int}/explanation",
    response_class=Response,
    responses=_DOCUMENT,
)
async def explain_decision(
    claim_id: UUID,
    no: DecisionNo,
    principal: PrincipalDep,
    shell: ShellDep,
    lang: LanguageQuery = "nb",
) -> Response:
    """Explain a decision: every krone with its rule and its source, and the figures used."""
    view = await reading.get_decision(shell, principal, claim_id, no)
    rulebook = view.assessed.rulebook
    figures = {
        name: Figure(rulebook.titles[name].title, series.measure)
        for name, series in rulebook.series.items()
    }
    render = partial(render_explanation, figures=figures, lang=lang)
    return await _document(view, render, "explanation")


async def _document(
    view: DecisionView, render: Callable[[Mapping[str, Any]], bytes], name: str
) -> Response:
    decision = decision_out(view).model_dump(mode="json", by_alias=True)
    document = await asyncio.to_thread(render, decision)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{view.decision.number}-{name}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(document, 200, headers, _PDF)

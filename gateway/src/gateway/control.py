"""What the gateway answers itself on its public port: health, problem pages, the API document."""

import json
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from contracts.problems import PROBLEM_TYPES
from gateway.answers import LifeCycle
from gateway.pages import problem as problem_pages
from gateway.pages import reference
from gateway.refusals import MEDIA_TYPE, Refusal, problem_body

router = APIRouter()


class ApiDocument:
    """The merged API document, read once and shown as a page when first asked for."""

    def __init__(self, path: Path | None) -> None:
        self._content = path.read_bytes() if path else None
        self._page = ""

    def content(self) -> bytes:
        """Return the document.

        Raises:
            Refusal: this gateway was given none.
        """
        if self._content is None:
            raise Refusal("not-found", "This gateway was given no API document.")
        return self._content

    def as_page(self) -> str:
        """Return the document as a page for people."""
        self._page = self._page or reference.reference_page(json.loads(self.content()))
        return self._page


def control_app(life: LifeCycle, document: ApiDocument, public_url: str) -> FastAPI:
    """Return the application behind everything that belongs to no service."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.life, app.state.document, app.state.public_url = life, document, public_url
    app.include_router(router)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Refusal, _refusal)
    return app


async def _http_error(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 405:  # noqa: PLR2004
        allow = (b"allow", (error.headers or {}).get("Allow", "GET").encode())
        refusal = Refusal("method-not-allowed", "The path does not have this method.", allow)
    else:
        refusal = Refusal("not-found", "There is no such path.")
    return await _refusal(request, refusal)


async def _refusal(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    content = problem_body(error, request.app.state.public_url)
    fields = {name.decode(): value.decode() for name, value in error.headers}
    return Response(content, error.status, fields, MEDIA_TYPE.decode())


def _document(request: Request) -> ApiDocument:
    document: ApiDocument = request.app.state.document
    return document


Document = Annotated[ApiDocument, Depends(_document)]


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the process runs."""
    return {"status": "ok"}


@router.get("/health/ready")
async def ready(request: Request) -> JSONResponse:
    """Say whether new requests should come here."""
    draining = request.app.state.life.draining
    return JSONResponse({"status": "draining" if draining else "ok"}, 503 if draining else 200)


@router.get("/problems/{slug}")
async def problem(slug: str) -> HTMLResponse:
    """Explain one kind of problem."""
    kind = PROBLEM_TYPES.get(slug)
    if kind is None:
        raise Refusal("not-found", "There is no such problem.")
    return HTMLResponse(problem_pages.problem_page(kind), headers=problem_pages.HEADERS)


@router.get("/openapi.json")
async def openapi(document: Document) -> Response:
    """Return the API document of the whole suite."""
    return Response(document.content(), media_type="application/json")


@router.get("/docs")
async def docs(document: Document) -> HTMLResponse:
    """Show every operation on one page."""
    return HTMLResponse(document.as_page(), headers=reference.HEADERS)

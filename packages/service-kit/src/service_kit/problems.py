"""Problems (RFC 9457): one body for every error, which never repeats what the caller sent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from contracts.problems import PROBLEM_TYPES
from service_kit.auth import NotAllowed, NotAuthenticated
from service_kit.idempotency import IdempotencyKeyMissing, IdempotencyKeyReused, RequestInProgress
from service_kit.jwks import KeysUnavailable
from service_kit.wire import Response

MEDIA_TYPE: Final = "application/problem+json"
_METHODS: Final = ("DELETE", "GET", "PATCH", "POST", "PUT")
_UNKNOWN_NAME: Final = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_SLUG_OF_STATUS: Final = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
}


class NotFound(Exception):
    """There is no such resource, or it is not the caller's: both read alike."""

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours.")


class ChangedMeanwhile(Exception):
    """The caller's version is not the stored one any more."""

    def __init__(self) -> None:
        super().__init__("It has changed since you read it.")


class VersionRequired(Exception):
    """The change came without If-Match."""

    def __init__(self) -> None:
        super().__init__("Send the ETag you have read in If-Match.")


class Unavailable(Exception):
    """There is no room for this request right now."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Try again in {retry_after_s} seconds.")
        self.headers = {"Retry-After": str(retry_after_s)}


_SHARED: Final[Mapping[type[Exception], str]] = {
    NotAuthenticated: "not-authenticated",
    NotAllowed: "not-allowed",
    NotFound: "not-found",
    ChangedMeanwhile: "stale-version",
    VersionRequired: "version-required",
    Unavailable: "unavailable",
    KeysUnavailable: "unavailable",
    IdempotencyKeyMissing: "idempotency-key-missing",
    IdempotencyKeyReused: "idempotency-key-reused",
    RequestInProgress: "request-in-progress",
}


class FieldError(Response):
    """One thing that is wrong in the input, without its value."""

    location: str = Field(description="body, query, path or header")
    pointer: str = Field(description="JSON pointer inside that part")
    code: str
    detail: str


class Problem(Response):
    """RFC 9457 problem details. `type` opens as a page that says what to do."""

    type: str
    title: str
    status: int
    detail: str


class ValidationProblem(Problem):
    """A problem that names every field that is wrong."""

    errors: Sequence[FieldError]


def install_problems(app: FastAPI, table: Mapping[type[Exception], str]) -> None:
    """Answer each exception class of `table` with the problem type of its slug.

    The text of such an exception becomes `detail`, so it must be safe to show; its attributes
    `extra` (members of the body) and `headers` are used when it has them. Anything else is a 500
    that tells nothing.
    """
    for error, slug in {**_SHARED, **table}.items():
        app.add_exception_handler(error, _answer_with(slug))
    app.add_exception_handler(RequestValidationError, _invalid_input)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _internal_error)


def problem_response(
    request: Request,
    slug: str,
    detail: str,
    *,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return the problem of `slug` as a response."""
    kind = PROBLEM_TYPES[slug]
    body = {
        "type": f"{request.app.state.settings.public_url}/problems/{slug}",
        "title": kind.title.en,
        "status": int(kind.status),
        "detail": detail,
        **(extra or {}),
    }
    return JSONResponse(body, kind.status, headers=headers, media_type=MEDIA_TYPE)


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` that document problems with these statuses."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_schema(status)}"}}
            },
        }
        for status in statuses
    }


_DESCRIPTIONS: Final[Mapping[int, str]] = {
    int(kind.status): kind.title.en for kind in reversed(tuple(PROBLEM_TYPES.values()))
}


def _schema(status: int) -> str:
    return "ValidationProblem" if status == 422 else "Problem"  # noqa: PLR2004


def _answer_with(slug: str) -> Any:
    async def handler(request: Request, error: Exception) -> JSONResponse:
        return problem_response(
            request,
            slug,
            str(error) or PROBLEM_TYPES[slug].meaning.en,
            extra=getattr(error, "extra", None),
            headers=getattr(error, "headers", None),
        )

    return handler


async def _invalid_input(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem_response(request, "malformed-request", "The body is not valid JSON.")
    errors = [_field_error(fault).model_dump() for fault in causes(faults)]
    detail = "errors names each field that is wrong and why."
    return problem_response(request, "invalid-input", detail, extra={"errors": errors})


def causes(faults: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return faults of validation without those that only follow from others.

    A list is counted after its items were read, so one that holds enough but not all of it good is
    also said to be too short.
    """
    return [fault for fault in faults if not _follows(fault, faults)]


def _follows(fault: Mapping[str, Any], faults: Sequence[Mapping[str, Any]]) -> bool:
    place, depth = fault["loc"], len(fault["loc"])
    enough = fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]
    return enough and any(len(f["loc"]) > depth and f["loc"][:depth] == place for f in faults)


def _field_error(fault: Mapping[str, Any]) -> FieldError:
    location, *path = fault["loc"]
    if fault["type"] in _UNKNOWN_NAME:
        path = path[:-1]  # the name was chosen by the caller
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
    return FieldError(
        location=str(location), pointer=pointer, code=fault["type"], detail=_safe_message(fault)
    )


def _safe_message(fault: Mapping[str, Any]) -> str:
    given, message = fault.get("input"), str(fault["msg"])
    if fault["type"] in _UNKNOWN_NAME:
        return "A field here is not known to this operation."
    echoes = isinstance(given, str) and given != "" and given in message
    if echoes or fault["type"] == "union_tag_invalid":
        return "The value is not one of those the API document allows."
    return message


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    slug = _SLUG_OF_STATUS.get(error.status_code, "malformed-request")
    headers = {"Allow": _allowed_methods(request)} if slug == "method-not-allowed" else None
    return problem_response(request, slug, PROBLEM_TYPES[slug].meaning.en, headers=headers)


def _allowed_methods(request: Request) -> str:
    """Return every method the path has; Starlette names only those of the first route."""
    allowed = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]
    return ", ".join(allowed)


async def _internal_error(request: Request, _error: Exception) -> JSONResponse:
    return problem_response(request, "internal-error", PROBLEM_TYPES["internal-error"].meaning.en)

"""The service's OpenAPI document, in the form that SDK generators read without surprises."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from service_kit.guard import SECURITY_SCHEME
from service_kit.problems import FieldError, Problem, ValidationProblem

_DEMANDED_HEADERS: Final[Mapping[str, str]] = {
    "idempotency-key": "^[A-Za-z0-9_-]{8,64}$",
    "if-match": '^"[0-9]{1,9}"$',
}
"""Headers that an operation demands when it has them, and how they are written."""

_USUAL_PARAMETERS: Final[Mapping[str, str]] = {
    "after": "Last version already had",
    "cursor": "`next_cursor` of the page before; left out for the first page",
    "lang": "Language of the text",
    "limit": "How many at most",
}
"""What parameters mean that many routes have, where a route does not say it itself."""


def operation_id(route: APIRoute) -> str:
    """Return the operationId of a route: the name of its function."""
    return route.name


def install_openapi(app: FastAPI, *, tags: Mapping[str, str]) -> None:
    """Make `app.openapi()` return the finished document. `tags` gives each tag's description."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _finish(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                    tags=[{"name": name, "description": text} for name, text in tags.items()],
                    servers=[{"url": "http://127.0.0.1:8080", "description": "One machine"}],
                    contact={"name": "Helsesak"},
                    license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
                )
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way


def _finish(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (FieldError, Problem, ValidationProblem):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {
        SECURITY_SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of ID-porten, Maskinporten, HelseID or Entra ID. "
            "Each operation names the scopes of which one is needed. A token bound to a key is "
            "sent as `Authorization: DPoP`, with a proof in `DPoP` (RFC 9449).",
        }
    }
    components["schemas"] = dict(sorted(schemas.items()))
    _demand_headers(document)
    _describe_parameters(document)
    plain: dict[str, Any] = _without_object_defaults(document)
    return plain


def _without_object_defaults(node: Any) -> Any:
    """Return `node` without defaults that are objects, which not every SDK generator can read.

    The fields stay optional; what is left out is said by the fields of the object itself.
    """
    match node:
        case {"default": Mapping(), **others} if others.keys() & {"$ref", "anyOf", "oneOf", "type"}:
            return {key: _without_object_defaults(value) for key, value in others.items()}
        case Mapping():
            return {key: _without_object_defaults(value) for key, value in node.items()}
        case list():
            return [_without_object_defaults(item) for item in node]
        case _:
            return node


def _demand_headers(document: dict[str, Any]) -> None:
    """Say which headers are needed; routes read them as optional to answer 400 and 428, not 422."""
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                pattern = _DEMANDED_HEADERS.get(parameter["name"])
                if pattern is not None:
                    parameter["required"] = True
                    parameter["schema"] = {"type": "string", "pattern": pattern}


def _describe_parameters(document: dict[str, Any]) -> None:
    """Say what a parameter is, by its name, where the route does not say it itself."""
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if usual := _usual_meaning(parameter["in"], parameter["name"]):
                    parameter.setdefault("description", usual)


def _usual_meaning(place: str, name: str) -> str:
    if place == "path":
        return f"Which {name.removesuffix('_id').replace('_', ' ')}"
    return _USUAL_PARAMETERS.get(name, "")

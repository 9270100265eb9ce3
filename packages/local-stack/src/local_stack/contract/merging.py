"""One OpenAPI document for the gateway, made of those of the services.

Each service's paths stand under its own prefix. A tag that two services have, and a schema that two
services call by the same name but mean differently, bears the service's name.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

Document = Mapping[str, Any]

_SCHEMAS: Final = "#/components/schemas/"
_TITLE: Final = "Helsesak"
_DESCRIPTION: Final = (
    "Case services for Norwegian health administration: electronic invoices to Helseklage, patient "
    "travel, and a person's own access to Helsenorge."
)


def merged(documents: Mapping[str, Document]) -> dict[str, Any]:
    """Return the document of the gateway, made of `documents` by the services' names.

    Raises:
        ValueError: a schema that must bear its service's name would take the name of another.
    """
    contested = _contested(documents)
    parts = {
        service: _renamed(document, {name: f"{service.capitalize()}{name}" for name in contested})
        for service, document in documents.items()
    }
    tags = _tags(parts)
    first = next(iter(parts.values()))
    schemas = {
        name: schema
        for part in parts.values()
        for name, schema in part["components"]["schemas"].items()
    }
    return {
        "openapi": first["openapi"],
        "info": {**first["info"], "title": _TITLE, "description": _DESCRIPTION},
        "servers": first["servers"],
        "tags": [
            {**tag, "name": tags[service, tag["name"]]}
            for service, part in parts.items()
            for tag in part["tags"]
        ],
        "paths": {
            f"/{service}{path}": _tagged(item, service, tags)
            for service, part in parts.items()
            for path, item in part["paths"].items()
        },
        "components": {**first["components"], "schemas": dict(sorted(schemas.items()))},
    }


def _contested(documents: Mapping[str, Document]) -> frozenset[str]:
    """Return the names that stand for different schemas, or for schemas that hold such names."""
    schemas = [document["components"]["schemas"] for document in documents.values()]
    shared = {
        name for name, n in Counter(name for part in schemas for name in part).items() if n > 1
    }
    contested: set[str] = set()
    while True:
        found = {
            name
            for name in shared - contested
            if _differs([part[name] for part in schemas if name in part])
            or any(_refers(part[name], contested) for part in schemas if name in part)
        }
        if not found:
            return frozenset(contested)
        contested |= found


def _differs(schemas: list[Any]) -> bool:
    return any(schema != schemas[0] for schema in schemas)


def _refers(node: Any, names: set[str]) -> bool:
    match node:
        case str():
            return node.startswith(_SCHEMAS) and node.removeprefix(_SCHEMAS) in names
        case Mapping():
            return any(_refers(value, names) for value in node.values())
        case list():
            return any(_refers(value, names) for value in node)
        case _:
            return False


def _renamed(document: Document, names: Mapping[str, str]) -> dict[str, Any]:
    """Return `document` with its schemas, and what refers to them, called by their new names."""
    if taken := set(names.values()) & set(document["components"]["schemas"]):
        raise ValueError(f"Rename what would be called twice: {', '.join(sorted(taken))}.")
    moved: dict[str, Any] = _referring(document, names)
    schemas = {
        names.get(name, name): {**schema, "title": names[name]} if name in names else schema
        for name, schema in moved["components"]["schemas"].items()
    }
    return {**moved, "components": {**moved["components"], "schemas": schemas}}


def _referring(node: Any, names: Mapping[str, str]) -> Any:
    match node:
        case str() if node.startswith(_SCHEMAS):
            name = node.removeprefix(_SCHEMAS)
            return f"{_SCHEMAS}{names.get(name, name)}"
        case Mapping():
            return {key: _referring(value, names) for key, value in node.items()}
        case list():
            return [_referring(value, names) for value in node]
        case _:
            return node


def _tags(documents: Mapping[str, Document]) -> dict[tuple[str, str], str]:
    """Return the name in the merged document of each service's tags."""
    owned = [(service, tag["name"]) for service, part in documents.items() for tag in part["tags"]]
    uses = Counter(name for _, name in owned)
    return {
        (service, name): f"{service} {name}" if uses[name] > 1 else name for service, name in owned
    }


def _tagged(
    item: Mapping[str, Any], service: str, tags: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    return {
        method: {**operation, "tags": [tags[service, tag] for tag in operation["tags"]]}
        for method, operation in item.items()
    }

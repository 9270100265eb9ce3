"""The API reference: every operation with a form that calls it, every problem, every schema."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

from contracts.problems import PROBLEM_TYPES
from gateway.pages.layout import headers, page
from gateway.pages.markup import Html, joined, tag
from gateway.pages.operation import Described, operation_section
from gateway.pages.schemas import paragraphs, schema_section

_SCRIPT: Final = files(__package__).joinpath("reference.js").read_text(encoding="utf-8")
HEADERS: Final = headers(_SCRIPT)
_VERBS: Final = ("get", "post", "put", "patch", "delete")

Groups = Mapping[str, Mapping[str, Sequence[Described]]]
"""Operations by service, and there by tag."""


def reference_page(document: Mapping[str, Any]) -> str:
    """Return a page with everything an OpenAPI document tells."""
    info, components = document.get("info", {}), document.get("components", {})
    schemas = components.get("schemas", {})
    about = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    groups = _grouped(operations(document))
    title = info.get("title", "API")
    return page(
        "en",
        f"{title}: API reference",
        tag("a", "Skip to the operations", href="#operations", class_="skip"),
        _contents(groups),
        tag(
            "main",
            _introduction(title, info),
            _caller(components.get("securitySchemes", {})),
            tag("div", *_services(groups, about, schemas), id="operations"),
            _problems(),
            _schemas(schemas),
        ),
        script=_SCRIPT,
    )


def operations(document: Mapping[str, Any]) -> Iterator[Described]:
    """Yield everything a document offers."""
    for path, item in document.get("paths", {}).items():
        for verb in _VERBS:
            if verb in item:
                yield Described(verb.upper(), path, item[verb])


def _grouped(found: Iterator[Described]) -> Groups:
    groups: dict[str, dict[str, list[Described]]] = {}
    for operation in found:
        service = operation.path.split("/")[1]
        tag_name = next(iter(operation.content.get("tags", ())), service)
        groups.setdefault(service, {}).setdefault(tag_name, []).append(operation)
    return groups


def _contents(groups: Groups) -> Html:
    search = tag(
        "form",
        tag("label", "Search operations and schemas", for_="search"),
        tag("input", type="search", id="search", autocomplete="off"),
        tag("output", for_="search", id="found"),
        role="search",
    )
    lists = [
        joined(
            tag("h2", service),
            *(joined(tag("h3", name), tag("ul", *map(_entry, group))) for name, group in tags),
        )
        for service, tags in ((service, groups[service].items()) for service in groups)
    ]
    more = tag(
        "ul",
        tag("li", tag("a", "Problems", href="#problems")),
        tag("li", tag("a", "Schemas", href="#schemas")),
    )
    return tag("nav", search, *lists, tag("h2", "more"), more, aria_label="Contents")


def _entry(operation: Described) -> Html:
    return tag("li", tag("a", operation.title, href=f"#{operation.name}"))


def _introduction(title: str, info: Mapping[str, Any]) -> Html:
    document = tag("a", tag("code", "/openapi.json"), href="/openapi.json")
    version = [f"Version {info['version']}. "] if "version" in info else []
    return joined(
        tag("h1", title),
        *paragraphs(info.get("description", "")),
        tag("p", *version, "For machines: ", document, "."),
    )


def _caller(schemes: Mapping[str, Mapping[str, Any]]) -> Html:
    field = tag(
        "p",
        tag("label", "Access token", for_="token"),
        tag("input", type="password", id="token", autocomplete="off"),
    )
    kept = "The forms below send it with what needs a token. It is forgotten with this page."
    return tag(
        "section",
        tag("h2", "Who calls"),
        *(
            tag("p", scheme["description"])
            for scheme in schemes.values()
            if "description" in scheme
        ),
        tag("div", field, tag("p", kept, class_="quiet"), class_="try"),
        id="token-section",
    )


def _services(
    groups: Groups, about: Mapping[str, str], schemas: Mapping[str, Any]
) -> Iterator[Html]:
    for service, tags in groups.items():
        parts = (
            tag(
                "section",
                tag("h3", name.capitalize()),
                tag("p", about[name]) if about.get(name) else "",
                *(operation_section(operation, schemas) for operation in group),
                class_="group",
            )
            for name, group in tags.items()
        )
        yield tag("section", tag("h2", service.capitalize()), *parts, class_="group")


def _problems() -> Html:
    ordered = sorted(PROBLEM_TYPES.values(), key=lambda kind: (int(kind.status), kind.slug))
    parts: list[Html] = []
    for status, kinds in groupby(ordered, key=lambda kind: kind.status):
        links = [tag("li", tag("a", k.title.en, href=f"/problems/{k.slug}")) for k in kinds]
        code = str(int(status))
        parts.append(tag("h3", f"{code} {HTTPStatus(status).phrase}", id=f"status-{code}"))
        parts.append(tag("ul", *links))
    said = "What is refused is answered as application/problem+json (RFC 9457) with one of these."
    return tag("section", tag("h2", "Problems"), tag("p", said), *parts, id="problems")


def _schemas(schemas: Mapping[str, Mapping[str, Any]]) -> Html:
    parts = [schema_section(name, schema) for name, schema in sorted(schemas.items())]
    return tag("section", tag("h2", "Schemas"), *parts, class_="group", id="schemas")

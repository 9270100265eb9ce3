"""One operation: what it does, who may call it, what goes in and out, and a form that calls it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from contracts.scopes import OPERATIONS, Operation
from gateway.pages.markup import Html, joined, tag
from gateway.pages.samples import sample
from gateway.pages.schemas import in_words, meaning, paragraphs, term

_ROWS: Final[Mapping[str, Operation]] = {row.name: row for row in OPERATIONS}
_FIRST_REFUSAL: Final = "400"
_WRITTEN: Final = ("application/json", "application/x-ndjson", "application/xml")
"""Bodies that a person may type."""
_KIB: Final = 1024

Schemas = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Described:
    """An operation as the document describes it."""

    method: str
    path: str
    content: Mapping[str, Any]

    @cached_property
    def name(self) -> str:
        """Its operationId."""
        return str(self.content["operationId"])

    @cached_property
    def title(self) -> str:
        """Its name for people."""
        return str(self.content.get("summary", self.name)).capitalize()

    @cached_property
    def scopes(self) -> Sequence[str]:
        """The scopes of which a caller needs one."""
        needed = self.content.get("security", ())
        return sorted({scope for each in needed for scopes in each.values() for scope in scopes})

    @cached_property
    def bodies(self) -> Mapping[str, Mapping[str, Any]]:
        """Schemas of what may be sent, by media type."""
        content = self.content.get("requestBody", {}).get("content", {})
        return {kind: media.get("schema", {}) for kind, media in content.items()}


def operation_section(operation: Described, schemas: Schemas) -> Html:
    """Return the part of the page about `operation`."""
    address = tag("p", tag("b", operation.method), " ", tag("code", operation.path), class_="at")
    return tag(
        "article",
        tag("h4", tag("a", operation.title, href=f"#{operation.name}")),
        address,
        *paragraphs(operation.content.get("description", "")),
        tag("dl", *_facts(operation), class_="facts"),
        _parameters(operation),
        _try(operation, schemas),
        class_="operation",
        id=operation.name,
    )


def _facts(operation: Described) -> Iterator[Html]:
    if operation.content.get("deprecated"):
        yield _fact("Deprecated", "it will go")
    yield _fact("For", _callers(operation))
    if operation.bodies:
        yield _fact("Sends", _media(operation.bodies), _limit(operation))
    good = {code: each for code, each in _answers(operation) if code < _FIRST_REFUSAL}
    for code, answer in good.items():
        bodies = {kind: media["schema"] for kind, media in answer.get("content", {}).items()}
        yield _fact("Answers", f"{code} ", _media(bodies) if bodies else "without content")
    refusals = [code for code, _ in _answers(operation) if code not in good]
    links = [tag("a", code, href=f"#status-{code}") for code in refusals]
    yield _fact("Refuses", *(joined(link, " ") for link in links))


def _fact(name: str, *content: str) -> Html:
    return joined(tag("dt", name), tag("dd", *content))


def _answers(operation: Described) -> Sequence[tuple[str, Mapping[str, Any]]]:
    return sorted(operation.content.get("responses", {}).items())


def _callers(operation: Described) -> Html:
    row = _ROWS.get(operation.name)
    if not operation.scopes:
        return joined("who signs the body" if row and row.signed else "everybody, without a token")
    first, *rest = (tag("code", scope) for scope in operation.scopes)
    parts = ["a token with ", first, *(joined(" or ", scope) for scope in rest)]
    if row and row.staff_only:
        parts.append("; staff only")
    elif row and row.assurance:
        parts.append(f"; a citizen's login is at least {row.assurance}")
    return joined(*parts)


def _limit(operation: Described) -> str:
    row = _ROWS.get(operation.name)
    return f"; at most {row.body_limit // _KIB:,} KiB".replace(",", " ") if row else ""


def _media(bodies: Mapping[str, Mapping[str, Any]]) -> Html:
    """Return media types that share a schema, and that schema."""
    schema = next(iter(bodies.values()))
    kinds = [tag("code", kind) for kind in bodies]
    first, *rest = kinds
    named = joined(first, *(joined(" or ", kind) for kind in rest))
    return named if schema.get("format") == "binary" else joined(named, ": ", in_words(schema))


def _parameters(operation: Described) -> Html:
    given = operation.content.get("parameters", ())
    described = (
        joined(
            term(each["name"], f"{each['in']}, required" if each.get("required") else each["in"]),
            meaning(each.get("schema", {}), each.get("description", "")),
        )
        for each in given
    )
    return tag("dl", *described, class_="fields") if given else Html()


def _try(operation: Described, schemas: Schemas) -> Html:
    """Return a form that a script sends; without scripts the style hides it."""
    fields = [_field(operation, each) for each in operation.content.get("parameters", ())]
    form = tag(
        "form",
        *fields,
        *_body(operation, schemas),
        tag("button", f"Send {operation.method}"),
        data_method=operation.method,
        data_path=operation.path,
        data_secured=bool(operation.scopes),
    )
    answer = tag("div", role="status")
    return tag("details", tag("summary", f"Try: {operation.title}"), form, answer, class_="try")


def _field(operation: Described, parameter: Mapping[str, Any]) -> Html:
    name, schema = parameter["name"], parameter.get("schema", {})
    about: dict[str, str | bool] = {
        "id": f"{operation.name}.{name}",
        "name": name,
        "data_in": parameter["in"],
        "required": bool(parameter.get("required")),
        "data_list": any(
            each.get("type") == "array" for each in (schema, *schema.get("anyOf", ()))
        ),
    }
    known = schema.get("default", next(iter(schema.get("examples", ())), ""))
    if "enum" in schema:
        options = (tag("option", str(value), selected=value == known) for value in schema["enum"])
        control = tag("select", *options, **about)
    else:
        control = tag("input", value=str(known), autocomplete="off", spellcheck="false", **about)
    label = f"{name}, several with commas between" if about["data_list"] else name
    return tag("p", tag("label", label, for_=str(about["id"])), control)


def _body(operation: Described, schemas: Schemas) -> Iterator[Html]:
    if not operation.bodies:
        return
    kind, schema = next(iter(operation.bodies.items()))
    about: dict[str, str | bool] = {"id": f"{operation.name}.body", "name": "body"}
    if kind in _WRITTEN:
        suggested = "" if schema.get("format") == "binary" else _written(sample(schema, schemas))
        lines = str(min(20, suggested.count("\n") + 2))
        control = tag(
            "textarea", suggested, data_type=kind, rows=lines, spellcheck="false", **about
        )
    else:
        control = tag("input", type="file", accept=",".join(operation.bodies), **about)
    yield tag("p", tag("label", f"Body, {kind}", for_=str(about["id"])), control)


def _written(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)

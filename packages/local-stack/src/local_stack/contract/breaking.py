"""Finds changes of an OpenAPI document that would break a client built from the older one.

A client relies on each operation, on each field of an answer, on the values a field of an answer
may take, and on what it sends still being taken. So these break: an operation or answer that is
gone; a field gone from an answer, no longer always there, of another type or with a new value; a
new required input, a value or type no longer taken, a bound drawn tighter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Schema = Mapping[str, Any]
Direction = Literal["request", "response"]

_LOWER_BOUNDS: Final = ("minLength", "minItems", "minimum", "exclusiveMinimum")
_UPPER_BOUNDS: Final = ("maxLength", "maxItems", "maximum", "exclusiveMaximum")
_FORM: Final = ("pattern", "format", "contentMediaType", "additionalProperties")


@dataclass(frozen=True, slots=True)
class Documents:
    """The older and the newer document, for following references."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def pair(self, before: Schema, after: Schema) -> tuple[Schema, Schema]:
        """Return both schemas with their outermost references followed."""
        return _follow(self.before, before), _follow(self.after, after)


def breaking_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return one line for each change from `before` to `after` that breaks a client."""
    documents = Documents(before, after)
    return [
        f"{method.upper()} {path}: {change}"
        for path, item in before["paths"].items()
        for method, operation in item.items()
        for change in _operation(documents, operation, after["paths"].get(path, {}).get(method))
    ]


def _operation(docs: Documents, before: Schema, after: Schema | None) -> Iterator[str]:
    if after is None:
        yield "is gone"
        return
    if before["operationId"] != after["operationId"]:
        yield f"is now called {after['operationId']}"
    lost = {str(need) for need in before.get("security", [])} - {
        str(need) for need in after.get("security", [])
    }
    if lost or (after.get("security") and not before.get("security")):
        yield "asks for other scopes"
    yield from _parameters(docs, before, after)
    yield from _bodies(docs, before.get("requestBody"), after.get("requestBody"))
    yield from _answers(docs, before["responses"], after["responses"])


def _parameters(docs: Documents, before: Schema, after: Schema) -> Iterator[str]:
    old = {(p["in"], p["name"]): p for p in before.get("parameters", [])}
    new = {(p["in"], p["name"]): p for p in after.get("parameters", [])}
    for key, parameter in new.items():
        required = parameter.get("required", False)
        if required and not old.get(key, {}).get("required", False):
            yield f"needs the parameter {key[1]}"
    for key, parameter in old.items():
        if key not in new:
            yield f"no longer takes the parameter {key[1]}"
        else:
            walk = _Walk(docs, "request", frozenset())
            yield from walk.schema(parameter["schema"], new[key]["schema"], key[1])


def _bodies(docs: Documents, before: Schema | None, after: Schema | None) -> Iterator[str]:
    if after is not None and after.get("required") and not (before or {}).get("required"):
        yield "needs a body"
    if before is not None:
        yield from _media(docs, "request", before, after or {}, "body")


def _answers(docs: Documents, before: Schema, after: Schema) -> Iterator[str]:
    for status, answer in before.items():
        if status not in after:
            yield f"no longer answers {status}"
        else:
            yield from _media(docs, "response", answer, after[status], status)


def _media(
    docs: Documents, direction: Direction, before: Schema, after: Schema, where: str
) -> Iterator[str]:
    for media_type, content in before.get("content", {}).items():
        other = after.get("content", {}).get(media_type)
        if other is None:
            yield f"{where}: {media_type} is gone"
        elif "schema" in content and "schema" in other:
            walk = _Walk(docs, direction, frozenset())
            yield from walk.schema(content["schema"], other["schema"], where)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Compares two schemas, seen as something sent or something received."""

    docs: Documents
    direction: Direction
    under_way: frozenset[str]

    def schema(self, before: Schema, after: Schema, where: str) -> Iterator[str]:
        name = before.get("$ref", "")
        if name in self.under_way:
            return
        inner = _Walk(self.docs, self.direction, self.under_way | ({name} if name else set()))
        old, new = self.docs.pair(before, after)
        yield from inner._form(old, new, where)
        yield from inner._values(old, new, where)
        yield from inner._fields(old, new, where)
        yield from inner._alternatives(old, new, where)
        if "items" in old and "items" in new:
            yield from inner.schema(old["items"], new["items"], f"{where}[]")

    def _form(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        if old.get("type") != new.get("type"):
            yield f"{where}: is of another type"
        for key in _FORM:
            if new.get(key) != old.get(key):
                yield f"{where}: has another {key}"
        if self.direction == "request":
            yield from _tighter(old, new, where)

    def _values(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        values = (_enumeration(old), _enumeration(new))
        if values[0] is None and values[1] is None:
            return
        known, told = (set(v) if v is not None else None for v in values)
        if self.direction == "request" and told is not None and (known is None or known - told):
            yield f"{where}: no longer takes every value"
        if self.direction == "response" and known is not None and (told is None or told - known):
            yield f"{where}: may have a new value"

    def _fields(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        fields, others = old.get("properties", {}), new.get("properties", {})
        required, demanded = set(old.get("required", [])), set(new.get("required", []))
        for name, schema in fields.items():
            if name not in others:
                yield f"{where}.{name}: is gone"
            else:
                yield from self.schema(schema, others[name], f"{where}.{name}")
        if self.direction == "request":
            yield from (f"{where}.{name}: is now needed" for name in sorted(demanded - required))
        else:
            gone = (required - demanded) & set(others)
            yield from (f"{where}.{name}: is not always there" for name in sorted(gone))

    def _alternatives(self, old: Schema, new: Schema, where: str) -> Iterator[str]:
        for key in ("anyOf", "oneOf"):
            before, after = old.get(key, []), new.get(key, [])
            fewer, more = len(after) < len(before), len(after) > len(before)
            if (fewer and self.direction == "request") or (more and self.direction == "response"):
                yield f"{where}: has other alternatives"
            for one, other in zip(before, after, strict=False):
                yield from self.schema(one, other, where)


def _tighter(old: Schema, new: Schema, where: str) -> Iterator[str]:
    for bounds, sign in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
        for key in bounds:
            if key in new and (key not in old or sign * new[key] > sign * old[key]):
                yield f"{where}: has a tighter {key}"


def _enumeration(schema: Schema) -> list[Any] | None:
    """Return the values a schema lists, or None where it lists none."""
    if "const" in schema:
        return [schema["const"]]
    listed: list[Any] | None = schema.get("enum")
    return listed


def _follow(document: Mapping[str, Any], schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema

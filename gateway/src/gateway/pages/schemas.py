"""Schemas in words: the type of a field in a line, an object as a list of its fields."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.pages.markup import Html, joined, tag

Schema = Mapping[str, Any]

_BOUNDS: Final = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "pattern": "like {}",
    "default": "{} unless given",
}
_NOT_WORTH_SAYING: Final[tuple[object, ...]] = ([], {}, None)


def schema_section(name: str, schema: Schema) -> Html:
    """Return what is known of the schema called `name`."""
    return tag(
        "article",
        tag("h3", tag("a", name, href=f"#{anchor(name)}")),
        *paragraphs(schema.get("description", "")),
        _fields(schema) if "properties" in schema else tag("p", in_words(schema)),
        class_="schema",
        id=anchor(name),
    )


def anchor(name: str) -> str:
    """Return the id of a schema's section."""
    return f"schema-{name}"


def paragraphs(text: str) -> list[Html]:
    """Return a description as paragraphs; what stands between backticks is code."""
    return [tag("p", *_spans(part)) for part in text.split("\n\n") if part]


def _spans(text: str) -> Iterator[str]:
    for no, part in enumerate(text.split("`")):
        yield tag("code", part) if no % 2 else part


def _fields(schema: Schema) -> Html:
    required = schema.get("required", ())
    return tag(
        "dl",
        *(
            joined(term(name, "required" if name in required else ""), meaning(field))
            for name, field in schema["properties"].items()
        ),
        class_="fields",
    )


def term(name: str, remark: str) -> Html:
    """Return the name of a field or parameter, and something about it."""
    return tag("dt", tag("code", name), " ", tag("small", remark) if remark else "")


def meaning(schema: Schema, description: str | None = None) -> Html:
    """Return type, meaning and bounds of a field or parameter."""
    said = schema.get("description", "") if description is None else description
    return tag("dd", in_words(schema), *paragraphs(said))


def in_words(schema: Schema) -> Html:
    """Return the type of `schema` and its bounds, with links to what it refers to."""
    return joined(_type(schema), *(joined(", ", bound) for bound in _bounds(schema)))


def _bounds(schema: Schema) -> Iterator[Html]:
    dated = str(schema.get("format", "")).startswith("date")
    for key, words in _BOUNDS.items():
        if schema.get(key) not in _NOT_WORTH_SAYING and not (dated and key == "pattern"):
            value = schema[key]
            shown = str(value) if isinstance(value, int | str) else json.dumps(value)
            before, after = words.split("{}")
            yield joined(before, tag("code", shown) if key in _AS_CODE else shown, after)


_AS_CODE: Final = frozenset({"pattern", "default"})


def _type(schema: Schema) -> Html:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return tag("a", name, href=f"#{anchor(name)}")
    if "const" in schema:
        return tag("code", str(schema["const"]))
    if "enum" in schema:
        return _either(tag("code", str(value)) for value in schema["enum"])
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return _either(in_words(part) for part in schema[union])
    if schema.get("type") == "array":
        return joined("list of ", in_words(schema["items"]))
    words = [str(schema.get("type", "anything"))]
    if "format" in schema:
        words.append(f"({schema['format']})")
    return joined(" ".join(words))


def _either(parts: Iterator[Html]) -> Html:
    first, *rest = parts
    return joined(first, *(joined(" or ", part) for part in rest))

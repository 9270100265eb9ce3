"""Values that fit a schema, for a reader to begin with."""

import re
from collections.abc import Mapping
from typing import Any, Final

_BY_FORMAT: Final = {
    "date": "2026-03-04",
    "date-time": "2026-03-04T12:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_WORDS: Final = (
    *("text", "3795.00", "120.0", "0150", "NO", "2026-03-04", "123 456 7890"),
    *('"1"', "310987654", "17858550084"),
)
"""Tried one after the other where a pattern says what a text looks like. Nobody has that number."""
_BY_TYPE: Final[Mapping[str, Any]] = {"boolean": True, "null": None}

Schema = Mapping[str, Any]


def sample(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """Return a small value that fits `schema`; `schemas` are those it may refer to."""
    if "$ref" in schema:
        return sample(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for named in ("const", "default"):
        if named in schema:
            return schema[named]
    for listed in ("examples", "enum"):
        if listed in schema:
            return schema[listed][0]
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return sample(schema[union][0], schemas)
    return _of_type(schema, schemas)


def _of_type(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    match schema.get("type"):
        case "object":
            fields, required = schema.get("properties", {}), schema.get("required", ())
            return {name: sample(fields[name], schemas) for name in required}
        case "array":
            return [sample(schema["items"], schemas)] * schema.get("minItems", 0)
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "string":
            return _text(schema)
        case other:
            return _BY_TYPE.get(other or "null")


def _text(schema: Schema) -> str:
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    pattern = re.compile(schema.get("pattern", ""))
    least = schema.get("minLength", 0)
    fitting = (word for word in _WORDS if pattern.search(word) and len(word) >= least)
    return next(fitting, "")

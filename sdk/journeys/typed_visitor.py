"""A visitor who calls through the generated Python client, so that tests can play on it.

What a journey sends and reads as JSON goes through the client's models both ways; nothing may be
lost or changed by it. `pytest tests/journeys --visitor typed_visitor:TypedVisitor` plays all.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_type_hints
from urllib.parse import parse_qsl, urlsplit

import httpx
from helsesak_client import AuthenticatedClient, Client
from helsesak_client.types import File, Response

from local_stack.demo.entrance import Visitor

DOCUMENT: Final = Path(__file__).parents[2] / "openapi.json"
_TIMEOUT: Final = httpx.Timeout(30.0)


@dataclass(frozen=True)
class Operation:
    """An operation of the document and the function that the client has for it."""

    function: Callable[..., Any]
    address: re.Pattern[str]
    method: str

    @property
    def types(self) -> Mapping[str, Any]:
        """The types of what the function takes, by name."""
        return get_type_hints(self.function)


@cache
def operations() -> list[Operation]:
    """Return every operation of the document."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return [
        _operation(path, method, described)
        for path, item in document["paths"].items()
        for method, described in item.items()
    ]


def _operation(path: str, method: str, described: Mapping[str, Any]) -> Operation:
    folder = re.sub("[ -]", "_", described["tags"][0])
    module = import_module(f"helsesak_client.api.{folder}.{described['operationId']}")
    address = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))
    return Operation(module.asyncio_detailed, address, method.upper())


class TypedVisitor(Visitor):
    """Somebody who calls the suite with the client that is generated from its document."""

    async def send(
        self, method: str, path: str, headers: dict[str, str], options: dict[str, Any]
    ) -> httpx.Response:
        """Call the operation behind `method` and `path`, and write its answer out again."""
        url = urlsplit(path)
        operation, given = _found(method, url.path)
        given |= dict(parse_qsl(url.query)) | dict(options.get("params", {}))
        given |= {name.lower().replace("-", "_"): value for name, value in headers.items()}
        types = operation.types
        wanted = {name: _value(given.pop(name), types[name]) for name in types.keys() & given}
        if "body" in types and options.keys() & {"json", "content"}:
            wanted["body"] = _body(options, given.pop("content_type", ""), types["body"])
        rest = {name.replace("_", "-"): value for name, value in given.items()}
        async with self._client(rest) as client:
            answer = await operation.function(client=client, **wanted)
        return _written(answer, httpx.Request(method, self.client.base_url.join(path)))

    def _client(self, headers: dict[str, str]) -> Client | AuthenticatedClient:
        common: dict[str, Any] = {
            "base_url": str(self.client.base_url).rstrip("/"),
            "headers": {name: value for name, value in headers.items() if name != "authorization"},
            "timeout": _TIMEOUT,
            "verify_ssl": False,
            "httpx_args": {"trust_env": False},
        }
        return AuthenticatedClient(token=self.token, **common) if self.token else Client(**common)


def _found(method: str, path: str) -> tuple[Operation, dict[str, Any]]:
    for operation in operations():
        match = operation.address.fullmatch(path)
        if match and operation.method == method:
            return operation, match.groupdict()
    raise LookupError(f"The client has no {method} {path}.")


def _value(text: Any, kind: Any) -> Any:
    """Return a parameter as the type that the client has for it."""
    for each in _choices(kind):
        reads = getattr(each, "fromisoformat", each)
        if reads is str or not callable(reads):
            return text
        with suppress(TypeError, ValueError):
            return reads(text)
    return text


def _body(options: Mapping[str, Any], media_type: str, kind: Any) -> Any:
    """Return a body as the type that the client has for it."""
    if "content" in options:
        return File(BytesIO(options["content"]), mime_type=media_type)
    sent = options["json"]
    for model in _choices(kind):
        with suppress(KeyError, TypeError, ValueError):
            body = model.from_dict(sent)
            if body.to_dict() == sent:
                return body
    raise TypeError(f"No type of the client says this: {json.dumps(sent)}")


def _choices(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if isinstance(kind, UnionType) else (kind,)


def _written(answer: Response[Any], request: httpx.Request) -> httpx.Response:
    match answer.parsed:
        case None:
            content = b""
        case File() as file:
            content = file.payload.read()
        case model:
            content = json.dumps(model.to_dict()).encode()
            if _plain(json.loads(content)) != _plain(json.loads(answer.content)):
                raise AssertionError(f"Read as {content!r}, but it was {answer.content!r}")
    if not content and answer.content:
        raise AssertionError(f"{answer.status_code} was not expected: {answer.content!r}")
    return httpx.Response(
        answer.status_code, headers=dict(answer.headers), content=content, request=request
    )


def _plain(value: Any) -> Any:
    """Return JSON with every instant written in one way."""
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case str():
            with suppress(ValueError):
                return datetime.fromisoformat(value)
    return value

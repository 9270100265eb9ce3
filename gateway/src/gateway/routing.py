"""From a method and a path to an operation, by a table made from the contracts alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from contracts.scopes import Operation, Service
from gateway.deprecation import notice_of
from gateway.refusals import Header, Refusal

_PARAMETER: Final = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation as the gateway offers it.

    Attributes:
        operation: what the contracts say of it.
        template: its path with the service's prefix, for logs and metrics.
        audience: name of the service in inside tokens.
        notice: header fields that say it is to go; none while it is not.
    """

    operation: Operation
    template: str
    audience: str
    notice: tuple[Header, ...] = ()

    @property
    def service(self) -> Service:
        """The service that answers."""
        return self.operation.service


@dataclass(slots=True)
class _Node:
    by_name: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


class RouteTable:
    """Every operation behind the gateway, found by the segments of its path."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        self.prefixes: frozenset[str] = frozenset()
        for operation in operations:
            self._add(operation)
            self.prefixes |= {operation.service}

    def _add(self, operation: Operation) -> None:
        template = f"/{operation.service}{operation.path}"
        node = self._root
        for segment in template[1:].split("/"):
            if _PARAMETER.fullmatch(segment):
                node.parameter = node = node.parameter or _Node()
            else:
                node = node.by_name.setdefault(segment, _Node())
        if operation.method in node.routes:
            raise ValueError(f"{operation.method} {template} is there twice")
        node.routes[operation.method] = Route(
            operation, template, f"{operation.service}-api", notice_of(operation)
        )

    def match(self, method: str, path: str) -> Route:
        """Return the route of a request; HEAD is asked of the route of GET.

        Raises:
            Refusal: there is no such path, or it does not have this method.
        """
        end = self._quick(path) or self._end(path)
        if end is None:
            raise Refusal("not-found", "There is no such path.")
        route = end.routes.get("GET" if method == "HEAD" else method)
        if route is None:
            allow = (b"allow", _listed(end))
            raise Refusal("method-not-allowed", "The path does not have this method.", allow)
        return route

    def methods(self, path: str) -> bytes:
        """Return the methods of `path` as the field Allow lists them."""
        end = self._end(path)
        return _listed(end) if end else b""

    def _quick(self, path: str) -> _Node | None:
        """Return the end of a path when names alone decide the way."""
        node = self._root
        for segment in path[1:].split("/"):
            after = node.by_name.get(segment) or (node.parameter if segment else None)
            if after is None:
                return None
            node = after
        return node if node.routes else None

    def _end(self, path: str) -> _Node | None:
        """Return where a path ends; a path that is written out goes before one with parameters."""
        return next(_leaves(self._root, path[1:].split("/"), 0), None)


def _listed(end: _Node) -> bytes:
    return ", ".join(sorted(end.routes)).encode()


def _leaves(node: _Node, segments: list[str], depth: int) -> Iterator[_Node]:
    """Yield the nodes a path ends at, those with more names and fewer parameters first."""
    if depth == len(segments):
        if node.routes:
            yield node
        return
    segment = segments[depth]
    if (named := node.by_name.get(segment)) is not None:
        yield from _leaves(named, segments, depth + 1)
    if node.parameter is not None and segment:
        yield from _leaves(node.parameter, segments, depth + 1)

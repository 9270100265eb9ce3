"""The guard of every route: token and scope are checked before the body is read.

Which scopes an operation asks for stands in `contracts.scopes` alone. A route that is not in that
table cannot be built, and one that is cannot be reached without what its row asks.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import HTTPException as FastAPIHTTPException
from fastapi.routing import APIRoute
from starlette.types import Message

from contracts.scopes import Operation, Service, of_service
from service_kit.auth import ANONYMOUS, NotAllowed, NotAuthenticated, Principal, TokenVerifier
from service_kit.problems import answers

SECURITY_SCHEME: Final = "bearer"
_JSON: Final = ("application/json", "+json")
_RouteHandler = Callable[[Request], Coroutine[Any, Any, Response]]


class UnknownOperation(LookupError):
    """A route was written that has no row in `contracts.scopes`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no row in contracts.scopes.")


def guarded(service: Service) -> type[APIRoute]:
    """Return the route class of `service`: `APIRouter(route_class=guarded("travel"))`."""
    return guarded_by(of_service(service))


def guarded_by(operations: Mapping[str, Operation]) -> type[APIRoute]:
    """Return a route class that lets callers in as the rows of `operations` say."""

    class GuardedRoute(APIRoute):
        def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
            self.operation = _row_of(operations, options.get("name") or endpoint.__name__)
            documented = options.get("responses") or {}
            options["responses"] = {**answers(*_statuses(self.operation)), **documented}
            documented = options.get("openapi_extra") or {}
            options["openapi_extra"] = _said_of(self.operation) | documented
            super().__init__(path, endpoint, **options)

        def get_route_handler(self) -> _RouteHandler:
            answer = super().get_route_handler()
            operation, takes_json = self.operation, self.body_field is not None

            async def guard(request: Request) -> Response:
                request.state.principal = await _admit(request, operation)
                if takes_json:
                    _require_json(request)
                response = await answer(_limited(request, operation.body_limit))
                if not operation.is_open:
                    response.headers.setdefault("Cache-Control", "no-store")
                return response

            return guard

    return GuardedRoute


def _row_of(operations: Mapping[str, Operation], name: str) -> Operation:
    if name not in operations:
        raise UnknownOperation(name)
    return operations[name]


def _statuses(operation: Operation) -> list[int]:
    """Return the statuses any operation like this may answer with."""
    statuses = [400, 422, 429, 503]
    if operation.scopes:
        statuses += [401, 403]
    if operation.method == "POST":
        statuses += [413, 415]
    return statuses


def _said_of(operation: Operation) -> dict[str, Any]:
    """Any one of the scopes opens the operation, so each is an alternative of its own."""
    security = [{SECURITY_SCHEME: [scope]} for scope in sorted(operation.scopes)]
    return {"security": security} | ({"deprecated": True} if operation.deprecation else {})


async def _admit(request: Request, operation: Operation) -> Principal:
    if operation.is_open:
        return ANONYMOUS
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotAuthenticated
    verifier: TokenVerifier = request.app.state.verifier
    principal = await verifier.verify(token.strip())
    if not operation.scopes & principal.scopes:
        raise NotAllowed
    if operation.staff_only and principal.kind != "staff":
        raise NotAllowed("Only staff may do this.")
    floor = operation.assurance
    reached = principal.assurance is not None and floor and principal.assurance.reaches(floor)
    if floor and principal.kind == "person" and not reached:
        raise NotAllowed("A login at a higher level of assurance is required.")
    return principal


def _require_json(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and not media_type.endswith(_JSON):
        raise FastAPIHTTPException(415)


def _limited(request: Request, limit: int) -> Request:
    """Return the request with a body that ends in a 413 when it outgrows `limit` bytes."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > limit:
        raise FastAPIHTTPException(413)
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise FastAPIHTTPException(413)
        return message

    return Request(request.scope, receive)

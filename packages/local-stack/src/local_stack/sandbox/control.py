"""How tests and the demo steer the sandbox, and how a system is made to misbehave."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_stack.sandbox import people
from local_stack.sandbox.shapes import Attendance, Body, Contact, NationalId, Person
from local_stack.sandbox.world import Fault, World, WorldDep

router = APIRouter(prefix="/_control")


class KnownAttendances(Body):
    """What the treatment records shall answer about one person."""

    national_id: NationalId
    attendances: tuple[Attendance, ...]


@router.post("/{system}/faults", status_code=204)
async def set_fault(system: str, fault: Fault, world: WorldDep) -> None:
    """Let a system misbehave."""
    world.faults[system] = fault


@router.post("/reset", status_code=204)
async def reset(request: Request) -> None:
    """Forget everything."""
    request.app.state.world = World()


@router.get("/population-register/cases")
async def list_cases() -> dict[str, str]:
    """List the numbers of the special cases."""
    return dict(people.CASES)


@router.put("/population-register/persons", status_code=204)
async def store_person(person: Person, world: WorldDep) -> None:
    """Let a person move, die or change their number."""
    for number in (person.national_id, *person.former_national_ids):
        world.people[number] = person


@router.put("/contact-register/persons", status_code=204)
async def store_contact(contact: Contact, world: WorldDep) -> None:
    """Let a person's contact details change."""
    world.contacts[contact.national_id] = contact


@router.put("/treatment-records/attendances", status_code=204)
async def store_attendances(known: KnownAttendances, world: WorldDep) -> None:
    """Let the treatment records know something else."""
    for entry in known.attendances:
        world.attendances[known.national_id, entry.date] = entry


class Faults:
    """ASGI layer that plays the faults of the system whose path is called."""

    def __init__(self, app: ASGIApp, state: Any) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the system's fault says, or let the system answer."""
        system = scope["path"].split("/")[1] if scope["type"] == "http" else ""
        faults = self._state.world.faults
        fault = faults.get(system)
        if fault is None:
            await self._app(scope, receive, send)
            return
        await asyncio.sleep(fault.delay_ms / 1000)
        if fault.fail == 0:
            await self._app(scope, receive, send)
            return
        faults[system] = fault.model_copy(update={"fail": fault.fail - 1})
        if fault.when == "after":
            await self._app(scope, receive, _swallow)
        await send({"type": "http.response.start", "status": fault.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def _swallow(_message: Message) -> None:
    """Lose an answer on its way."""

"""Kill access-api and its relay at random moments while five hundred requests come in.

Every acknowledged request is there afterwards, every accepted block is seen by the very next
look-up, and no letter is printed twice. The requests are sent again, under the same key, when the
service went away before it answered, as any client would do.
"""

import asyncio
import contextlib
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from local_stack.demo.access import (
    PNG,
    REQUESTS,
    UPLOADS,
    Team,
    a_picture,
    registered_name,
    reopening_form,
)
from local_stack.demo.entrance import Entrance, Visitor, entrance_to
from local_stack.demo.summary import somebody_new
from local_stack.environments import LOGIN_SYSTEM
from local_stack.processes import ProcessGroup
from local_stack.settings import StackSettings
from local_stack.suite import running

WANTED = 500
SIDE_BY_SIDE = 6
LONGEST_LIFE_S = 8.0
PATIENCE_S = 240
AWAY = frozenset({500, 502, 503, 504})


@dataclass
class Found:
    """What was acknowledged, and what was wrong."""

    requests: list[str] = field(default_factory=list)
    blocks: int = 0
    reopenings: int = 0
    kills: int = 0
    faults: list[str] = field(default_factory=list)


async def insist(who: Visitor, path: str, **body: Any) -> httpx.Response:
    """Send `body` under one key until somebody answers."""
    headers = {"Idempotency-Key": str(uuid4()), "Authorization": f"Bearer {who.token}"}
    headers |= body.pop("headers", {})
    while True:
        with contextlib.suppress(httpx.TransportError):
            answer = await who.client.post(path, headers=headers, **body)
            if answer.status_code not in AWAY:
                return answer
        await asyncio.sleep(0.2)


async def block_somebody(entrance: Entrance, team: Team, found: Found) -> None:
    """Ask for a block, accept it, and look at once whether it is seen."""
    person = somebody_new()
    citizen = await entrance.citizen(person, "access:request")
    name = await registered_name(entrance, person)
    form = {
        "kind": "block",
        "channel": "self_service",
        "person": {"name": name, "national_id": person},
    }
    asked = await insist(citizen, REQUESTS, json=form)
    if not asked.is_success:
        found.faults.append(f"a request was answered {asked.status_code}")
        return
    request_id = asked.json()["id"]
    found.requests.append(request_id)
    review = {"verdict": "accept"}
    accepted = await insist(team.reviewer, f"{REQUESTS}/{request_id}/reviews", json=review)
    if not accepted.is_success:
        return
    found.blocks += 1
    said = {"national_id": person}
    seen = await insist(team.login_system, "/access/v1/status-lookups", json=said)
    if not seen.json().get("blocked"):
        found.faults.append("an accepted block was not seen by the next look-up")
    await reopen_again(team, name, person, found)


async def reopen_again(team: Team, name: str, person: str, found: Found) -> None:
    """Register a signed paper form: one letter with a code must be printed."""
    upload = await insist(team.clerk, UPLOADS, content=a_picture(), headers=PNG)
    form = reopening_form(name, person, upload.json()["upload_id"], datetime.now(UTC).date())
    asked = await insist(team.clerk, REQUESTS, json=form)
    if not asked.is_success:
        found.faults.append(f"a reopening was answered {asked.status_code}")
        return
    found.requests.append(asked.json()["id"])
    found.reopenings += 1


async def work(entrance: Entrance, team: Team, found: Found) -> None:
    """Go on until enough requests have come in."""
    while len(found.requests) < WANTED:
        await block_somebody(entrance, team, found)


async def kill(processes: ProcessGroup, ready: str, found: Found) -> None:
    """Kill the service, and the relay in it, again and again, each time some while at work."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            await asyncio.sleep(random.uniform(0.0, LONGEST_LIFE_S))  # noqa: S311
            await processes.crash("access")
            found.kills += 1
            while not await answers(client, ready):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)


async def answers(client: httpx.AsyncClient, ready: str) -> bool:
    """Tell whether the service is there."""
    try:
        return (await client.get(ready)).is_success
    except httpx.TransportError:
        return False


async def drained(entrance: Entrance, found: Found) -> Counter[str]:
    """Wait for a letter for each reopening, and return how often each was printed."""
    printed: Counter[str] = Counter()
    for _ in range(PATIENCE_S):
        letters = (await entrance.sandbox.get("/_control/print-provider/letters")).json()
        printed = Counter({letter["letter_id"]: letter["envelopes"] for letter in letters})
        if len(printed) >= found.reopenings:
            break
        await asyncio.sleep(1)
    return printed


async def missing(team: Team, found: Found) -> int:
    """Return how many acknowledged requests are not there any more."""
    answers = [
        await team.reviewer.client.get(
            f"{REQUESTS}/{request_id}", headers={"Authorization": f"Bearer {team.reviewer.token}"}
        )
        for request_id in found.requests
    ]
    return sum(not answer.is_success for answer in answers)


async def main() -> int:
    """Return 0 when nothing was lost and nothing done twice."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, processes), entrance_to(here) as entrance:
            team = await Team.of(entrance, LOGIN_SYSTEM)
            killer = asyncio.create_task(
                kill(processes, f"{here.url('access')}/health/ready", found)
            )
            await asyncio.gather(*(work(entrance, team, found) for _ in range(SIDE_BY_SIDE)))
            killer.cancel()
            printed = await drained(entrance, found)
            lost = await missing(team, found)
    found.faults += [f"{lost} acknowledged requests are gone"] if lost else []
    found.faults += [f"letter printed {n} times" for n in printed.values() if n != 1]
    if len(printed) != found.reopenings:
        found.faults.append(f"{len(printed)} letters for {found.reopenings} reopenings")
    print(
        f"{len(found.requests)} requests, {found.blocks} blocks, {len(printed)} letters, "
        f"{found.kills} kills; wrong: {dict(Counter(found.faults)) or 'nothing'}"
    )
    return len(found.faults)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

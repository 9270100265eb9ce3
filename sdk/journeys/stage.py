"""Start the whole suite and play a journey on it: a program that a client was made for.

The journey reads from standard input where the gateway is, the tokens of those who take part, and
what they send; it never meets the code of the suite.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local_stack.demo import invoices
from local_stack.demo.entrance import Entrance, entrance_to
from local_stack.demo.summary import somebody_new
from local_stack.settings import StackSettings
from local_stack.suite import running


@dataclass(frozen=True)
class Props:
    """What a journey is given."""

    gateway: str
    national_id: str
    citizen: str
    seller: str
    handler: str
    travelled_on: str
    case_number: str
    invoice: str


async def props(entrance: Entrance) -> Props:
    """Return made-up people with good tokens, and an invoice that nobody has sent."""
    person = somebody_new()
    fee = invoices.Fee.new()
    house = await invoices.House.of(entrance)
    citizen = await entrance.citizen(person, "travel:claim")
    return Props(
        gateway=str(entrance.gateway.base_url).rstrip("/"),
        national_id=person,
        citizen=citizen.token or "",
        seller=house.seller.token or "",
        handler=house.handler.token or "",
        travelled_on=(datetime.now(UTC).date() - timedelta(days=20)).isoformat(),
        case_number=f"N{fee.cases[0]}",
        invoice=fee.document().decode(),
    )


async def main(command: list[str]) -> int:
    """Play the journey that `command` starts; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, _), entrance_to(here) as entrance:
            given = json.dumps(asdict(await props(entrance)))
            done = await asyncio.to_thread(
                subprocess.run, command, input=given, text=True, check=False
            )
    return done.returncode


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))

"""Kill invoice-api and its rule workers at random moments while invoices are sent in.

Every invoice that was acknowledged is there afterwards, once, byte for byte, with one verdict or
with work waiting that will find it. An invoice is sent again, under the same key, when the service
went away before it answered, as any client would do. No worker outlives its service.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

import asyncpg
import httpx

from local_stack.demo.entrance import Visitor, entrance_to
from local_stack.demo.invoices import SELLER, Fee
from local_stack.processes import ProcessGroup
from local_stack.settings import StackSettings
from local_stack.suite import running

INVOICES: Final = "/invoice/v1/invoices"
EXAMPLES: Final = ("expert-fee", "faulty-total", "expert-fee-9908")
KILLS: Final = 10
WANTED: Final = 100
SENDERS: Final = 8
VERDICT_WAIT_S: Final = "0.3"
"""Answers come early, many before a verdict: what is acknowledged must not need the process."""
LONGEST_PAUSE_S: Final = 0.4
LONGEST_LIFE_S: Final = 6.0
PATIENCE_S: Final = 20
AWAY: Final = frozenset({409, 500, 502, 503, 504})
"""409: the request that the service died of has not been given up by the database yet."""

_LEFT: Final = """
SELECT i.invoice_id::text, i.status,
       count(*) FILTER (WHERE d.step <> 'validate') AS verdicts,
       (SELECT count(*) FROM report r WHERE r.invoice_id = i.invoice_id) AS reports,
       EXISTS (SELECT FROM outbox o WHERE o.topic = 'invoice.validate'
               AND o.dead_at IS NULL AND o.payload->>'invoice_id' = i.invoice_id::text) AS awaited
FROM invoice i JOIN decision d USING (invoice_id) GROUP BY i.invoice_id
"""


@dataclass
class Found:
    """What was acknowledged, who was killed, and what was wrong."""

    sent: dict[str, bytes] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    workers: set[int] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> bool:
        """Whether enough was killed, and enough acknowledged meanwhile."""
        return self.kills.total() >= KILLS and len(self.sent) >= WANTED


async def submit(seller: Visitor, document: bytes) -> httpx.Response:
    """Send one invoice under one key until somebody answers."""
    headers = {
        "Authorization": f"Bearer {seller.token}",
        "Content-Type": "application/xml",
        "Idempotency-Key": str(uuid4()),
    }
    while True:
        with contextlib.suppress(httpx.TransportError):
            answer = await seller.client.post(INVOICES, headers=headers, content=document)
            if answer.status_code not in AWAY:
                return answer
        await asyncio.sleep(0.2)


async def send(seller: Visitor, found: Found) -> None:
    """Send invoices, each with a number of its own, until enough was killed."""
    while not found.done:
        document = Fee.new().document(random.choice(EXAMPLES))  # noqa: S311
        answer = await submit(seller, document)
        if not answer.is_success:
            found.faults[f"an invoice was answered {answer.status_code}"] += 1
        elif answer.json()["invoice_id"] in found.sent:
            found.faults["two invoices got one id"] += 1
        else:
            found.sent[answer.json()["invoice_id"]] = document
        await asyncio.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311


async def kill(processes: ProcessGroup, ready: str, found: Found) -> None:
    """Kill the service or one of its workers, again and again, each time some while at work."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while not found.done:
            await asyncio.sleep(random.uniform(0, LONGEST_LIFE_S))  # noqa: S311
            workers = [*workers_of(processes.pid("invoice"))]
            found.workers.update(workers)
            if workers and random.random() < 0.5:  # noqa: S311, PLR2004 - one or the other
                with contextlib.suppress(ProcessLookupError):
                    os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311
                found.kills["worker"] += 1
            else:
                await processes.crash("invoice")
                found.kills["service"] += 1
            await until_ready(client, ready)


async def until_ready(client: httpx.AsyncClient, ready: str) -> None:
    """Wait until the service is there."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            if (await client.get(ready)).is_success:
                return
        await asyncio.sleep(0.1)


def workers_of(parent: int | None) -> Iterator[int]:
    """Yield the rule workers that run as children of `parent`; of anybody when it is `None`."""
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid = int(folder.name)
            is_worker = b"invoice_api.adapters.rules.worker" in (folder / "cmdline").read_bytes()
            of = int((folder / "stat").read_text("ascii").rpartition(")")[2].split()[1])
            if is_worker and parent in {None, of}:
                yield pid


async def left(database: asyncpg.Connection) -> dict[str, asyncpg.Record]:
    """Return what is stored, once nothing is being validated or patience is out."""
    until = time.monotonic() + PATIENCE_S
    while True:
        rows = {row["invoice_id"]: row for row in await database.fetch(_LEFT)}
        unfinished = any(row["status"] == "validating" for row in rows.values())
        if not unfinished or time.monotonic() > until:
            return rows
        await asyncio.sleep(1)


def faults_of(row: asyncpg.Record | None) -> Iterator[str]:
    """Yield what is wrong with an invoice that was acknowledged."""
    if row is None:
        yield "an acknowledged invoice is gone"
    elif row["status"] == "validating" and not row["awaited"]:
        yield "nobody will find a verdict"
    elif row["status"] != "validating" and (row["verdicts"], row["reports"]) != (1, 1):
        yield "judged twice"


async def same_bytes(seller: Visitor, invoice_id: str, document: bytes) -> bool:
    """Tell whether an invoice is kept as it was sent."""
    headers = {"Authorization": f"Bearer {seller.token}"}
    kept = await seller.client.get(f"{INVOICES}/{invoice_id}/document", headers=headers)
    return kept.is_success and kept.content == document


async def main() -> int:
    """Return 0 when nothing was lost and nothing was judged twice."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        settings = StackSettings(once=True, var=Path(folder), without_limits=True)
        async with running(settings) as (here, processes), entrance_to(here) as entrance:
            environment = processes.environment("invoice")
            await processes.end("invoice")
            await processes.start(
                "invoice", "invoice_api", {**environment, "INVOICE_VERDICT_WAIT_S": VERDICT_WAIT_S}
            )
            seller = await entrance.organisation(SELLER, "invoice:submit")
            ready = f"{here.url('invoice')}/health/ready"
            await asyncio.gather(
                kill(processes, ready, found), *(send(seller, found) for _ in range(SENDERS))
            )
            address = environment["INVOICE_DATABASE_URL"]
            database = await asyncpg.connect(address.replace("+asyncpg", "", 1))
            rows = await left(database)
            await database.close()
            for invoice_id, document in found.sent.items():
                found.faults.update(faults_of(rows.get(invoice_id)))
                if not await same_bytes(seller, invoice_id, document):
                    found.faults["not kept as it was sent"] += 1
            orphans = found.workers & {*workers_of(None)} - {*workers_of(processes.pid("invoice"))}
    found.faults["stored without being acknowledged"] += len(rows.keys() - found.sent.keys())
    found.faults["a worker outlived its service"] += len(orphans)
    wrong = dict(+found.faults)
    statuses = Counter(row["status"] for row in rows.values())
    print(
        f"{len(found.sent)} invoices, {found.kills['service']} kills of the service and "
        f"{found.kills['worker']} of workers; {dict(statuses)}; wrong: {wrong or 'nothing'}"
    )
    return len(wrong)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

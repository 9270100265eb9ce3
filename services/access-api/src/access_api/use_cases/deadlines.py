"""The thirty days: reminders, the alarm when they are over, and the list of what is urgent."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from access_api.domain.case import UNDECIDED, Case
from access_api.domain.deadlines import Notice
from access_api.domain.local_time import local_day
from access_api.storage import cases, clock, journal
from access_api.use_cases.shell import Shell
from access_api.use_cases.signals import RUNNING, Alarm, sound
from service_kit.outbox import Job

_log = logging.getLogger(__name__)
_NEAR: Final = timedelta(days=3)


async def give_notice(shell: Shell, job: Job) -> None:
    """Give the notice if the case is still undecided. Nothing is ever decided by a deadline."""
    case_id, notice = UUID(job.payload["case_id"]), Notice(job.payload["notice"])
    async with shell.engine.begin() as tx:
        case = await cases.load(tx, case_id)
        if case.status not in UNDECIDED or not await journal.notice_given(tx, case_id, notice):
            return
        await journal.write(tx, f"deadline.{notice}", case_id, journal.SYSTEM)
    if notice is Notice.BREACH:
        sound(Alarm.DEADLINE_MISSED, case_id=str(case_id))
    else:
        _log.warning("A deadline nears", extra={"case_id": str(case_id), "notice": notice})


async def urgent(shell: Shell, days: int, limit: int) -> tuple[date, Sequence[Case]]:
    """Return today and the undecided cases whose deadline is at most `days` ahead."""
    async with shell.engine.connect() as tx:
        today = local_day(await clock.now(tx))
        return today, await cases.undecided(tx, today + timedelta(days=days), limit)


async def measure(tx: AsyncConnection) -> None:
    """Tell the metrics how many cases are undecided after, near and long before their deadline."""
    today = local_day(await clock.now(tx))
    passed, near, far = await cases.count_undecided(tx, today, today + _NEAR)
    RUNNING.labels("passed").set(passed)
    RUNNING.labels("near").set(near)
    RUNNING.labels("far").set(far)

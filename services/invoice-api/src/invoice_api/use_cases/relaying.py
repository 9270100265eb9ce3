"""Which work the relay carries out, and how."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from invoice_api.adapters.rules.engine import EngineBusy
from invoice_api.storage.tables import idempotency, outbox, uploads
from invoice_api.use_cases import pay
from invoice_api.use_cases.assignments import JUDGE_AGAIN
from invoice_api.use_cases.handle import PAY, look_again
from invoice_api.use_cases.judge import ATTEMPTS, give_up, judge
from invoice_api.use_cases.shell import Shell
from invoice_api.use_cases.submit import VALIDATE
from service_kit.idempotency import sweep as sweep_keys
from service_kit.months import count_months
from service_kit.outbox import Job, Relay, record
from service_kit.uploads import sweep as sweep_uploads

_MARGIN: Final = timedelta(seconds=60)
_WHEN_BUSY: Final = timedelta(seconds=5)


def make_relay(shell: Shell) -> Relay:
    """Return the relay of invoice-api, with a handler for each topic.

    A batch is as large as the engine has workers, so that the lease of a document ends later than
    its worker's patience.
    """
    settings = shell.settings
    return Relay(
        engine=shell.engine,
        outbox=outbox,
        handlers={
            VALIDATE: partial(_validate, shell),
            JUDGE_AGAIN: partial(_judge_again, shell),
            PAY: partial(_pay, shell),
        },
        chores=(
            partial(sweep_keys, table=idempotency),
            partial(sweep_uploads, uploads=uploads),
            count_months,
        ),
        batch=settings.engine_workers,
        lease=timedelta(seconds=2 * settings.engine_timeout_s) + _MARGIN,
    )


async def _validate(shell: Shell, job: Job) -> None:
    """Find the verdict that the request did not wait for.

    A job that was claimed more often than the engine may fail has cost relays their life: then
    nobody tries again, and a person looks.
    """
    invoice_id = UUID(job.payload["invoice_id"])
    if job.attempts > ATTEMPTS:
        await give_up(shell, invoice_id)
        return
    try:
        await judge(shell, invoice_id)
    except EngineBusy:
        await _try_later(shell, job)


async def _try_later(shell: Shell, job: Job) -> None:
    """Leave a document to later as new work, so that a long queue costs no attempt."""
    async with shell.engine.begin() as tx:
        await record(
            tx,
            outbox,
            topic=job.topic,
            key=f"{job.key.partition('+')[0]}+{job.outbox_id}",
            payload=job.payload,
            due_in=_WHEN_BUSY,
        )


async def _judge_again(shell: Shell, job: Job) -> None:
    await look_again(shell, UUID(job.payload["invoice_id"]))


async def _pay(shell: Shell, job: Job) -> None:
    await pay.order(shell, UUID(job.payload["invoice_id"]), job.payload["version"])

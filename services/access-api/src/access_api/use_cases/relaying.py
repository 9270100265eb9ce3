"""Which work the relay carries out, and how."""

from functools import partial

from access_api.storage.tables import outbox
from access_api.use_cases import (
    block_changes,
    codes,
    deadlines,
    identities,
    letter_news,
    register_checks,
    retention,
    sending,
    work,
)
from access_api.use_cases.rotation import rotate
from access_api.use_cases.shell import Shell
from service_kit.months import count_months
from service_kit.outbox import Relay


def make_relay(shell: Shell) -> Relay:
    """Return the relay of access-api, with a handler for each topic."""
    return Relay(
        engine=shell.engine,
        outbox=outbox,
        handlers={
            work.REGISTER_CHECK: partial(register_checks.run, shell),
            work.LETTER: partial(sending.run, shell),
            work.LETTER_OVERDUE: partial(letter_news.reissue_overdue, shell),
            work.CODE_EXPIRY: partial(codes.expire, shell),
            work.LAPSE: partial(codes.lapse, shell),
            work.DEADLINE: partial(deadlines.give_notice, shell),
            work.BLOCK_CHANGED: partial(block_changes.announce, shell),
            work.FOLLOW: partial(identities.follow, shell),
        },
        chores=(*retention.chores(shell), partial(rotate, shell), deadlines.measure, count_months),
    )

"""Which work the relay carries out, and how."""

from functools import partial

from contracts.events.travel import PAYMENT_DUE
from service_kit.idempotency import sweep as sweep_keys
from service_kit.months import count_months
from service_kit.outbox import Relay
from service_kit.uploads import sweep as sweep_uploads
from travel_api.storage.tables import idempotency, outbox, uploads
from travel_api.use_cases.asking import ANSWERS_WANTED, handle_answers_wanted
from travel_api.use_cases.paying import handle_payment_due
from travel_api.use_cases.reassessing import REASSESSMENT, handle_reassessment
from travel_api.use_cases.shell import Shell


def make_relay(shell: Shell) -> Relay:
    """Return the relay of travel-api, with a handler for each topic."""
    return Relay(
        engine=shell.engine,
        outbox=outbox,
        handlers={
            ANSWERS_WANTED: partial(handle_answers_wanted, shell),
            REASSESSMENT: partial(handle_reassessment, shell),
            PAYMENT_DUE: partial(handle_payment_due, shell),
        },
        chores=(
            partial(sweep_keys, table=idempotency),
            partial(sweep_uploads, uploads=uploads),
            count_months,
        ),
    )

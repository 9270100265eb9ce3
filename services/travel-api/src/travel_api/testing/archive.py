"""A great many stored claims at once.

The rows of `claim`, `assessment` and `decision` are what the service itself writes: made by the
functions of `storage`, assessed by the same rules, each identity number sealed to its own claim and
indexed. Only the way into the database differs: they are copied, not inserted one by one. The
journal, payments and the outbox are left empty. Some thousand different claims come again and
again, each time as another person's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Any, Final
from uuid import UUID

from contracts.public_holidays import is_public_holiday
from travel_api.domain.answers import with_answers
from travel_api.domain.assessment import ENGINE_VERSION, Assessment
from travel_api.domain.claims import Channel, Claim, ClaimStatus, Step, take_step
from travel_api.domain.deadlines import last_day_to_complain
from travel_api.domain.decisions import Decision, following_step
from travel_api.domain.engine import assess
from travel_api.storage import assessments, claims, decisions
from travel_api.storage.claims import People
from travel_api.testing.everyday import Everyday, an_everyday_claim
from travel_api.use_cases.shell import Shell

KINDS: Final = 5_000
_A_BATCH: Final = 5_000
SENDER: Final = "person:archive"
"""Who is said to have sent every claim."""
_TABLES: Final = ("claim", "assessment", "decision")

Rows = dict[str, dict[str, Any]]
"""One row for some of the tables, by the table's name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A claim as it stands after its assessment; its rows, but for whose claim it is."""

    everyday: Everyday
    rows: Rows

    def for_somebody(self, shell: Shell, random: Random, serial: int) -> Rows:
        """Return the rows of such a claim of one person; `serial` is in its number."""
        claim_id = UUID(int=random.getrandbits(128), version=4)
        number = f"PR-{self.everyday.received_on.year}-{serial:06d}"
        patient = self.everyday.patient(serial // KINDS % 20)
        people = People(claimant=patient, patient=patient)
        own: Rows = {
            "claim": {"number": number, **claims.whose(claim_id, people, shell.identities)},
            "assessment": {},
            "decision": {"number": f"{number}-1"},
        }
        return {
            table: row | own[table] | {"claim_id": claim_id} for table, row in self.rows.items()
        }


async def fill(shell: Shell, number: int, *, seed: int = 0) -> None:
    """Store `number` claims, the same ones for the same seed."""
    random = Random(seed)  # noqa: S311 - claims to count with
    rulebook = shell.rulebook
    async with shell.engine.begin() as tx:
        await assessments.keep_ruleset(tx, rulebook.ruleset_version, rulebook.documents)
    kinds = [kind_of(shell, an_everyday_claim(random)) for _ in range(min(KINDS, number))]
    stored = (
        kinds[serial % len(kinds)].for_somebody(shell, random, serial) for serial in range(number)
    )
    while batch := list(islice(stored, _A_BATCH)):
        await keep(shell, batch)


async def keep(shell: Shell, claimed: Sequence[Rows]) -> None:
    """Copy the rows of some claims into their tables."""
    for table in _TABLES:
        await _copy(shell, table, [rows[table] for rows in claimed if table in rows])


def kind_of(shell: Shell, everyday: Everyday) -> Kind:
    """Assess a claim as the service does when its registers have answered."""
    received_on, answers = everyday.received_on, everyday.answers
    facts = replace(everyday.facts, received_on=received_on)
    assessed = with_answers(facts, answers)
    book = shell.rulebook
    assessment = assess(assessed, book.timeline, book.interpretations, shell.settings.mode)
    step = following_step(assessment, answers, facts.claimant.role)
    received = Claim(
        claim_id=UUID(int=0),
        number="",
        status=ClaimStatus.RECEIVED,
        channel=Channel.ELECTRONIC,
        received_on=received_on,
        version=2,
    )
    rows: Rows = {
        "claim": claims.told_as(take_step(received, step), facts, answers)
        | {"submitted_by": SENDER},
        "assessment": {
            "no": 1,
            "cause": "received",
            "ruleset_version": book.ruleset_version,
            "engine_version": ENGINE_VERSION,
            "readings": {},
            **assessments.found(assessed, assessment),
        },
    }
    if step is Step.DECIDE:
        rows["decision"] = decisions.columns(_decision(everyday, assessment))
    return Kind(everyday, {table: _written(row) for table, row in rows.items()})


def _decision(everyday: Everyday, assessment: Assessment) -> Decision:
    told_on = everyday.received_on
    return Decision(
        claim_id=UUID(int=0),
        no=1,
        number="",
        assessment_no=1,
        outcome=assessment.outcome,
        payable=assessment.payable,
        issued_by="automatic",
        handler=None,
        ground=None,
        acknowledged=(),
        issued_on=told_on,
        notified_on=told_on,
        complain_before=last_day_to_complain(told_on, is_public_holiday),
    )


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its JSON as text, as the driver takes it."""
    return {
        name: json.dumps(value) if isinstance(value, dict) else value for name, value in row.items()
    }


async def _copy(shell: Shell, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    records = [tuple(row[name] for name in columns) for row in rows]
    async with shell.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.copy_records_to_table(table, columns=columns, records=records)

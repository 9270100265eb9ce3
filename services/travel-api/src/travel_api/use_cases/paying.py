"""What is owed under a decision: paid when it is enough, else held and added up."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.events.travel import PAYMENT_DUE, PaymentDue, PaymentPart
from contracts.vocabulary import Ore, kroner
from service_kit.outbox import Job, record
from travel_api.domain.decisions import Decision
from travel_api.domain.payments import Owed, payable_together
from travel_api.storage import claims, payments
from travel_api.storage.claims import ClaimFile
from travel_api.storage.tables import outbox
from travel_api.use_cases.journal import SYSTEM, note
from travel_api.use_cases.shell import Shell


async def owe(tx: AsyncConnection, shell: Shell, file: ClaimFile, decision: Decision) -> None:
    """Write what `decision` adds to what was owed before, and pay it out when it is enough.

    A later decision on the same claim pays only what it grants beyond the earlier ones; nothing
    is ever claimed back here.
    """
    amount = Ore(decision.payable - await payments.already_owed(tx, decision.claim_id))
    if amount <= 0:
        return
    travelled_on = max(journey.completed_on for journey in file.facts.journeys)
    new = Owed(payment_id=uuid4(), amount=amount, travelled_on=travelled_on)
    people = await claims.people_of(tx, decision.claim_id, shell.identities)
    held = await payments.held_for(tx, shell.identities.indexes(people.claimant))
    await payments.add(tx, new, decision, file.claimant_index)
    minimum = Ore(shell.rulebook.timeline.on(decision.issued_on).minimum_payment.value)
    together = payable_together(new, held, minimum)
    if not together:
        return
    remittance_id = uuid4()
    await payments.remit(tx, together, remittance_id)
    await record(
        tx,
        outbox,
        topic=PAYMENT_DUE,
        key=f"{PAYMENT_DUE}:{remittance_id}",
        payload={"remittance_id": str(remittance_id)},
    )
    await note(tx, "claim.payment_due", decision.claim_id, SYSTEM, remittance_id=str(remittance_id))


async def handle_payment_due(shell: Shell, job: Job) -> None:
    """Tell the payment system of one remittance. Its id makes a second telling harmless.

    Raises:
        OutsideUnavailable: it did not take it; it is told again.
    """
    remittance_id = UUID(job.payload["remittance_id"])
    async with shell.engine.connect() as connection:
        parts = await payments.parts_of(connection, remittance_id)
        people = await claims.people_of(connection, parts[0].claim_id, shell.identities)
    await shell.payment_system.tell(
        PaymentDue(
            remittance_id=str(remittance_id),
            payee=people.claimant.reveal(),
            amount=kroner(Ore(sum(part.amount for part in parts))),
            parts=tuple(
                PaymentPart(decision=part.decision, amount=kroner(part.amount)) for part in parts
            ),
        )
    )

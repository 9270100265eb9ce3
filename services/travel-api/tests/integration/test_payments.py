import asyncio

from travel_api.testing.bodies import a_claim, a_return_journey
from travel_api.testing.people import submitted
from travel_api.testing.relay import relay_until_idle


def small(day: str = "2026-09-04") -> dict:
    """Return a journey of 66 km: at 3.20, less a charge of 171, 40.20 each way; 80.40 in all."""
    return a_return_journey(day, km="66.0")


async def test_a_payment_is_told_once_with_the_decision_it_pays(citizen, registers, shell):
    claim = await submitted(citizen)
    await relay_until_idle(shell)

    (payment,) = registers.payments
    assert payment["amount"] == "426.00"
    assert payment["payee"] == citizen.national_id
    assert payment["parts"] == [{"decision": f"{claim['number']}-1", "amount": "426.00"}]


async def test_a_small_amount_is_held_until_another_comes(citizen, registers, shell):
    first = await submitted(citizen, journeys=[small()])
    await relay_until_idle(shell)
    assert first["decisions"][0]["payable"] == "80.40"
    assert first["assessment"]["payable_by"][0]["hold"] == "below_minimum"
    assert registers.payments == []

    second = await submitted(citizen, journeys=[small("2026-09-07")])
    await relay_until_idle(shell)
    (payment,) = registers.payments
    assert payment["amount"] == "160.80"
    numbers = {part["decision"] for part in payment["parts"]}
    assert numbers == {f"{first['number']}-1", f"{second['number']}-1"}


async def test_another_persons_small_amount_is_not_added(citizen, stranger, registers, shell):
    await submitted(citizen, journeys=[small()])
    await submitted(stranger, journeys=[small()])
    await relay_until_idle(shell)
    assert registers.payments == []


async def test_two_small_claims_at_once_are_added_up_once(citizen, registers, shell):
    days = ("2026-09-04", "2026-09-07")
    bodies = [a_claim(citizen.national_id, journeys=[small(day)]) for day in days]
    await asyncio.gather(*(citizen.post("/v1/claims", body) for body in bodies))
    await relay_until_idle(shell)
    (payment,) = registers.payments
    assert payment["amount"] == "160.80"


async def test_a_receiver_that_is_down_is_told_later(citizen, registers, shell):
    await submitted(citizen)
    registers.down = True
    await relay_until_idle(shell)
    assert registers.payments == []
    registers.down = False
    await relay_until_idle(shell)
    assert len(registers.payments) == 1

"""Places at a service, and the queue for them."""

import asyncio

import pytest

from gateway.places import Places
from gateway.refusals import Refusal


def some_places(**changes):
    return Places(**{"most": 1, "most_waiting": 2, "patience_s": 5} | changes)


async def waiting(places, name, came):
    await places.wait()
    came.append(name)


async def begin(*waits):
    tasks = [asyncio.create_task(wait) for wait in waits]
    await asyncio.sleep(0)
    return tasks


async def test_a_place_that_comes_free_goes_to_who_has_waited_longest():
    places, came = some_places(), []
    await places.wait()
    tasks = await begin(waiting(places, "first", came), waiting(places, "second", came))
    assert not places.any_free

    places.leave()
    assert not places.any_free, "nobody may overtake who has waited"
    await asyncio.sleep(0)
    assert came == ["first"]

    places.leave()
    await asyncio.gather(*tasks)
    assert came == ["first", "second"]
    places.leave()
    assert places.taken == 0


async def test_a_queue_that_is_full_refuses_at_once():
    places = some_places(most_waiting=0)
    places.take()
    with pytest.raises(Refusal) as refusal:
        await places.wait()
    assert (refusal.value.status, refusal.value.headers) == (503, ((b"retry-after", b"1"),))


async def test_who_waits_in_vain_is_refused_and_forgotten():
    places = some_places(patience_s=0.01)
    places.take()
    with pytest.raises(Refusal):
        await places.wait()
    places.leave()
    assert places.taken == 0


@pytest.mark.parametrize("turn_has_come", [False, True])
async def test_who_leaves_the_queue_keeps_no_place(turn_has_come):
    places, came = some_places(), []
    places.take()
    gone, stays = await begin(waiting(places, "gone", came), waiting(places, "stays", came))

    if turn_has_come:
        places.leave()
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    if not turn_has_come:
        places.leave()
    await stays

    assert came == ["stays"]
    places.leave()
    assert places.taken == 0

"""What replicas share: with a book of our own, with a real Redis, and with one that is gone."""

import asyncio
import shutil
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from redis import Redis
from redis.exceptions import RedisError

from contracts.scopes import RateClass
from gateway.limits import Rate, SpendingLimiter
from gateway.refusals import Refusal
from gateway.shared import EXCHANGE_S, REST_S, SharedStore, exchange
from gateway.testing.stack import request
from local_stack.issuer.proofs import ProofKey
from local_stack.ports import free_port

ORDINARY = RateClass.ORDINARY
PATH = "/travel/v1/cases/echo"


def rates(requests, seconds):
    return dict.fromkeys(RateClass, Rate(requests, seconds))


def took(limiter, now, caller="a"):
    try:
        return limiter.take(ORDINARY, caller, now).remaining
    except Refusal:
        return None


class Book:
    """A store by a clock of the test's own."""

    def __init__(self):
        self.now, self._full_at = 0.0, {}

    def clock(self):
        return self.now

    async def spend(self, news):
        ahead = []
        for one in news:
            known = max(self._full_at.get(one.caller, 0.0), self.now - one.age)
            self._full_at[one.caller] = known + one.seconds
            ahead.append(self._full_at[one.caller] - self.now)
        return ahead


class Deaf:
    async def spend(self, _news):
        return None


async def test_each_learns_what_the_other_has_let_through():
    one, other, book = SpendingLimiter(rates(3, 60)), SpendingLimiter(rates(3, 60)), Book()
    assert [took(one, 0.0) for _ in range(4)] == [2, 1, 0, None]
    book.now = 0.1
    await exchange(one, book, book.clock)

    assert took(other, 0.1) == 2
    await exchange(other, book, book.clock)
    assert took(other, 0.1) is None
    assert took(other, 39.9) is None
    assert took(other, 40.0) == 0


async def test_alone_sharing_changes_nothing():
    one, book = SpendingLimiter(rates(3, 60)), Book()
    for now, left in ((0, 2), (0, 1), (0, 0), (19.9, None), (20, 0), (20, None), (60, 1)):
        book.now = now
        assert took(one, now) == left
        book.now = now + 0.05
        await exchange(one, book, book.clock)


async def test_what_is_used_while_news_go_round_is_not_forgotten():
    one = SpendingLimiter(rates(3, 60))
    took(one, 0.0)
    (told,) = one.news(0.0)
    took(one, 0.0)
    one.learn(told, 20.0, 0.0)
    assert [took(one, 0.0), took(one, 0.0)] == [0, None]


async def test_what_could_not_be_told_is_not_told_later():
    one, book = SpendingLimiter(rates(3, 60)), Book()
    took(one, 0.0)
    await exchange(one, Deaf(), book.clock)
    assert one.news(0.0) == []
    assert took(one, 0.0) == 1


@given(st.lists(st.tuples(st.floats(0, 4), st.integers(0, 2), st.integers(0, 5)), max_size=60))
def test_all_together_let_through_one_rate_and_what_came_before_the_news(steps):
    async def play():
        limiters, book, passed = [SpendingLimiter(rates(10, 20)) for _ in range(3)], Book(), 0
        for gap, which, requests in steps:
            book.now += gap
            passed += sum(took(limiters[which], book.now) is not None for _ in range(requests))
            await exchange(limiters[which], book, book.clock)
            assert passed <= 10 + book.now / 2 + 3 * 5

    asyncio.run(play())


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    """A Redis for these tests; each names things under a key of its own."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("neither redis-server nor valkey-server is installed")
    port = free_port()
    quiet = ("--save", "", "--appendonly", "no", "--loglevel", "warning")
    with subprocess.Popen(  # noqa: S603  the system's own program
        [program, "--port", str(port), "--bind", "127.0.0.1", *quiet],
        cwd=tmp_path_factory.mktemp("redis"),
        stdout=subprocess.DEVNULL,
    ) as server:
        with Redis(port=port) as client:
            wait_for(client)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def wait_for(client):
    for _ in range(100):
        try:
            client.ping()
        except RedisError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("Redis does not start")


@pytest.fixture
async def stores(redis_url, request):
    """Two replicas' ways to the same store."""
    name = request.node.name.encode()
    pair = [SharedStore(redis_url, name, CollectorRegistry(), wait_s=20) for _ in range(2)]
    yield pair
    for store in pair:
        await store.close()


async def test_redis_reckons_as_the_book_does(stores):
    one, other = SpendingLimiter(rates(3, 6_000)), SpendingLimiter(rates(3, 6_000))
    for _ in range(3):
        took(one, 0.0, "0192:313725730")
    (told,) = news = one.news(0.0)
    assert await stores[0].spend(news) == [pytest.approx(6_000, abs=1)]
    assert await stores[0].spend([]) == []

    took(other, 0.0, "0192:313725730")
    late = other.news(100.0)
    assert await stores[1].spend(late) == [pytest.approx(8_000, abs=1)]
    unknown = told._replace(caller="b", age=1_000.0)
    assert await stores[1].spend([unknown]) == [pytest.approx(5_000, abs=1)]


async def test_a_clock_that_was_set_back_locks_nobody_out(stores, redis_url):
    limiter = SpendingLimiter(rates(3, 60))
    took(limiter, 0.0)
    news = limiter.news(0.0)
    await stores[0].spend(news)
    with Redis.from_url(redis_url) as client:
        (name,) = client.keys(stores[0]._name("limit|ordinary|a"))  # noqa: SLF001
        client.set(name, int((time.time() + 86_400) * 1_000_000))

    assert await stores[0].spend(news) == [pytest.approx(140, abs=1)]


async def test_the_store_holds_no_names_and_nothing_for_long(stores, redis_url):
    limiter = SpendingLimiter(rates(3, 60))
    took(limiter, 0.0, "org:313725730")
    await stores[0].spend(limiter.news(0.0))
    await stores[0].put_down(b"proof")
    with Redis.from_url(redis_url, decode_responses=True) as client:
        for name in client.scan_iter():
            prefix, _, digest = name.partition(":")
            assert (prefix, len(bytes.fromhex(digest))) == ("helsesak", 32)
            assert client.get(name).isdigit()
            assert client.pttl(name) > 0


async def test_a_proof_is_new_to_one_replica_only(stores):
    assert await stores[0].put_down(b"a")
    assert not await stores[1].put_down(b"a")
    assert await stores[1].put_down(b"b")


async def ask(stack, token):
    return (await stack.ask(request("GET", PATH, token))).status


async def test_two_gateways_share_a_limit(start, token, redis_url):
    of_the_hour = {name: {"requests": 50, "seconds": 36_000} for name in RateClass}
    one, other = [await start(rates=of_the_hour, redis_url=redis_url) for _ in range(2)]
    async with asyncio.timeout(20):
        while one.gateway.metrics.registry.get_sample_value("gateway_shared_store_up") != 1:
            await asyncio.sleep(EXCHANGE_S)
        while await ask(one, token()) == 200:
            pass
        while await ask(other, token()) == 200:
            await asyncio.sleep(2 * EXCHANGE_S)
    assert len(other.service.seen) < 50 + 25


@pytest.fixture
async def mute():
    """A store that takes connections and never answers."""
    held = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in held:
        writer.close()
    server.close()


async def with_proof(stack, token, proof):
    lines = (f"Authorization: DPoP {token}", f"DPoP: {proof}")
    return (await stack.ask(request("GET", PATH, None, *lines))).status


async def bound_gateway(start, url):
    profiles = [p.model_dump() for p in (await start()).gateway.settings.issuers]
    accepted = [p | {"proofs": "accepted"} for p in profiles]
    return await start(issuers=accepted, redis_url=url)


async def test_a_proof_shown_to_one_gateway_is_used_up_at_the_other(start, token, redis_url):
    key = ProofKey()
    bound = token("helseid", bound_to=key.thumbprint)
    one, other = [await bound_gateway(start, redis_url) for _ in range(2)]
    async with asyncio.timeout(20):
        while True:
            proof = key.proof("GET", f"https://api.test{PATH}", bound)
            assert await with_proof(one, bound, proof) == 200
            if await with_proof(other, bound, proof) == 401:
                break
            await asyncio.sleep(REST_S)  # the store was late, and a replica went on alone


@pytest.mark.parametrize("gone", [True, False])
async def test_without_the_store_every_gateway_goes_on_alone(start, token, mute, gone):
    url = f"redis://127.0.0.1:{free_port()}" if gone else mute
    key = ProofKey()
    bound = token("helseid", bound_to=key.thumbprint)
    proof = key.proof("GET", f"https://api.test{PATH}", bound)
    stack = await bound_gateway(start, url)
    assert await with_proof(stack, bound, proof) == 200
    assert await with_proof(stack, bound, proof) == 401
    assert await ask(stack, token()) == 200
    registry = stack.gateway.metrics.registry
    assert registry.get_sample_value("gateway_shared_store_up") == 0
    assert registry.get_sample_value("gateway_shared_store_failures_total") >= 1

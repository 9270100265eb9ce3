"""Keys that rotate, are withdrawn or cannot be had, and tokens that name keys nobody has."""

import time
import tracemalloc

import httpx
import pytest

from gateway.issuers import IssuerProfile
from gateway.refusals import Refusal
from gateway.tokens import BELIEVED_FOR_S, REFUSED_FOR_S, TokenVerifier
from local_stack.issuer.layouts import Wish
from local_stack.issuer.tokens import DevelopmentIssuer
from service_kit.jwks import DEFAULT_TIMING, JwksStore

COOLDOWN_S = DEFAULT_TIMING.cooldown


class Clock:
    def __init__(self):
        self.now = time.time()

    def __call__(self):
        return self.now


class World:
    """A verifier, its issuer, and a clock for both."""

    def __init__(self):
        self.issuer = DevelopmentIssuer("maskinporten", "https://issuers.test")
        self.clock, self.fetches, self.is_down = Clock(), 0, False
        profile = IssuerProfile(
            kind="maskinporten",
            issuer=self.issuer.issuer,
            jwks_url="https://issuers.test/jwks",
            scope_prefix="helsesak:",
        )
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._keys))
        keys = JwksStore(profile.jwks_url, client, clock=self.clock)
        self.verifier = TokenVerifier(
            {profile.issuer: (profile, keys)},
            subject_key=b"k" * 32,
            known_scopes=frozenset({"travel:handle"}),
            clock=self.clock,
        )

    def _keys(self, _request):
        self.fetches += 1
        return httpx.Response(503 if self.is_down else 200, json=self.issuer.keys.jwks())

    def token(self, **wish):
        known = {"scope": "helsesak:travel/handle", "organisation": "313725730"}
        return self.issuer.token(Wish(**known | {"expires_in": 86_400} | wish)).encode()

    async def status(self, token):
        """Return what a request with `token` would be answered, 200 when it may go on."""
        try:
            return (
                200 if self.verifier.remembered(token) or await self.verifier.verify(token) else 0
            )
        except Refusal as refusal:
            return refusal.status


@pytest.fixture
def world():
    return World()


async def test_tokens_of_the_next_key_are_good_at_once_and_cost_no_fetch(world):
    old = world.token()
    assert await world.status(old) == 200
    world.issuer.keys.rotate()

    assert await world.status(world.token()) == 200
    assert world.fetches == 1


async def test_a_key_that_was_never_announced_is_found_after_the_cooldown(world):
    assert await world.status(world.token()) == 200
    world.issuer.keys.rotate()
    world.issuer.keys.rotate()
    token = world.token()
    assert await world.status(token) == 401

    world.clock.now += COOLDOWN_S
    assert await world.status(token) == 200
    assert world.fetches == 2


async def test_a_withdrawn_key_takes_its_tokens_along_even_those_seen_before(world):
    token = world.token()
    assert await world.status(token) == 200
    world.issuer.keys.rotate()

    world.clock.now += BELIEVED_FOR_S - 1
    assert await world.status(token) == 200
    world.clock.now += 1
    assert await world.status(token) == 401
    world.clock.now += REFUSED_FOR_S
    assert await world.status(token) == 401


async def test_while_the_issuer_is_down_its_last_keys_serve_for_a_day(world):
    token = world.token(claims={"exp": int(world.clock.now) + 200_000})
    assert await world.status(token) == 200
    world.is_down = True

    world.clock.now += DEFAULT_TIMING.last_good - 1
    assert await world.status(token) == 200
    world.clock.now += BELIEVED_FOR_S
    assert await world.status(token) == 503
    world.is_down = False
    world.clock.now += COOLDOWN_S
    assert await world.status(token) == 200


async def test_a_flood_of_made_up_keys_costs_one_fetch_per_cooldown_and_bounded_memory(world):
    assert await world.status(world.token()) == 200
    made_up = [world.token(header={"kid": f"made-up-{n}"}) for n in range(200)]
    head, _, signature = made_up[0].split(b".")
    padding = b"x" * 4_000
    tracemalloc.start()
    for cooldowns in range(1, 4):
        world.clock.now += COOLDOWN_S
        for token in made_up:
            assert await world.status(token) == 401
        for number in range(1_000):
            broken = b"%b.%b%d.%b" % (head, padding, number, signature)
            assert await world.status(broken) == 401
        assert world.fetches == 1 + cooldowns
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 2_000_000

"""The store of an issuer's public keys."""

import asyncio

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from service_kit.jwks import JwksStore, KeysUnavailable, UnknownKey, usable_keys

URL = "https://issuer.example/jwks"
FIRST = ECKey.generate_key("P-256", {"kid": "first"})
SECOND = ECKey.generate_key("P-256", {"kid": "second"})


class Issuer:
    """An issuer whose answer a test may change, and which counts what it is asked."""

    def __init__(self, *keys, **headers):
        self.keys, self.headers, self.status, self.fetches = list(keys), headers, 200, 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, _request):
        self.fetches += 1
        await self.gate.wait()
        body = {"keys": [key.as_dict(private=False) for key in self.keys]}
        return httpx.Response(self.status, json=body, headers=self.headers)


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


def a_store(issuer, clock=None, **changes):
    client = httpx.AsyncClient(transport=httpx.MockTransport(issuer))
    return JwksStore(URL, client, clock=clock or Clock(), **changes)


async def test_a_known_key_is_given_with_its_algorithm_and_fetched_once():
    issuer = Issuer(FIRST, SECOND)
    store = a_store(issuer)

    key = await store.key("second")
    await store.key("first")

    assert (key.kid, key.alg) == ("second", "ES256")
    assert issuer.fetches == 1


async def test_callers_at_the_same_time_share_one_fetch():
    issuer = Issuer(FIRST)
    issuer.gate.clear()
    store = a_store(issuer)
    callers = [asyncio.create_task(store.key("first")) for _ in range(20)]
    await asyncio.sleep(0)
    callers[0].cancel()
    issuer.gate.set()

    given = await asyncio.gather(*callers[1:])

    assert {key.kid for key in given} == {"first"}
    assert issuer.fetches == 1


async def test_a_flood_of_unknown_keys_makes_at_most_one_fetch_per_cooldown():
    issuer, clock = Issuer(FIRST), Clock()
    store = a_store(issuer, clock)
    await store.key("first")
    clock.now += 30
    for n in range(50):
        with pytest.raises(UnknownKey):
            await store.key(f"made-up-{n}")
    assert issuer.fetches == 2

    clock.now += 29.9
    with pytest.raises(UnknownKey):
        await store.key("made-up-again")
    assert issuer.fetches == 2

    clock.now += 0.2
    with pytest.raises(UnknownKey):
        await store.key("made-up-again")
    assert issuer.fetches == 3


async def test_a_key_known_to_be_missing_is_not_looked_for_again_after_each_cooldown():
    issuer, clock = Issuer(FIRST, **{"cache-control": "max-age=3600"}), Clock()
    store = a_store(issuer, clock)
    await store.key("first")
    for _ in range(8):
        clock.now += 31
        with pytest.raises(UnknownKey):
            await store.key("gone")
    assert issuer.fetches == 2


async def test_the_memory_of_missing_keys_is_bounded():
    issuer, clock = Issuer(FIRST, **{"cache-control": "max-age=3600"}), Clock()
    store = a_store(issuer, clock, max_missing=2)
    for kid in ("a", "b", "c", "a"):
        clock.now += 31
        with pytest.raises(UnknownKey):
            await store.key(kid)
    assert issuer.fetches == 4


async def test_a_rotated_key_is_found_after_the_cooldown():
    issuer, clock = Issuer(FIRST), Clock()
    store = a_store(issuer, clock)
    await store.key("first")
    issuer.keys = [FIRST, SECOND]
    with pytest.raises(UnknownKey):
        await store.key("second")

    clock.now += 30

    assert (await store.key("second")).kid == "second"


@pytest.mark.parametrize(
    ("header", "still_believed", "renewed"),
    [
        ("", 299, 300),
        ("max-age=5", 59, 60),
        ("public, max-age=120", 119, 120),
        ("max-age=9999999", 3599, 3600),
    ],
)
async def test_a_set_is_believed_for_its_age_within_bounds(header, still_believed, renewed):
    issuer, clock = Issuer(FIRST, **{"cache-control": header}), Clock()
    store = a_store(issuer, clock)
    await store.key("first")

    clock.now = 1_000 + still_believed
    await store.key("first")
    assert issuer.fetches == 1

    clock.now = 1_000 + renewed
    await store.key("first")
    assert issuer.fetches == 2


async def test_a_withdrawn_key_is_refused_once_the_set_is_renewed():
    issuer, clock = Issuer(FIRST, SECOND), Clock()
    store = a_store(issuer, clock)
    await store.key("first")
    issuer.keys = [SECOND]
    clock.now += 300
    with pytest.raises(UnknownKey):
        await store.key("first")


async def test_the_last_good_set_serves_while_the_issuer_is_down_but_not_for_ever():
    issuer, clock = Issuer(FIRST), Clock()
    store = a_store(issuer, clock)
    await store.key("first")
    issuer.status = 503

    clock.now = 1_000 + 86_399
    assert (await store.key("first")).kid == "first"

    clock.now = 1_000 + 86_400
    with pytest.raises(KeysUnavailable):
        await store.key("first")


async def test_an_issuer_that_never_answered_is_an_outage_and_is_asked_again_after_the_cooldown():
    issuer, clock = Issuer(FIRST), Clock()
    issuer.status = 500
    store = a_store(issuer, clock)
    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            await store.key("first")
    assert issuer.fetches == 1
    issuer.status = 200
    clock.now += 30
    assert (await store.key("first")).kid == "first"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"location": "https://elsewhere.example/"}),
        httpx.Response(200, text="not json"),
        httpx.Response(200, json={"keys": []}),
        httpx.Response(200, json=[]),
        httpx.Response(200, content=b" " * 300_000),
    ],
    ids=["redirect", "not-json", "empty", "not-a-set", "too-large"],
)
async def test_an_answer_that_is_no_key_set_is_an_outage(answer):
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer))
    with pytest.raises(KeysUnavailable):
        await JwksStore(URL, client).key("first")


def test_keys_that_must_not_check_signatures_are_left_out():
    ec = FIRST.as_dict(private=False)
    rsa = RSAKey.generate_key(2048).as_dict(private=False)
    small = rsa | {"n": rsa["n"][: 1024 // 6]}
    entries = [
        OctKey.generate_key(256, {"kid": "symmetric"}).as_dict(private=True),
        ec | {"kid": "for-encryption", "use": "enc"},
        ec | {"kid": "wrong-algorithm", "alg": "HS256"},
        ec | {"kid": "other-curve", "alg": "ES512"},
        rsa | {"kid": "rsa-as-secret", "alg": "HS256"},
        small | {"kid": "too-small"},
        {"kty": "EC", "kid": "no-point", "crv": "P-256"},
        {"kty": "OKP", "kid": "strange"},
        {name: value for name, value in ec.items() if name != "kid"},
        "not a key",
        rsa | {"kid": "unnamed-algorithm"},
    ]
    keys = usable_keys({"keys": entries})
    assert {kid: key.alg for kid, key in keys.items()} == {"unnamed-algorithm": "RS256"}


def test_only_the_public_half_of_a_key_is_kept():
    keys = usable_keys({"keys": [FIRST.as_dict(private=True)]})
    assert not keys["first"].is_private

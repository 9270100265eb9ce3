"""What a proof of possession must say, both sides of every boundary."""

import hashlib
import json
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from gateway.jose import base64url
from gateway.proofs import LIFETIME_S, NoRoom, Replays, Shown, WrongKey, WrongProof, check_proof

NOW = 1_800_000_000
TOKEN = b"an.access.token"
URL = "https://api.test/travel/v1/cases/echo"
KEY = ECKey.generate_key("P-256")
SHOWN = Shown(TOKEN, KEY.thumbprint(), "GET", URL)
CLAIMS = {
    "jti": "one",
    "htm": "GET",
    "htu": URL,
    "iat": NOW,
    "ath": base64url(hashlib.sha256(TOKEN).digest()),
}


def a_proof(key=KEY, alg="ES256", header=(), **claims):
    named = {"typ": "dpop+jwt", "alg": alg, "jwk": key.as_dict(private=False)} | dict(header)
    said = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode(named, said, key, algorithms=[alg]).encode()


def why_not(proof, shown=SHOWN):
    with pytest.raises(WrongProof) as wrong:
        check_proof(proof, shown, NOW)
    return str(wrong.value)


def test_a_proof_is_named_by_its_key_and_its_jti():
    name = check_proof(a_proof(), SHOWN, NOW)

    assert check_proof(a_proof(iat=NOW - 1), SHOWN, NOW) == name
    assert check_proof(a_proof(jti="two"), SHOWN, NOW) != name
    other = ECKey.generate_key("P-256")
    shown = SHOWN._replace(thumbprint=other.thumbprint())
    assert check_proof(a_proof(other), shown, NOW) != name


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (ECKey.generate_key("P-256"), "ES256"),
        (ECKey.generate_key("P-384"), "ES384"),
        (ECKey.generate_key("P-521"), "ES512"),
        *((RSAKey.generate_key(2048), alg) for alg in ("PS256", "RS256")),
    ],
)
def test_asymmetric_algorithms_are_taken(key, alg):
    assert check_proof(a_proof(key, alg), SHOWN._replace(thumbprint=key.thumbprint()), NOW)


def test_what_else_a_header_says_is_not_read():
    header, claims, _ = a_proof().split(b".")
    said = json.loads(urlsafe_b64decode(header + b"==")) | {"kid": "x", "x-own": 1}
    signing = f"{base64url(json.dumps(said).encode())}.{claims.decode()}"
    signature = JWSRegistry.algorithms["ES256"].sign(signing.encode(), KEY)
    assert check_proof(f"{signing}.{base64url(signature)}".encode(), SHOWN, NOW)


def test_other_keys_and_algorithms_are_not():
    secret, edwards = OctKey.generate_key(256), OKPKey.generate_key("Ed25519")
    for key, alg in ((secret, "HS256"), (edwards, "Ed25519")):
        shown = SHOWN._replace(thumbprint=key.thumbprint())
        named = {"jwk": key.as_dict(private=True)} if key is secret else {}
        assert why_not(a_proof(key, alg, named), shown).startswith("The proof"), alg
    own = RSAKey.generate_key(2048)
    confused = a_proof(own, "RS256", {"jwk": KEY.as_dict(private=False)})
    assert "key or algorithm" in why_not(confused)
    assert "private key" in why_not(a_proof(header={"jwk": KEY.as_dict(private=True)}))


def test_the_key_must_be_the_tokens():
    with pytest.raises(WrongKey):
        check_proof(a_proof(ECKey.generate_key("P-256")), SHOWN, NOW)


def test_the_signature_must_be_the_keys():
    thief = ECKey.generate_key("P-256")
    forged = a_proof(thief, header={"jwk": KEY.as_dict(private=False)})
    assert "signature" in why_not(forged)
    header, claims, _ = a_proof().split(b".")
    assert "signature" in why_not(b".".join((header, claims, b"AAAA")))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"htm": "POST"}, "htm"),
        ({"htm": "get"}, "htm"),
        ({"htm": None}, "htm"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": 7}, "jti"),
        ({"jti": "x" * 257}, "jti"),
        ({"iat": None}, "iat"),
        ({"iat": True}, "iat"),
        ({"iat": NOW - 60.5}, "iat"),
        ({"iat": NOW + 5.5}, "iat"),
        ({"ath": None}, "ath"),
        ({"ath": base64url(hashlib.sha256(b"another").digest())}, "ath"),
        ({"htu": None}, "htu"),
        ({"htu": 7}, "htu"),
        ({"htu": "/travel/v1/cases/echo"}, "htu"),
        ({"htu": "http://api.test/travel/v1/cases/echo"}, "htu"),
        ({"htu": "https://api.test:8443/travel/v1/cases/echo"}, "htu"),
        ({"htu": "https://me@api.test/travel/v1/cases/echo"}, "htu"),
        ({"htu": "https://inside.test/travel/v1/cases/echo"}, "htu"),
        ({"htu": "https://api.test/travel/v1/cases/echo/"}, "htu"),
        ({"htu": "https://api.test/travel/v1/cases/Echo"}, "htu"),
        ({"htu": "https://api.test/travel/v1/cases%2Fecho"}, "htu"),
        ({"htu": "https://[api.test/"}, "htu"),
    ],
)
def test_a_proof_for_anything_else_is_refused(said, reason):
    assert why_not(a_proof(**said)).startswith(reason)


@pytest.mark.parametrize(
    "said",
    [
        {"iat": NOW - 60},
        {"iat": NOW + 5},
        {"iat": NOW - 0.5},
        {"jti": "x" * 256},
        {"htu": f"{URL}?lang=nb#part"},
        {"htu": "HTTPS://API.test:443/travel/v1/cases/%65cho"},
        {"exp": 1},
    ],
)
def test_what_means_the_same_is_taken(said):
    assert check_proof(a_proof(**said), SHOWN, NOW)


def test_an_address_with_encoded_letters_is_compared_without_regard_to_their_case():
    shown = SHOWN._replace(url="https://api.test/a%c3%a5")
    assert check_proof(a_proof(htu="https://api.test/a%C3%A5"), shown, NOW)


@pytest.mark.parametrize(
    "header", [{"typ": "JWT"}, {"typ": "at+jwt"}, {"typ": "dpop"}, {"typ": ""}, {"jwk": {}}]
)
def test_only_a_proof_is_a_proof(header):
    assert why_not(a_proof(header=header)).startswith("The proof")


@pytest.mark.parametrize("proof", [None, b"", b"x", b"a.b.c", b"..", b"e30.e30.e30", b"x" * 9_000])
def test_what_cannot_be_read_is_refused(proof):
    assert why_not(proof)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
JWK = st.fixed_dictionaries(
    {"kty": st.sampled_from(["RSA", "EC", "oct", "OKP"]) | JSON},
    optional=dict.fromkeys(("crv", "x", "y", "n", "e", "use", "alg", "kid"), JSON),
)


@given(
    st.fixed_dictionaries(
        {"typ": st.just("dpop+jwt") | JSON, "jwk": JWK | JSON, "alg": st.just("ES256") | JSON}
    ),
    JSON,
)
def test_whatever_a_stranger_sends_is_refused_and_nothing_breaks(header, claims):
    parts = [base64url(json.dumps(part).encode()) for part in (header, claims)]
    assert why_not(".".join((*parts, "AAAA")).encode())


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 3)), max_size=40))
def test_a_proof_is_new_only_once_in_its_lifetime(shows):
    replays, now, seen_at = Replays(), float(NOW), {}
    for gap, number in shows:
        now += gap
        new = replays.is_new(bytes([number]), now)
        if number in seen_at and now - seen_at[number] <= LIFETIME_S:
            assert not new
        if number not in seen_at or now - seen_at[number] > 3 * LIFETIME_S:
            assert new
        if new:
            seen_at[number] = now


def test_a_full_memory_lets_nothing_in_until_a_turn_is_over():
    replays = Replays(most=2)
    assert replays.is_new(b"1", NOW)
    assert replays.is_new(b"2", NOW)

    assert not replays.is_new(b"1", NOW)
    with pytest.raises(NoRoom):
        replays.is_new(b"3", NOW + LIFETIME_S - 1)
    assert replays.is_new(b"3", NOW + LIFETIME_S)
    assert not replays.is_new(b"2", NOW + LIFETIME_S)

"""Tokens that an attacker makes from a good one and the issuer's public key."""

import hmac
import json
from base64 import urlsafe_b64encode
from functools import partial

from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from gateway.testing.client import connected
from gateway.testing.stack import request


async def ask(stack, token):
    return await stack.ask(request("GET", "/travel/v1/cases/echo", token))


def base64url(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def signed_by_hand(alg, kid, payload, sign):
    """Return a token as an attacker makes it, without a library that refuses to."""
    head = base64url(json.dumps({"alg": alg, "kid": kid}).encode())
    return f"{head}.{payload}.{base64url(sign(f'{head}.{payload}'.encode()))}"


def forgeries(good, public):
    """Yield tokens nobody has signed, or somebody else."""
    header, payload, signature = good.split(".")
    claims, kid = jwt.decode(good, public).claims, public.kid
    thief, pem = RSAKey.generate_key(2048), public.as_pem(private=False)
    rs256 = {"alg": "RS256", "kid": kid}
    yield "nobody signed", signed_by_hand("none", kid, payload, lambda _: b"")
    yield "alg none, something signed", signed_by_hand("none", kid, payload, lambda _: b"x")
    for digest in ("sha256", "sha384", "sha512"):
        sign = partial(hmac.digest, pem, digest=digest)
        yield f"key as secret, {digest}", signed_by_hand(f"HS{digest[3:]}", kid, payload, sign)
    ps256 = jwt.encode({"alg": "PS256", "kid": kid}, claims, thief, algorithms=["PS256"])
    yield "other algorithm", ps256
    yield "stolen name of a key", jwt.encode(rs256, claims, thief)
    own = {"jwk": thief.as_dict(private=False)}
    yield "brings its own key", jwt.encode(rs256 | own, claims, thief)
    curve = ECKey.generate_key("P-256")
    yield "other kind of key", jwt.encode({"alg": "ES256", "kid": kid}, claims, curve)
    yield "without signature", f"{header}.{payload}."
    yield "changed", f"{header}.{payload[:-2]}AA.{signature}"
    yield "other signature", f"{header}.{payload}.{signature[:-8]}AAAAAAAA"
    yield "two parts", f"{header}.{payload}"
    yield "encrypted", f"{header}.{payload}.{payload}.{payload}.{signature}"
    yield "no token", "Zm9v.YmFy.YmF6"
    yield "nothing", "."
    yield "endless", "a" * 9_000
    yield "not text", "\xff\xfe.a.b"


async def the_key(stack, kid):
    """Return the public key an attacker finds at the issuer."""
    async with connected(stack.service.port) as issuer:
        reply = await issuer.ask(request("GET", "/maskinporten/keys"))
    return KeySet.import_key_set(json.loads(reply.body)).get_by_kid(kid)


async def test_forged_tokens_are_refused(stack, token):
    good = token()
    assert (await ask(stack, good)).status == 200
    kid = jws.extract_compact(good.encode()).headers()["kid"]
    forged = dict(forgeries(good, await the_key(stack, kid)))
    assert len(forged) == 18
    statuses = {name: (await ask(stack, made)).status for name, made in forged.items()}
    assert statuses == dict.fromkeys(forged, 401)
    assert len(stack.service.seen) == 1

import base64
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from service_kit.sealing import BlindIndex, CannotOpen, KeyRing, Sealer

OLD, NEW = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
NUMBER = "17858550084"


def ring(*entries: str) -> KeyRing:
    return KeyRing.parse(SecretStr(",".join(entries)))


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_opens_again_in_its_own_place(plain, context):
    sealer = Sealer(ring(f"k1:{NEW}"))

    assert sealer.open(sealer.seal(plain, context), context) == plain


def test_a_sealed_value_moved_to_another_row_does_not_open():
    sealer = Sealer(ring(f"k1:{NEW}"))

    with pytest.raises(CannotOpen):
        sealer.open(sealer.seal(b"secret", b"person|1"), b"person|2")


def test_sealed_bytes_that_were_changed_do_not_open():
    sealer = Sealer(ring(f"k1:{NEW}"))
    sealed = bytearray(sealer.seal(b"secret", b"person|1"))
    sealed[-1] ^= 1

    with pytest.raises(CannotOpen):
        sealer.open(bytes(sealed), b"person|1")


def test_after_a_rotation_old_values_open_and_new_ones_carry_the_new_key():
    before, after = Sealer(ring(f"k1:{OLD}")), Sealer(ring(f"k2:{NEW}", f"k1:{OLD}"))
    sealed = before.seal(b"secret", b"person|1")

    assert after.open(sealed, b"person|1") == b"secret"
    assert (after.key_id(sealed), after.key_id(after.seal(b"x", b"y"))) == ("k1", "k2")


def test_a_value_whose_key_was_dropped_does_not_open():
    sealed = Sealer(ring(f"k1:{OLD}")).seal(b"secret", b"person|1")

    with pytest.raises(CannotOpen):
        Sealer(ring(f"k2:{NEW}")).open(sealed, b"person|1")


def test_a_look_up_during_a_rotation_finds_rows_of_both_keys():
    before = BlindIndex(ring(f"k1:{OLD}"))
    after = BlindIndex(ring(f"k2:{NEW}", f"k1:{OLD}"))

    assert before.newest(NUMBER, "person") in after.all(NUMBER, "person")
    assert after.newest(NUMBER, "person") == after.all(NUMBER, "person")[0]
    assert before.newest(NUMBER, "person") != before.newest(NUMBER, "payment")


@pytest.mark.parametrize(
    "listed",
    ["", "k1", "k1:AAAA", f":{NEW}", f"k1:{NEW},k1:{OLD}", "k1:not base64"],
    ids=["nothing", "no key", "short", "no id", "twice the same id", "not base64"],
)
def test_a_bad_list_of_keys_is_refused_at_start(listed):
    with pytest.raises(ValueError):  # noqa: PT011 - two kinds of it
        KeyRing.parse(SecretStr(listed))

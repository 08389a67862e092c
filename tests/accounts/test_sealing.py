"""Sealed texts: what opens them, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.sealing import Seal, Unsealable, kid_of, seal, unseal
from tests.tables import table

OLD, NEW = {"00a": b"\x0a" * 32}, {"00b": b"\x0b" * 48}
FACTOR = Seal.SECOND_FACTOR


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_unchanged(text):
    sealed = seal(FACTOR, text, OLD)
    assert (unseal(FACTOR, sealed, OLD), kid_of(sealed)) == (text, "00a")
    assert len(text) < 4 or text not in sealed


def test_the_first_key_seals():
    assert kid_of(seal(FACTOR, "x", NEW | OLD)) == "00b"


def test_older_keys_still_open():
    assert unseal(FACTOR, seal(FACTOR, "x", OLD), NEW | OLD) == "x"


def test_two_seals_of_a_text_differ():
    assert seal(FACTOR, "x", OLD) != seal(FACTOR, "x", OLD)


SEALED = seal(FACTOR, "x", OLD)
UNFIT = ["", ":", "x", "00a:", "00a:x", SEALED[:-1], f"00b{SEALED[3:]}", SEALED.replace("00a:", ""), f"00a:{'é' * 9}"]


@table("text", UNFIT)
def test_anything_else_is_refused(text):
    with pytest.raises(Unsealable):
        unseal(FACTOR, text, OLD)


def test_a_dropped_key_opens_nothing():
    with pytest.raises(Unsealable):
        unseal(FACTOR, SEALED, NEW)


@pytest.mark.parametrize("text", ["JBSWY3DPEHPK3PXP", "", "0a" * 40])
def test_a_clear_text_has_no_kid(text):
    assert kid_of(text) is None

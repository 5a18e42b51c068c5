"""A reserve price is committed to before the sale and opened after it, with no other price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.trust import opens_reserve, reserve_commitment

NONCE = "7f" * 32
RESERVE = {"lot": "L1", "fen": 130_000_000, "nonce": NONCE}
COMMITMENT = "c481505971d14b8bdfa0992b9ca8211be4b89edb7ab4518cc4aea02402072fb0"


def test_a_reserve_has_the_commitment_of_the_worked_lots():
    assert reserve_commitment(**RESERVE) == COMMITMENT


def test_price_and_nonce_open_the_commitment():
    assert opens_reserve(COMMITMENT, **RESERVE)


@pytest.mark.parametrize(
    "change",
    [
        {"lot": "L2"},
        {"fen": 130_000_001},
        {"nonce": "7e" + NONCE[2:]},
        {"nonce": NONCE.upper()},
        {"fen": True},
    ],
    ids=str,
)
def test_nothing_else_opens_it(change):
    assert not opens_reserve(COMMITMENT, **RESERVE | change)


@pytest.mark.parametrize("commitment", ["", COMMITMENT[:-1], COMMITMENT.upper(), None, 7, "\ud800"], ids=repr)
def test_a_malformed_commitment_is_opened_by_nothing(commitment):
    assert not opens_reserve(commitment, **RESERVE)


@given(st.integers(1, 10**16), st.integers(1, 10**16))
def test_two_prices_never_share_a_commitment(one, other):
    same = reserve_commitment(lot="L", fen=one, nonce=NONCE) == reserve_commitment(
        lot="L", fen=other, nonce=NONCE
    )
    assert same == (one == other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lot": ""}, "lot: got ''"),
        ({"lot": "L1\n1"}, "on one line"),
        ({"fen": 0}, "above 0"),
        ({"fen": 1.5}, "got float"),
        ({"nonce": "7f" * 31}, "at least 32 random bytes"),
        ({"nonce": None}, "at least 32 random bytes"),
    ],
    ids=str,
)
def test_a_commitment_that_could_be_guessed_or_misread_is_refused(change, message):
    with pytest.raises(MethodError, match=message):
        reserve_commitment(**RESERVE | change)


def test_a_refusal_does_not_repeat_the_price():
    with pytest.raises(MethodError) as refusal:
        reserve_commitment(lot="L1", fen=130000000.5, nonce=NONCE)
    assert "1300" not in str(refusal.value)

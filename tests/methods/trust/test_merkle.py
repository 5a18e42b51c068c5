"""The Merkle log: every vector of cases/trust.json, proofs against a plain model, verifiers that believe nothing."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.trust import MerkleLog, merkle, verify_consistency, verify_inclusion

CASES = json.loads((Path(__file__).parents[2] / "cases" / "trust.json").read_text(encoding="utf-8"))["merkle"]
LEAVES = [bytes.fromhex(leaf) for leaf in CASES["leaves"]]
ROOTS = {int(size): bytes.fromhex(root) for size, root in CASES["roots"].items()}
LOG = MerkleLog(LEAVES)
SIZES = st.integers(1, 40)


def hexes(proof):
    return [step.hex() for step in proof]


def unhex(proof):
    return [bytes.fromhex(step) for step in proof]


def model_root(leaves):
    """RFC 6962, 2.1, word for word."""
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + model_root(leaves[:k]) + model_root(leaves[k:])).digest()


def grown(size):
    return MerkleLog(b"%d" % n for n in range(size))


@pytest.mark.parametrize("index", range(len(LEAVES)))
def test_a_leaf_has_its_published_hash(index):
    assert merkle.leaf_hash(LEAVES[index]).hex() == CASES["leaf_hashes"][index]


@pytest.mark.parametrize("size", ROOTS)
def test_a_tree_of_each_size_has_its_published_root(size):
    assert (LOG.root(size), MerkleLog(LEAVES[:size]).root()) == (ROOTS[size], ROOTS[size])


@pytest.mark.parametrize("case", CASES["inclusion"], ids=lambda case: f"{case['index']} in {case['size']}")
def test_an_inclusion_proof_is_the_published_one_and_holds(case):
    index, size = case["index"], case["size"]
    assert hexes(LOG.inclusion_proof(index, size)) == case["proof"]
    assert verify_inclusion(ROOTS[size], LEAVES[index], index, size, unhex(case["proof"]))


@pytest.mark.parametrize("case", CASES["consistency"], ids=lambda case: f"{case['old']} to {case['new']}")
def test_a_consistency_proof_is_the_published_one_and_holds(case):
    old, new = case["old"], case["new"]
    assert hexes(LOG.consistency_proof(old, new)) == case["proof"]
    assert verify_consistency(ROOTS[old], old, ROOTS[new], new, unhex(case["proof"]))


def test_append_returns_the_index_of_the_leaf():
    log = MerkleLog()
    assert ([log.append(leaf) for leaf in LEAVES], len(log)) == (list(range(len(LEAVES))), len(LEAVES))


@given(st.lists(st.binary(max_size=8), max_size=40), st.data())
def test_every_old_root_is_that_of_the_model(leaves, data):
    size = data.draw(st.integers(0, len(leaves)))
    assert MerkleLog(leaves).root(size) == model_root(leaves[:size])


@given(SIZES, st.data())
def test_every_leaf_of_every_size_can_be_proved(size, data):
    log, shown = grown(size), data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, shown - 1))
    assert verify_inclusion(log.root(shown), b"%d" % index, index, shown, log.inclusion_proof(index, shown))


@given(SIZES, st.data())
def test_every_earlier_tree_is_consistent_with_every_later_one(size, data):
    log, new = grown(size), data.draw(st.integers(0, size))
    old = data.draw(st.integers(0, new))
    assert verify_consistency(log.root(old), old, log.root(new), new, log.consistency_proof(old, new))


@given(SIZES, st.data())
def test_a_proof_of_one_leaf_proves_no_other_place_and_no_other_leaf(size, data):
    log, index = grown(size), data.draw(st.integers(0, size - 1))
    proof = log.inclusion_proof(index)
    places = {n for n in range(size) if verify_inclusion(log.root(), b"%d" % index, n, size, proof)}
    leaves = {n for n in range(size) if verify_inclusion(log.root(), b"%d" % n, index, size, proof)}
    assert places == leaves == {index}


@given(st.integers(2, 40), st.data())
def test_one_changed_bit_makes_an_inclusion_proof_false(size, data):
    log, index = grown(size), data.draw(st.integers(0, size - 1))
    proof = log.inclusion_proof(index)
    place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    proof[place] = (int.from_bytes(proof[place], "big") ^ 1 << bit).to_bytes(32, "big")
    assert not verify_inclusion(log.root(), b"%d" % index, index, size, proof)


@given(st.integers(3, 40), st.data())
def test_a_rewritten_leaf_breaks_consistency(size, data):
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    honest = grown(size)
    forged = MerkleLog(b"x" if n == changed else b"%d" % n for n in range(size))
    proofs = (honest.consistency_proof(old, size), forged.consistency_proof(old, size))
    assert not any(verify_consistency(honest.root(old), old, forged.root(), size, proof) for proof in proofs)


@pytest.mark.parametrize(
    "proof",
    [None, "", [None], ["0" * 32], [b""], [bytes(31)], [bytes(32)] * 500, 7, {}, [bytes(32)]],
    ids=lambda proof: repr(proof)[:20],
)
def test_a_malformed_proof_is_false_and_no_exception(proof):
    assert not verify_inclusion(ROOTS[3], LEAVES[1], 1, 3, proof)
    assert not verify_consistency(ROOTS[2], 2, ROOTS[3], 3, proof)


@pytest.mark.parametrize(
    "number",
    [-1, True, 1.0, None, "1", 2**64, 1 << 100_000],
    ids=lambda n: f"{n!r:.8}" if n != 1 << 100_000 else "huge",
)
def test_a_malformed_number_is_false_and_no_exception(number):
    proof = LOG.inclusion_proof(1, 2)
    verdicts = [
        verify_inclusion(ROOTS[2], LEAVES[1], number, 2, proof),
        verify_inclusion(ROOTS[2], LEAVES[1], 1, number, proof),
        verify_consistency(ROOTS[1], number, ROOTS[2], 2, LOG.consistency_proof(1, 2)),
        verify_consistency(ROOTS[1], 1, ROOTS[2], number, LOG.consistency_proof(1, 2)),
    ]
    assert verdicts == [False] * 4


def test_nothing_is_consistent_with_what_never_was():
    proof = LOG.consistency_proof(2, 3)
    verdicts = [
        verify_consistency(ROOTS[3], 3, ROOTS[2], 2, proof),
        verify_consistency(ROOTS[1], 0, ROOTS[2], 2, []),
        verify_consistency(ROOTS[0], 0, ROOTS[2], 2, proof),
        verify_consistency(ROOTS[1], 0, ROOTS[1], 0, []),
        verify_consistency(ROOTS[1], 3, ROOTS[2], 3, []),
        verify_consistency(ROOTS[2], 2, ROOTS[3], 3, []),
        verify_consistency(ROOTS[3], 3, ROOTS[4], 4, []),
        verify_inclusion(ROOTS[0], b"", 0, 0, []),
    ]
    assert verdicts == [False] * 8


@pytest.mark.parametrize("size", [0, -1, 10, 1.0, True, "2"])
def test_a_proof_asked_beyond_the_tree_is_refused(size):
    with pytest.raises(MethodError, match=r"size: got .*takes a whole number from 1 to 9"):
        LOG.inclusion_proof(0, size)


@pytest.mark.parametrize("index", [3, -1, 2.0, None])
def test_a_proof_of_a_leaf_beyond_the_size_is_refused(index):
    with pytest.raises(MethodError, match=r"index: got .*takes a whole number from 0 to 2"):
        LOG.inclusion_proof(index, 3)


def test_an_earlier_tree_larger_than_the_later_one_is_refused():
    with pytest.raises(MethodError, match=r"old: got 3, takes a whole number from 0 to 2"):
        LOG.consistency_proof(3, 2)


def test_a_leaf_that_is_not_bytes_is_refused():
    with pytest.raises(MethodError, match="leaf: got str, takes bytes"):
        MerkleLog(["00"])


def test_a_proof_from_a_large_log_hashes_a_few_nodes_only(monkeypatch):
    log, calls = grown(20_001), []
    monkeypatch.setattr(merkle, "node_hash", lambda left, right: calls.append(0) or bytes(32))
    proofs = (log.inclusion_proof(12_345, 17_001), log.consistency_proof(9_999, 17_001), log.root(19_999))
    assert max(len(proofs[0]), len(proofs[1]), len(calls) // 3) <= 16

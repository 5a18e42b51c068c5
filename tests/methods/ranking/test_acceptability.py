"""Rank acceptability: shares of drawn ranks, kept as counts, fair to equal options."""

import numpy as np
import pytest

from quanheng.methods import MethodError
from quanheng.methods.ranking import AcceptabilityResult, rank_acceptability

SCORES = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]


def test_every_option_has_one_rank_per_sample_and_every_rank_one_option():
    shares = rank_acceptability(SCORES, samples=500).acceptability[:]
    assert shares.sum(axis=0) == pytest.approx([1] * 4)
    assert shares.sum(axis=1) == pytest.approx([1] * 4)


def test_a_share_is_how_often_drawn_weights_give_the_rank():
    weights = np.random.default_rng(7).dirichlet([1, 1, 1], 200_000)
    ranks = (-weights @ np.transpose(SCORES)).argsort(axis=1).argsort(axis=1)
    expected = [(ranks == place).mean(axis=0) for place in range(4)]
    shares = rank_acceptability(SCORES, samples=60_000).acceptability[:]
    assert shares == pytest.approx(np.transpose(expected), abs=0.01)


def test_errors_of_all_criteria_are_drawn_with_their_weights():
    scores, deviations = np.array([[1.0, 2.0], [2.0, 1.5]]), np.array([[0.5, 1.0], [0.2, 0.4]])
    stream, weights = np.random.default_rng(7), np.array([0.3, 0.7])
    drawn = scores + deviations * stream.standard_normal((200_000, 2, 2))
    expected = (drawn[:, 0] @ weights > drawn[:, 1] @ weights).mean()
    result = rank_acceptability(scores, weights=weights, deviations=deviations, samples=60_000)
    assert result.acceptability[0, 0] == pytest.approx(expected, abs=0.01)


def test_a_dominated_option_never_stands_first():
    result = rank_acceptability([[5, 5], [4, 5], [6, 1]], samples=300)
    assert result.acceptability[1, 0] == 0


def test_equal_options_share_the_smaller_rank_in_every_sample():
    shares = rank_acceptability([[1, 2], [3, 4], [3, 4]], samples=100).acceptability
    assert shares[:].tolist() == [[0, 0, 1], [1, 0, 0], [1, 0, 0]]


def test_equal_options_with_errors_take_turns():
    result = rank_acceptability([[3, 4], [3, 4]], deviations=[[1, 1], [1, 1]], samples=20_000)
    assert result.acceptability[:] == pytest.approx(np.full((2, 2), 0.5), abs=0.015)


def test_options_that_fixed_weights_make_equal_share_a_rank():
    result = rank_acceptability([[1, 3], [3, 1], [0, 0]], weights=[0.5, 0.5], samples=10)
    assert result.acceptability[:].tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_with_everything_fixed_the_result_says_that_nothing_was_drawn():
    result = rank_acceptability(SCORES, weights=[0.3, 0.4, 0.3], samples=65_535)
    assert result.acceptability[2].tolist() == [1, 0, 0, 0]
    assert "nothing is drawn" in result.warnings[0]


def test_the_seed_fixes_the_draws():
    first, again, other = (rank_acceptability(SCORES, samples=200, seed=seed).to_json() for seed in (1, 1, 2))
    assert first == again != other


def test_permuting_the_options_permutes_the_shares():
    order = [2, 0, 3, 1]
    shares = rank_acceptability(SCORES, samples=400).acceptability[:]
    permuted = rank_acceptability([SCORES[i] for i in order], samples=400).acceptability[:]
    assert permuted.tolist() == shares[order].tolist()


def test_draws_do_not_depend_on_how_many_fit_at_once(monkeypatch):
    whole = rank_acceptability(SCORES, deviations=np.ones((4, 3)), samples=300)
    for limit in ("DRAWN_AT_ONCE", "KEPT_AT_ONCE", "COUNTED_AT_ONCE"):
        monkeypatch.setattr(f"quanheng.methods.ranking.acceptability.{limit}", 40)
    parts = rank_acceptability(SCORES, deviations=np.ones((4, 3)), samples=300)
    assert parts.to_json() == whole.to_json()


def test_counts_of_sixteen_bits_become_a_row_of_floats():
    result = rank_acceptability(SCORES, samples=100)
    assert (result.counts.dtype, result.acceptability[1].dtype) == (np.uint16, np.float64)
    assert (len(result.acceptability), result.acceptability.shape) == (4, (4, 4))
    assert np.asarray(result.acceptability).tolist() == result.acceptability[:].tolist()


def test_expected_ranks_follow_from_the_shares():
    result = rank_acceptability(SCORES, samples=100)
    assert result.expected_ranks == pytest.approx(result.acceptability[:] @ [1, 2, 3, 4])


def test_the_explanation_starts_with_the_best_expected_rank():
    result = rank_acceptability(SCORES, samples=100)
    best = result.explanation.children[0]
    assert (best.label, best.value) == ("Option 3", min(result.expected_ranks))


def test_a_result_survives_its_json():
    result = rank_acceptability([[1, 2], [3, 4], [3, 4]], samples=9)
    again = AcceptabilityResult.from_json(result.to_json())
    assert again.acceptability[:].tolist() == result.acceptability[:].tolist()
    assert again.explanation == result.explanation


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"samples": 65_536}, "samples: got 65536, takes at most 65535"),
        ({"samples": 0}, "samples: got 0, takes a whole number from 1 on"),
        ({"seed": -1}, "seed: got -1"),
        ({"scores": [[1, 2]]}, "got one option"),
        ({"weights": [1, 1, 1]}, "weights: got a sum of 3"),
        ({"deviations": [[1, 1, 1]]}, r"deviations: got the shape \(1, 3\), takes \[4, 3\]"),
        ({"deviations": [[-1, 0, 0]] * 4}, "deviations: got -1.0"),
    ],
)
def test_what_it_does_not_take_is_named(wrong, message):
    with pytest.raises(MethodError, match=message):
        rank_acceptability(**({"scores": SCORES} | wrong))

"""What must hold for every decision table, by hypothesis."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quanheng.methods.ranking import (
    compare_rankings,
    dea_ccr,
    grey_relational,
    rank_acceptability,
    topsis,
    vikor,
)

settings.register_profile("ranking", max_examples=200, deadline=None)
LIMITS = settings.get_profile("ranking")
TABLED = st.sampled_from([topsis, vikor, grey_relational])
cells = st.integers(-60, 60).map(lambda number: number / 4)


@st.composite
def tables(draw, elements=cells, least=2):
    """Return (matrix, weights, directions) with a step between different values that rounding cannot close."""
    shape = draw(st.tuples(st.integers(least, 6), st.integers(1, 4)))
    matrix = draw(arrays(float, shape, elements=elements))
    shares = draw(arrays(float, shape[1], elements=st.integers(1, 9).map(float)))
    signs = draw(arrays(float, shape[1], elements=st.sampled_from([1.0, -1.0])))
    return matrix, shares / shares.sum(), signs


def main_numbers(result):
    return result.q if hasattr(result, "q") else result.scores


@LIMITS
@given(TABLED, tables(), st.randoms(use_true_random=False))
def test_permuting_the_options_permutes_the_result(function, table, rng):
    matrix, weights, signs = table
    order = rng.sample(range(len(matrix)), len(matrix))
    one, other = function(matrix, weights, signs), function(matrix[order], weights, signs)
    assert main_numbers(other) == pytest.approx(main_numbers(one)[order], abs=1e-12)
    assert other.ranks.tolist() == one.ranks[order].tolist()


@LIMITS
@given(TABLED, tables(), st.randoms(use_true_random=False))
def test_permuting_the_criteria_changes_nothing(function, table, rng):
    matrix, weights, signs = table
    order = rng.sample(range(len(weights)), len(weights))
    one, other = function(*table), function(matrix[:, order], weights[order], signs[order])
    assert main_numbers(other) == pytest.approx(main_numbers(one), abs=1e-12)
    assert other.ranks.tolist() == one.ranks.tolist()


@LIMITS
@given(TABLED, tables(), st.floats(1e-6, 1e6), st.integers(0, 3))
def test_another_unit_of_a_column_changes_nothing(function, table, factor, column):
    matrix, weights, signs = table
    scaled = matrix.copy()
    scaled[:, column % len(weights)] *= factor
    one, other = function(*table), function(scaled, weights, signs)
    assert main_numbers(other) == pytest.approx(main_numbers(one), abs=1e-9)
    assert other.ranks.tolist() == one.ranks.tolist()


@LIMITS
@given(TABLED, tables(), cells)
def test_a_column_equal_for_all_has_no_effect_on_the_order(function, table, value):
    matrix, weights, signs = table
    more = np.column_stack([matrix, np.full(len(matrix), value)])
    other = function(more, [*(weights * 0.75), 0.25], [*signs, 1])
    assert other.ranks.tolist() == function(*table).ranks.tolist()
    assert other.warnings


@LIMITS
@given(st.sampled_from([topsis, grey_relational]), tables())
def test_an_indicator_split_in_two_equals_the_whole(function, table):
    """Not so in VIKOR: its R looks at one column alone, and half a weight is another regret."""
    matrix, weights, signs = table
    split = np.column_stack([matrix, matrix[:, 0]])
    if function is topsis:
        halves = [weights[0] / np.sqrt(2), *weights[1:], weights[0] / np.sqrt(2)]
        other = function(split, np.array(halves) / sum(halves), [*signs, signs[0]])
    else:
        other = function(split, [weights[0] / 2, *weights[1:], weights[0] / 2], [*signs, signs[0]])
    assert other.scores == pytest.approx(function(*table).scores, abs=1e-12)


@LIMITS
@given(TABLED, tables())
def test_scores_stay_within_their_bounds(function, table):
    found = main_numbers(function(*table))
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()


@LIMITS
@given(TABLED, tables(), st.data())
def test_who_is_nowhere_worse_never_ranks_below(function, table, data):
    matrix, weights, signs = table
    better, worse = data.draw(st.permutations(range(len(matrix))))[:2]
    matrix[better] = np.where(
        signs > 0, np.maximum(matrix[better], matrix[worse]), np.minimum(matrix[better], matrix[worse])
    )
    ranks = function(matrix, weights, signs).ranks
    assert ranks[better] <= ranks[worse]


@LIMITS
@given(tables(), st.floats(0, 1))
def test_the_best_of_vikor_is_always_in_the_compromise(table, v):
    result = vikor(*table, v=v)
    assert result.ranks[result.compromise[0]] == 1
    assert set(np.flatnonzero(result.ranks == 1)) <= set(result.compromise)


@LIMITS
@given(tables())
def test_the_agreement_of_three_rankings_lies_within_its_bounds(table):
    result = compare_rankings(*table)
    assert result.kendall_w is None or -1e-9 <= result.kendall_w <= 1 + 1e-9


amounts = st.floats(0.01, 100)


@LIMITS
@given(arrays(float, (4, 2), elements=amounts))
def test_with_one_input_and_one_output_efficiency_is_relative_productivity(units):
    result = dea_ccr(units[:, :1], units[:, 1:])
    productivity = units[:, 1] / units[:, 0]
    assert result.scores == pytest.approx(productivity / productivity.max(), rel=1e-6, abs=1e-7)


@LIMITS
@given(arrays(float, (3, 4), elements=amounts), st.randoms(use_true_random=False), st.floats(1e-3, 1e3))
def test_order_and_unit_do_not_matter_to_efficiency(units, rng, factor):
    order = rng.sample(range(3), 3)
    one = dea_ccr(units[:, :2], units[:, 2:])
    other = dea_ccr(units[order, :2] * [factor, 1], units[order, 2:])
    assert other.scores == pytest.approx(one.scores[order], abs=1e-6)


@LIMITS
@given(tables(elements=st.integers(0, 4).map(float)), st.integers(0, 2**32), st.integers(1, 50))
def test_shares_of_ranks_add_up_and_equals_are_treated_equally(table, seed, samples):
    matrix = np.vstack([table[0], table[0][:1]])
    shares = rank_acceptability(matrix, samples=samples, seed=seed).acceptability
    assert shares[:].sum(axis=1) == pytest.approx([1] * len(matrix))
    assert shares[0].tolist() == shares[len(matrix) - 1].tolist()


@LIMITS
@given(tables(elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_no_finite_table_brings_a_nan_out(table):
    compared = compare_rankings(*table)
    acceptability = rank_acceptability(table[0], samples=5, deviations=np.abs(table[0]))
    assert compared.to_json()
    assert [function(*table).to_json() for function in (topsis, vikor, grey_relational)]
    assert np.isfinite(acceptability.expected_ranks).all()

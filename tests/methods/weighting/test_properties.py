"""What holds for every sheet and every table: order, scale, twins, bounds."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from methods.weighting.factory import consistent, judgement, sheet, sheets, tables, written_and_read
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import (
    ahp_group,
    ahp_hierarchy,
    ahp_weights,
    combine_weights,
    critic_weights,
    delphi_round,
    entropy_weights,
    inconsistent_pairs,
    normalise_weights,
)

EXAMPLES = settings(max_examples=200, deadline=None)
SHARES = st.lists(st.integers(1, 50), min_size=2, max_size=8).map(lambda ints: [n / sum(ints) for n in ints])
METHODS = st.sampled_from(["eigenvector", "geometric"])


def shuffled(data, size):
    return data.draw(st.permutations(range(size)))


@EXAMPLES
@given(SHARES, METHODS)
def test_consistent_judgements_give_their_weights_back(weights, prioritization):
    result = ahp_weights(consistent(weights), prioritization=prioritization)
    assert result.weights.tolist() == pytest.approx(weights, rel=1e-12)
    assert result.consistency_ratio == pytest.approx(0, abs=1e-12)


@EXAMPLES
@given(sheets(), METHODS, st.data())
def test_items_in_another_order_have_the_same_weights(matrix, prioritization, data):
    order = shuffled(data, len(matrix))
    moved = np.array(matrix)[np.ix_(order, order)]
    one, other = (ahp_weights(m, prioritization=prioritization) for m in (matrix, moved))
    assert other.weights.tolist() == pytest.approx(one.weights[order].tolist(), rel=1e-10)
    assert other.consistency_ratio == pytest.approx(one.consistency_ratio, abs=1e-10)


@EXAMPLES
@given(sheets())
def test_the_weights_solve_the_eigenvalue_equation(matrix):
    result = ahp_weights(matrix)
    assert (np.array(matrix) @ result.weights).tolist() == pytest.approx(
        (result.lambda_max * result.weights).tolist(), rel=1e-10
    )
    assert result.weights.sum() == pytest.approx(1, abs=1e-15)
    assert result.lambda_max >= len(matrix) - 1e-12


@EXAMPLES
@given(sheets())
def test_turning_every_judgement_round_turns_the_geometric_weights_round(matrix):
    there = ahp_weights(matrix, prioritization="geometric").weights
    back = ahp_weights(np.array(matrix).T, prioritization="geometric").weights
    assert (1 / there / (1 / there).sum()).tolist() == pytest.approx(back.tolist(), rel=1e-10)


@EXAMPLES
@given(SHARES.filter(lambda weights: len(weights) > 2), st.data())
def test_a_gap_between_consistent_judgements_costs_nothing(weights, data):
    matrix = consistent(weights)
    i, j = sorted(data.draw(st.permutations(range(len(weights))))[:2])
    matrix[i][j] = matrix[j][i] = None
    assert ahp_weights(matrix).weights.tolist() == pytest.approx(weights, rel=1e-10)


@EXAMPLES
@given(sheets(least=3), st.integers(1, 5))
def test_the_pairs_named_disagree_more_than_the_others(matrix, k):
    weights = ahp_weights(matrix).weights
    away = {
        (i, j): abs(np.log(matrix[i][j] * weights[j] / weights[i]))
        for i in range(len(matrix))
        for j in range(i + 1, len(matrix))
    }
    named = [away.pop((i, j)) for i, j, _ in inconsistent_pairs(matrix, k=k)]
    assert len(named) == k or max(away.values(), default=0) < 1e-8
    assert min(named, default=9) >= max(away.values(), default=0) - 1e-8


@st.composite
def panels(draw):
    order = draw(st.integers(2, 5))
    judgements = st.lists(judgement(), min_size=order * (order - 1) // 2, max_size=order * (order - 1) // 2)
    return [sheet(order, one) for one in draw(st.lists(judgements, min_size=1, max_size=4))]


@EXAMPLES
@given(panels(), st.data())
def test_experts_in_another_order_weigh_the_same(matrices, data):
    order = shuffled(data, len(matrices))
    weights = data.draw(st.lists(st.integers(1, 5), min_size=len(matrices), max_size=len(matrices)))
    one = ahp_group(matrices, expert_weights=weights)
    other = ahp_group([matrices[i] for i in order], expert_weights=[weights[i] for i in order])
    assert other.weights.tolist() == pytest.approx(one.weights.tolist(), rel=1e-10)
    assert [m.to_json() for m in other.members] == [one.members[i].to_json() for i in order]


@EXAMPLES
@given(panels())
def test_a_twin_expert_counts_as_double_weight(matrices):
    twin = ahp_group([*matrices, matrices[0]])
    double = ahp_group(matrices, expert_weights=[2, *[1] * (len(matrices) - 1)])
    assert twin.weights.tolist() == pytest.approx(double.weights.tolist(), rel=1e-10)


@EXAMPLES
@given(panels())
def test_the_weights_of_a_hierarchy_sum_to_one(matrices):
    criteria = consistent([1.0] * len(matrices))
    result = ahp_hierarchy(criteria, matrices)
    mean = np.mean([ahp_weights(matrix).weights for matrix in matrices], axis=0)
    assert result.weights.tolist() == pytest.approx(mean.tolist(), rel=1e-10)
    assert written_and_read(result).consistent is result.consistent


def weighed(function, table, directions):
    options = {"minimum_items": 2} if function is entropy_weights else {"directions": directions}
    try:
        return function(table, **options).weights
    except MethodError:
        return None


FUNCTIONS = st.sampled_from([entropy_weights, critic_weights])


@st.composite
def weightings(draw):
    """Give a function, a table that it takes, the directions and the weights."""
    function, table = draw(FUNCTIONS), draw(tables())
    directions = draw(st.lists(st.sampled_from([1, -1]), min_size=table.shape[1], max_size=table.shape[1]))
    weights = weighed(function, table, directions)
    assume(weights is not None)
    return function, table, directions, weights


@EXAMPLES
@given(weightings())
def test_weights_from_data_are_shares_of_one(drawn):
    *_, weights = drawn
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert (weights >= 0).all()


@EXAMPLES
@given(weightings(), st.data())
def test_items_in_another_order_give_the_same_weights(drawn, data):
    function, table, directions, weights = drawn
    again = weighed(function, table[shuffled(data, len(table))], directions)
    assert again.tolist() == pytest.approx(weights.tolist(), rel=1e-9, abs=1e-12)


@EXAMPLES
@given(weightings(), st.data())
def test_columns_in_another_order_carry_their_weights_along(drawn, data):
    function, table, directions, weights = drawn
    order = shuffled(data, table.shape[1])
    again = weighed(function, table[:, order], [directions[i] for i in order])
    assert again.tolist() == pytest.approx(weights[order].tolist(), rel=1e-9, abs=1e-12)


@EXAMPLES
@given(weightings(), st.data())
def test_another_unit_of_a_column_changes_no_weight(drawn, data):
    function, table, directions, weights = drawn
    unit = data.draw(
        st.lists(st.sampled_from([0.001, 0.5, 3.0, 1e6]), min_size=table.shape[1], max_size=table.shape[1])
    )
    again = weighed(function, table * unit, directions)
    assert again.tolist() == pytest.approx(weights.tolist(), rel=1e-9, abs=1e-12)


@EXAMPLES
@given(weightings(), st.integers(1, 100))
def test_a_column_of_equal_values_changes_no_other_weight(drawn, value):
    function, table, directions, weights = drawn
    again = weighed(function, np.insert(table, 0, value, axis=1), [1, *directions])
    assert again.tolist() == pytest.approx([0, *weights.tolist()], rel=1e-12)


@EXAMPLES
@given(weightings(), st.integers(1, 4))
def test_every_item_twice_leaves_the_entropy_information_in_proportion(drawn, times):
    _, table, directions, _ = drawn
    weights = weighed(entropy_weights, table, directions)
    assume(weights is not None)
    again = weighed(entropy_weights, np.repeat(table, times, axis=0), directions)
    assert again.tolist() == pytest.approx(weights.tolist(), rel=1e-9, abs=1e-12)


@EXAMPLES
@given(tables())
def test_all_directions_turned_round_leave_critic_alone(table):
    one, other = (weighed(critic_weights, table, [sign] * table.shape[1]) for sign in (1, -1))
    assume(one is not None)
    assert other.tolist() == pytest.approx(one.tolist(), rel=1e-9, abs=1e-12)


@EXAMPLES
@given(SHARES, st.floats(0, 1))
def test_combined_weights_lie_between_both(weights, share):
    other = weights[::-1]
    result = combine_weights(weights, other, subjective_share=share).weights
    low, high = np.minimum(weights, other), np.maximum(weights, other)
    assert ((result >= low - 1e-15) & (result <= high + 1e-15)).all()
    assert result.sum() == pytest.approx(1, abs=1e-12)


@EXAMPLES
@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=9).filter(any))
def test_normalised_weights_sum_to_one_in_proportion(weights):
    result = normalise_weights(weights)
    largest = int(np.argmax(weights))
    assert result.sum() == pytest.approx(1, abs=1e-12)
    assert result.tolist() == pytest.approx(
        [w / weights[largest] * result[largest] for w in weights], rel=1e-12
    )


@EXAMPLES
@given(tables(low=0, high=10), st.data())
def test_a_round_is_the_same_in_any_order_of_experts(scores, data):
    assume(scores.any(axis=0).all())
    one = delphi_round(scores, full_mark=10)
    other = delphi_round(scores[shuffled(data, len(scores))], full_mark=10)
    assert (one.stop, one.kendall_w) == (other.stop, other.kendall_w)
    assert other.cv.tolist() == pytest.approx(one.cv.tolist(), rel=1e-9, abs=1e-12)
    assert written_and_read(one).mean.tolist() == pytest.approx(scores.mean(axis=0).tolist())

"""Entropy and CRITIC: limits, constant columns, digits that hold, refusals."""

import numpy as np
import pytest

from methods.weighting.factory import cases_of, explained, written_and_read
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import critic_weights, entropy_weights

COHORT = np.random.default_rng(7).uniform(1, 100, (120, 4))
SMALL = cases_of("entropy_weights")[0].values[0]["inputs"]["matrix"]


def test_a_cohort_large_enough_is_weighed_without_a_warning():
    assert entropy_weights(COHORT).warnings == ()
    assert critic_weights(COHORT, [1, 1, -1, 1]).warnings == ()


def test_entropy_of_fewer_than_thirty_items_is_refused():
    with pytest.raises(MethodError, match="matrix: got 29 items, takes at least 30"):
        entropy_weights(COHORT[:29])


def test_entropy_of_fewer_than_a_hundred_items_warns():
    (warning,) = entropy_weights(COHORT[:99]).warnings
    assert warning == "Only 99 items: below 100 the weights swing with every item that comes or goes"


def test_a_lowered_limit_always_warns():
    warnings = entropy_weights(COHORT, minimum_items=29).warnings
    assert warnings == (
        "The smallest number of items was lowered from 30 to 29: for teaching and tests only",
    )
    assert len(entropy_weights(SMALL, minimum_items=2).warnings) == 2


@pytest.mark.parametrize("cell", [0, -1, -0.0])
def test_entropy_shifts_no_cell_that_is_zero_or_negative(cell):
    table = COHORT.copy()
    table[4, 2] = cell
    with pytest.raises(MethodError, match=r"matrix: got .* in row 5, column 3, takes positive numbers"):
        entropy_weights(table)


def test_critic_takes_three_items_and_warns_below_thirty():
    with pytest.raises(MethodError, match="matrix: got 2 items, takes at least 3"):
        critic_weights(COHORT[:2], [1, 1, 1, 1])
    (warning,) = critic_weights(COHORT[:29], [1, 1, 1, 1]).warnings
    assert warning == "Only 29 items: below 30 the weights swing with every item that comes or goes"


def weighed(function, table, *, names=None):
    directions = () if function is entropy_weights else ([1] * table.shape[1],)
    return function(table, *directions, names=names)


BOTH = pytest.mark.parametrize("function", [entropy_weights, critic_weights])


@BOTH
@pytest.mark.parametrize("value", [5.0, 0.1 + 0.2, 1e-300, 1e300])
def test_a_constant_column_has_no_weight_and_no_part_in_the_others(function, value):
    table = np.insert(COHORT, 1, value, axis=1)
    result = weighed(function, table)
    assert result.weights[1] == 0
    assert np.delete(result.weights, 1).tolist() == pytest.approx(
        weighed(function, COHORT).weights.tolist(), rel=1e-13
    )
    assert result.warnings == ("Column 2 has one value for all items: its weight is 0",)


@BOTH
def test_a_column_constant_but_for_rounding_is_constant(function):
    table = np.insert(COHORT, 0, 0.3, axis=1)
    table[3, 0] = 0.1 + 0.2
    assert weighed(function, table, names=list("abcde")).warnings == (
        "Column a has one value for all items: its weight is 0",
    )


@BOTH
def test_columns_that_are_all_constant_are_refused(function):
    with pytest.raises(MethodError, match="got the same value for all items in every column"):
        weighed(function, np.full((40, 2), 3.0))


@BOTH
def test_a_single_column_takes_all_the_weight(function):
    assert weighed(function, COHORT[:, :1]).weights.tolist() == [1]


def test_columns_that_all_move_together_tell_critic_nothing():
    table = np.column_stack([COHORT[:, 0], 3 * COHORT[:, 0] + 1])
    with pytest.raises(MethodError, match="got columns that all move together"):
        critic_weights(table, [1, 1])


def test_entropy_keeps_its_digits_where_columns_hardly_vary():
    narrow = 1 + 1e-6 * np.linspace(-1, 1, 50)
    wide = 1 + 2e-6 * np.linspace(-1, 1, 50)
    weights = entropy_weights(np.column_stack([narrow, wide])).weights
    assert weights.tolist() == pytest.approx([0.2, 0.8], rel=1e-6)


@pytest.mark.parametrize("scale", [1e-300, 1e-5, 1e305])
@BOTH
def test_very_large_and_small_quantities_are_weighed_alike(function, scale):
    assert weighed(function, COHORT * scale).weights.tolist() == pytest.approx(
        weighed(function, COHORT).weights.tolist(), rel=1e-9
    )


def test_a_range_wider_than_floats_divide_is_still_a_number():
    table = np.ones((40, 2))
    table[0] = [1e308, 2]
    table[1, 0] = 5e-324
    assert entropy_weights(table).weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("direction", [0, 2, -0.5])
def test_a_direction_is_one_of_two(direction):
    with pytest.raises(MethodError, match=r"directions: got .* for column 2, takes \+1"):
        critic_weights(COHORT, [1, direction, 1, 1])


def test_the_order_of_memory_does_not_matter():
    by_columns = entropy_weights(np.asfortranarray(COHORT)).weights
    assert by_columns.tolist() == pytest.approx(entropy_weights(COHORT).weights.tolist(), rel=1e-14)
    assert entropy_weights(COHORT.tolist()).to_json() == entropy_weights(COHORT).to_json()


def test_more_items_than_one_block_give_the_textbook_weights():
    table = np.random.default_rng(3).uniform(1, 100, (5000, 7))
    share = table / table.sum(axis=0)
    information = 1 + (share * np.log(share)).sum(axis=0) / np.log(5000)
    result = entropy_weights(table)
    assert result.information.tolist() == pytest.approx(information.tolist(), rel=1e-10)
    assert result.weights.tolist() == pytest.approx((information / information.sum()).tolist(), rel=1e-10)


@BOTH
def test_the_weights_are_explained_and_come_back_from_json(function):
    result = weighed(function, COHORT, names=["a", "b", "c", "d"])
    assert written_and_read(result).weights.tolist() == result.weights.tolist()
    assert [line.label for line in result.explanation.children] == ["a", "b", "c", "d"]
    assert all(total == pytest.approx(value, abs=1e-12) for value, total in explained(result.explanation))


@BOTH
def test_the_table_is_not_changed(function):
    table = COHORT.copy()
    table.setflags(write=False)
    weighed(function, table)
    assert (table == COHORT).all()

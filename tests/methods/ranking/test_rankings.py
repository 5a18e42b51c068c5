"""What each ranking says beyond its numbers: ties, warnings, compromise, explanation, JSON."""

import numpy as np
import pytest

from quanheng.methods import MethodError
from quanheng.methods.ranking import compare_rankings, dea_ccr, grey_relational, topsis, vikor

MATRIX = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
WEIGHTS, DIRECTIONS = [0.3, 0.4, 0.3], [1, 1, 1]
INPUTS, OUTPUTS = [[4, 3], [7, 3], [8, 1], [4, 2], [2, 4], [10, 1]], [[1], [1], [1], [1], [1], [2]]
TABLED = (topsis, vikor, grey_relational)
ALL = [
    pytest.param(lambda: topsis(MATRIX, WEIGHTS, DIRECTIONS), id="topsis"),
    pytest.param(lambda: vikor(MATRIX, WEIGHTS, DIRECTIONS), id="vikor"),
    pytest.param(lambda: grey_relational(MATRIX, WEIGHTS, DIRECTIONS), id="grey_relational"),
    pytest.param(lambda: dea_ccr(INPUTS, OUTPUTS), id="dea_ccr"),
    pytest.param(lambda: compare_rankings(MATRIX, WEIGHTS, DIRECTIONS), id="compare_rankings"),
]


def steps(step):
    yield step
    for child in step.children:
        yield from steps(child)


def added_up(step):
    return sum(child.contribution for child in step.children if child.contribution is not None)


def test_the_method_names_its_variant():
    assert topsis(MATRIX, WEIGHTS, DIRECTIONS, normalization="minmax").method == "TOPSIS, minmax"
    assert vikor(MATRIX, WEIGHTS, DIRECTIONS, v=0.25).method == "VIKOR, v 0.25"


@pytest.mark.parametrize("function", TABLED)
def test_equal_options_share_the_smaller_rank(function):
    assert function([[1, 2], [3, 4], [3, 4], [0, 1]], [0.5, 0.5], [1, 1]).ranks.tolist() == [3, 1, 1, 4]


def test_when_all_options_are_equal_topsis_gives_each_one_half_and_says_so():
    result = topsis([[1, 2]] * 3, [0.5, 0.5], [1, -1])
    assert result.scores.tolist() == [0.5] * 3
    assert "no column with a weight" in result.warnings[-1]


def test_options_that_differ_only_where_no_weight_stands_tie():
    result = topsis([[1, 2], [1, 3]], [1, 0], [1, 1])
    assert (result.scores.tolist(), result.ranks.tolist()) == ([0.5, 0.5], [1, 1])


@pytest.mark.parametrize("function", TABLED)
def test_a_constant_column_is_named(function):
    result = function([[1, 5], [2, 5]], [0.5, 0.5], [1, 1])
    assert result.warnings == ("matrix: column 2 is the same for all options and does not change the order",)


def test_a_column_of_zeros_divides_by_nothing():
    assert topsis([[0, 1], [0, 2]], [0.5, 0.5], [1, 1]).scores.tolist() == [0, 1]


def test_numbers_of_any_size_are_ranked():
    cells = [[1e308, -1e308, 3e-300], [-1e308, 1e308, 2e-300], [0.0, 0.0, 1e-300]]
    for function in TABLED:
        assert function(cells, WEIGHTS, DIRECTIONS).ranks.tolist() != [1, 1, 1]


def test_an_acceptable_and_stable_leader_is_the_compromise_alone():
    result = vikor([[9, 9], [1, 2], [2, 1]], [0.5, 0.5], [1, 1])
    assert (result.compromise, result.acceptable_advantage, result.acceptable_stability) == ((0,), True, True)


def test_without_an_acceptable_advantage_all_within_the_threshold_are_the_compromise():
    result = vikor([[9, 9], [9, 8.9], [1, 1], [1, 2]], [0.5, 0.5], [1, 1])
    assert (result.compromise, result.acceptable_advantage) == ((0, 1), False)


def test_an_unstable_leader_shares_the_compromise_with_the_second():
    cells = [[3, 7, 2], [2, 4, 0], [9, 0, 3], [3, 8, 9], [5, 2, 0]]
    result = vikor(cells, [0.5, 0.3, 0.2], [1, 1, 1])
    assert (result.acceptable_advantage, result.acceptable_stability) == (True, False)
    assert result.compromise == (2, 3)


def test_the_ranks_of_dea_tie_all_efficient_units():
    result = dea_ccr([[4, 3], [7, 3], [8, 1], [4, 2], [2, 4], [10, 1]], [[1]] * 6)
    assert result.ranks.tolist() == [5, 6, 1, 1, 1, 1]


def test_peers_and_shares_stand_behind_an_efficiency():
    result = dea_ccr([[4, 3], [7, 3], [8, 1], [4, 2], [2, 4], [10, 1]], [[1]] * 6)
    assert result.peers[1] @ np.array([4, 7, 8, 4, 2, 10]) == pytest.approx(7 * result.scores[1])
    assert result.output_shares.sum(axis=1) == pytest.approx(result.scores)


def test_few_units_are_warned_of():
    assert "below 9 units" in dea_ccr([[1], [2]], [[1, 2], [2, 1]]).warnings[-1]


def test_a_column_too_wide_for_the_solver_is_refused():
    with pytest.raises(MethodError, match="column 1 spans more than six orders of magnitude"):
        dea_ccr([[1e-7], [1]], [[1], [1]])


@pytest.mark.parametrize("argument", ["inputs", "outputs"])
def test_a_unit_of_zeros_is_refused(argument):
    given = {"inputs": [[1, 1], [2, 2]], "outputs": [[1, 1], [2, 2]]} | {argument: [[1, 1], [0, 0]]}
    with pytest.raises(MethodError, match=f"{argument}: got only zeros in row 2"):
        dea_ccr(**given)


def test_a_negative_input_is_refused_with_its_place():
    with pytest.raises(MethodError, match=r"inputs: got -1.0 in row 2, column 1, takes a number that is not"):
        dea_ccr([[1], [-1]], [[1], [1]])


def test_as_many_outputs_as_inputs_are_asked_for():
    with pytest.raises(MethodError, match="outputs: got 1 units, takes 2 as in inputs"):
        dea_ccr([[1], [2]], [[1]])


@pytest.mark.parametrize("function", TABLED)
def test_one_option_is_nothing_to_rank(function):
    with pytest.raises(MethodError, match="got one option, takes at least two"):
        function([[1, 2]], [0.5, 0.5], [1, 1])


def test_one_unit_is_nothing_to_compare():
    with pytest.raises(MethodError, match="got one unit"):
        dea_ccr([[1]], [[1]])


def test_weights_are_not_normalised_in_silence():
    with pytest.raises(MethodError, match=r"weights: got a sum of 0.75"):
        topsis(MATRIX, [0.25, 0.25, 0.25], DIRECTIONS)


@pytest.mark.parametrize("act", ALL)
def test_every_option_stands_in_the_explanation(act):
    result = act()
    assert len(result.explanation.children) >= 3
    assert all(step.label for step in steps(result.explanation))


@pytest.mark.parametrize("function", [grey_relational, topsis])
def test_criteria_add_up_to_what_they_explain(function):
    for option in function(MATRIX, WEIGHTS, DIRECTIONS).explanation.children:
        for step in steps(option):
            if any(child.contribution is not None for child in step.children):
                assert added_up(step) == pytest.approx(step.value, abs=1e-12)


def test_both_terms_add_up_to_q():
    for option in vikor(MATRIX, WEIGHTS, DIRECTIONS).explanation.children:
        assert added_up(option) == pytest.approx(option.value)
        assert added_up(option.children[0]) == pytest.approx(option.children[0].value)


def test_outputs_add_up_to_an_efficiency():
    for unit in dea_ccr(INPUTS, OUTPUTS).explanation.children:
        assert added_up(unit) == pytest.approx(unit.value)


@pytest.mark.parametrize("act", ALL)
def test_a_result_survives_its_json(act):
    result = act()
    again = type(result).from_json(result.to_json())
    assert again.to_json() == result.to_json()
    assert again.explanation == result.explanation


def test_arguments_are_not_changed():
    cells, weights = np.array(MATRIX, float), np.array(WEIGHTS)
    kept = cells.copy(), weights.copy()
    for function in TABLED:
        function(cells, weights, np.array(DIRECTIONS))
    dea_ccr(cells, cells)
    assert (cells == kept[0]).all()
    assert (weights == kept[1]).all()


def test_a_result_does_not_follow_a_later_change_of_the_argument():
    cells, weights = np.array(MATRIX, float), np.array(WEIGHTS)
    results = [function(cells, weights, DIRECTIONS) for function in TABLED]
    before = [result.to_json() for result in results]
    cells *= 2
    weights *= 2
    assert [result.to_json() for result in results] == before


@pytest.mark.parametrize("function", TABLED)
def test_lists_tuples_ints_and_arrays_give_the_same(function):
    forms = [MATRIX, tuple(map(tuple, MATRIX)), np.array(MATRIX), np.array(MATRIX, np.float32)]
    assert len({function(form, WEIGHTS, DIRECTIONS).to_json() for form in forms}) == 1


def test_a_comparison_is_headed_as_a_reference_and_measures_agreement():
    result = compare_rankings(MATRIX, WEIGHTS, DIRECTIONS)
    assert result.heading.startswith("For reference only")
    assert (result.kendall_w, result.ranks.tolist()) == (1, [[3, 2, 1, 4]] * 3)
    assert result.p_value == pytest.approx(0.0293, abs=5e-5)


def test_methods_that_crown_different_options_are_warned_of():
    result = compare_rankings([[1, 3000], [2, 3750], [5, 4500]], [0.5, 0.5], [-1, 1])
    assert result.methods[0] == "TOPSIS, vector"
    assert result.warnings == ("The methods do not agree on the first rank",)


def test_there_is_no_agreement_to_measure_where_nothing_differs():
    result = compare_rankings([[1, 2]] * 3, [0.5, 0.5], [1, 1])
    assert (result.kendall_w, result.p_value) == (None, None)
    assert "there is no agreement to measure" in result.warnings[-1]

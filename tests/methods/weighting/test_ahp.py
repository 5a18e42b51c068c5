"""One sheet of judgements: weights, consistency, repairs, gaps, refusals."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from methods.weighting.factory import cases_of, consistent, exact, explained, sheet, written_and_read
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import AHPResult, ahp_weights, inconsistent_pairs

SCHOOLS = exact(cases_of("ahp_weights", kind="negative")[0].values[0]["inputs"]["matrix"])
TRUE = [0.5, 0.3, 0.2]


@pytest.mark.clause("H-14.3")
@pytest.mark.parametrize("prioritization", ["eigenvector", "geometric"])
def test_judgements_that_follow_from_weights_give_the_weights_back(prioritization):
    result = ahp_weights(consistent(TRUE), prioritization=prioritization)
    assert result.weights.tolist() == pytest.approx(TRUE, abs=1e-15)
    assert (result.consistency_ratio, result.consistent) == (pytest.approx(0, abs=1e-14), True)
    assert result.warnings == ()


def test_every_way_to_write_a_number_gives_the_same_result():
    third = [[1, Fraction(3), 2], [Fraction(1, 3), Decimal(1), 1], [0.5, 1, np.float32(1)]]
    array = np.array([[1, 3, 2], [1 / 3, 1, 1], [1 / 2, 1, 1]])
    assert ahp_weights(third).to_json() == ahp_weights(array).to_json()
    assert ahp_weights(tuple(map(tuple, third))).to_json() == ahp_weights(array).to_json()


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ({}, "AHP eigenvector, RI Saaty 1980"),
        ({"prioritization": "geometric"}, "AHP geometric, RI Saaty 1980"),
        ({"random_index": "textbook_cn"}, "AHP eigenvector, RI textbook_cn"),
    ],
)
def test_the_method_names_variant_and_table(options, method):
    assert ahp_weights(consistent(TRUE), **options).method == method


@pytest.mark.parametrize(("order", "weights"), [(1, [1.0]), (2, [0.8, 0.2])])
def test_one_or_two_items_cannot_contradict_each_other(order, weights):
    result = ahp_weights(consistent(weights))
    assert result.weights.tolist() == pytest.approx(weights, abs=1e-15)
    assert (result.consistency_index, result.consistency_ratio, result.consistent) == (0, 0, True)


def test_an_inconsistent_sheet_is_left_as_it_is_and_its_three_worst_judgements_are_named():
    result = ahp_weights(SCHOOLS)
    assert result.consistent is False
    assert result.warnings == (
        (
            "The judgements contradict each other: consistency ratio 0.2290, takes less than 0.10. They disagree "
            "most in (judged → would fit) 1 : 3 = 3 → 9.23; 2 : 5 = 1/5 → 1/1.7; 4 : 6 = 1/3 → 1/1.08"
        ),
    )


def test_the_worst_judgements_are_named_as_the_items_are():
    result = ahp_weights(SCHOOLS, names=["learning", "friends", "life", "work", "college", "music"])
    assert "learning : life = 3 → 9.23" in result.warnings[0]
    assert [line.label for line in result.explanation.children[:3]] == ["learning", "friends", "life"]


def test_the_worst_pairs_come_with_the_value_that_would_fit():
    weights = ahp_weights(SCHOOLS).weights
    pairs = inconsistent_pairs(SCHOOLS)
    assert [pair[:2] for pair in pairs] == [(0, 2), (1, 4), (3, 5)]
    assert pairs[0][2] == pytest.approx(weights[0] / weights[2], rel=1e-12)


@pytest.mark.parametrize(("k", "count"), [(1, 1), (15, 15), (100, 15)])
def test_as_many_pairs_are_named_as_asked_and_there_are(k, count):
    assert len(inconsistent_pairs(SCHOOLS, k=k)) == count


def test_a_consistent_sheet_has_no_inconsistent_pair():
    assert inconsistent_pairs(consistent([0.4, 0.3, 0.2, 0.1])) == []


def test_putting_the_fitting_value_in_lowers_the_ratio():
    (i, j, fit), *_ = inconsistent_pairs(SCHOOLS)
    better = [list(row) for row in SCHOOLS]
    better[i][j], better[j][i] = fit, 1 / fit
    assert ahp_weights(better).consistency_ratio < ahp_weights(SCHOOLS).consistency_ratio


def test_reciprocals_typed_by_hand_are_repaired_from_the_upper_triangle_with_a_warning():
    typed = [[1, 3, 7], [0.33, 1, 3], [0.14, 1 / 3, 1]]
    result = ahp_weights(typed)
    assert (
        result.weights.tolist() == ahp_weights([[1, 3, 7], [1 / 3, 1, 3], [1 / 7, 1 / 3, 1]]).weights.tolist()
    )
    assert result.warnings == (
        "Row 2, column 1: got 0.33, used 0.333333, the reciprocal of the opposite cell",
        "Row 3, column 1: got 0.14, used 0.142857, the reciprocal of the opposite cell",
    )


def test_rounding_of_the_machine_is_not_worth_a_word():
    assert ahp_weights([[1, 3], [0.3333333, 1]]).warnings == ()


def test_a_missing_judgement_is_bridged_by_the_others():
    result = ahp_weights([[1, 2, None], [0.5, 1, 3], [None, 1 / 3, 1]])
    assert result.weights.tolist() == pytest.approx([0.6, 0.3, 0.1], abs=1e-14)
    assert (result.consistency_ratio, result.consistent) == (None, None)
    assert result.method == "AHP eigenvector, incomplete judgements (Harker 1987)"


def test_a_chain_of_fifteen_items_settles():
    weights = np.array([1.5**n for n in range(15)])
    chain = [
        [a / b if abs(i - j) < 2 else None for j, b in enumerate(weights)] for i, a in enumerate(weights)
    ]
    assert ahp_weights(chain).weights.tolist() == pytest.approx(weights / weights.sum(), rel=1e-12)


def test_an_incomplete_sheet_that_contradicts_itself_still_names_its_worst_pair():
    ring = sheet(4, [2, None, 1 / 2, 2, None, 2])
    assert [(i, j) for i, j, _ in inconsistent_pairs(ring)] == [(0, 1), (0, 3), (1, 2)]
    assert inconsistent_pairs(ring, k=1)[0][2] < 2


def test_extreme_judgements_stay_numbers():
    result = ahp_weights(consistent([1e-8, 1.0]))
    assert result.weights.tolist() == pytest.approx([1e-8, 1.0], rel=1e-7)


REFUSED = {
    "diagonal": ([[2, 1], [1, 1]], "matrix: got 2 in row 1, column 1, takes 1 on the diagonal"),
    "no reciprocal": (
        [[1, 3], [0.4, 1]],
        "matrix: got 3 in row 1, column 2 and 0.4 in row 2, column 1, takes reciprocals",
    ),
    "negative": (
        [[1, -3], [-1 / 3, 1]],
        "matrix: got -3 in row 1, column 2, takes a positive judgement up to 10^9",
    ),
    "zero": ([[1, 0], [0, 1]], "matrix: got 0 in row 1, column 2, takes a positive judgement up to 10^9"),
    "nan": ([[1, float("nan")], [1, 1]], "matrix: got nan in row 1, column 2, takes a finite number"),
    "text": ([[1, "3"], [1, 1]], "matrix: got '3' in row 1, column 2, takes a finite number"),
    "bool": ([[1, 1], [True, 1]], "matrix: got True in row 2, column 1, takes a finite number"),
    "half a pair": (
        [[1, 2], [None, 1]],
        "matrix: got None in row 2, column 1 only, takes None in both cells of a pair or in neither",
    ),
    "empty diagonal": ([[None]], "matrix: got None in row 1, column 1, takes a finite number"),
    "not square": (
        [[1, 2, 3], [0.5, 1, 2]],
        "matrix: got 3 values in row 1, takes a square table with 2 in each",
    ),
    "ragged": ([[1, 2], [0.5]], "matrix: got 1 values in row 2, takes a square table with 2 in each"),
    "empty": ([], "matrix: got an empty table, takes rows of numbers"),
    "apart": (
        [[1, 2, None], [0.5, 1, None], [None, None, 1]],
        "matrix: no judgement connects item 3 with item 1, takes judgements that connect all items",
    ),
    "sixteen": (np.ones((16, 16)), "matrix: got 16 items, takes at most 15 to compare in pairs"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("function", [ahp_weights, inconsistent_pairs])
def test_a_sheet_that_is_none_is_refused_with_its_place(function, kind):
    matrix, text = REFUSED[kind]
    with pytest.raises(MethodError) as refusal:
        function(matrix)
    assert str(refusal.value) == text


def test_gaps_take_the_eigenvector():
    with pytest.raises(MethodError, match='takes them with prioritization="eigenvector" only'):
        ahp_weights([[1, 2, None], [0.5, 1, 3], [None, 1 / 3, 1]], prioritization="geometric")


def test_judgements_too_contradictory_to_settle_are_refused():
    wild = sheet(4, [1, 1e-8, 1e6, 1e-6, 1, 1])
    with pytest.raises(MethodError, match="do not settle in 10000 steps"):
        ahp_weights(wild)


@pytest.mark.parametrize("matrix", [SCHOOLS, sheet(4, [2, None, 1 / 2, 2, None, 2])])
def test_every_weight_is_the_sum_of_what_its_judgements_add(matrix):
    lines = ahp_weights(matrix).explanation.children[: len(matrix)]
    for line in lines:
        assert sum(child.contribution for child in line.children) == pytest.approx(line.value, abs=1e-12)
    judged = [cell for cell in matrix[0] if cell is not None]
    assert [child.value for child in lines[0].children] == pytest.approx([float(cell) for cell in judged])


def test_geometric_weights_show_their_judgements_without_adding_them():
    result = ahp_weights(SCHOOLS, prioritization="geometric")
    assert {child.contribution for child in result.explanation.children[0].children} == {None}


def test_every_figure_is_explained_and_comes_back_from_json():
    result = ahp_weights(SCHOOLS)
    again = written_and_read(result)
    assert isinstance(again, AHPResult)
    assert again.weights.tolist() == result.weights.tolist()
    assert again.explanation == result.explanation
    assert again.warnings[0].values["ratio"] == "0.2290"
    assert all(total == pytest.approx(value, abs=1e-12) for value, total in explained(result.explanation))


def test_the_sheet_is_not_changed():
    given = np.array([[1, 3], [0.33, 1]])
    ahp_weights(given)
    assert given.tolist() == [[1, 3], [0.33, 1]]

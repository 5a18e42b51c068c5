"""Flags: what people should look at; nothing is dropped for them."""

import pytest

from methods.scoring.factory import leaf, one_leaf, panel, sheet, tree
from quanheng.methods.scoring import Rules, evaluate

SEVEN = Rules(certified_experts=3, samples=0)


def flags(points, rules=SEVEN):
    return one_leaf(points, rules=rules).flags


def test_a_calm_panel_raises_no_flag():
    assert flags([80, 81, 82, 83, 84]) == ()


@pytest.mark.parametrize(("experts", "few"), [(6, True), (7, False)])
def test_fewer_than_seven_experts_give_a_reference_grade_only(experts, few):
    assert ("few_experts" in flags([80] * experts, rules=Rules())) is few


def test_an_expert_who_only_abstains_is_not_counted():
    assert "few_experts" in flags([80] * 6 + ["abstained"], rules=Rules())


def test_the_outlier_of_the_domain_book_is_asked_for_a_reason():
    result = one_leaf([92, 88, 85, 90, 61, 87, 89], rules=SEVEN)
    assert [flag for flag in result.flags if flag.startswith("outlier")] == ["outlier:C5/x"]


def test_a_tenth_of_a_point_beside_equal_marks_is_no_outlier():
    assert flags([80, 80, 80, 80, 80.1]) == ()


def test_a_lone_dissenter_beside_equal_marks_is_an_outlier():
    assert "outlier:C5/x" in flags([80, 80, 80, 80, 20])


def test_another_grade_under_another_average_is_said():
    assert "average_matters" in flags([91, 91, 91, 91, 60])


def test_a_grade_that_hangs_on_one_expert_is_said():
    rules = Rules(certified_experts=3, aggregation="mean")
    assert [flag for flag in flags([88, 89, 89, 97], rules) if flag.startswith("decisive")] == ["decisive:C4"]


def test_an_expert_left_out_below_the_minimum_is_not_decisive():
    assert flags([80, 81, 82]) == ()


def test_the_same_points_everywhere_are_said():
    leaves = [leaf(name, weight=0.25, role="competitive") for name in "abcd"]
    marks = [
        mark for name in "abcd" for mark in sheet([80, 70 + ord(name) % 5, 75 + ord(name) % 3], "C", name)
    ]
    result = evaluate(tree(*leaves), panel(3), marks, rules=SEVEN)
    assert "constant:C1" in result.flags
    assert "constant:C2" not in result.flags


def whole_sheets(rows):
    """Evaluate one row of points per expert on four leaves."""
    leaves = [leaf(name, weight=0.25, role="competitive") for name in "abcd"]
    marks = [mark for i, name in enumerate("abcd") for mark in sheet([row[i] for row in rows], "C", name)]
    return evaluate(tree(*leaves), panel(len(rows)), marks, rules=SEVEN)


def test_a_whole_sheet_far_from_the_others_is_said():
    calm = [[80, 70, 75, 85], [82, 71, 74, 84], [79, 72, 76, 86], [81, 69, 75, 85]]
    found = whole_sheets([*calm, [95, 88, 93, 99]])
    assert [flag for flag in found.flags if flag.startswith("bias")] == ["bias:C5"]
    assert not [flag for flag in whole_sheets(calm).flags if flag.startswith("bias")]


def test_a_sheet_that_differs_both_ways_is_not_biased():
    calm = [[80, 70, 75, 85], [82, 71, 74, 84], [79, 72, 76, 86], [81, 69, 75, 85]]
    found = whole_sheets([*calm, [95, 55, 90, 70]])
    assert "bias:C5" not in found.flags


@pytest.mark.parametrize(("points", "split"), [(70, False), (69.9, True)])
def test_sides_more_than_fifteen_apart_are_said(points, split):
    result = evaluate(tree(leaf()), panel(3, 3), sheet([85] * 3) + sheet([points] * 3, "A"))
    assert ("split_opinion" in result.flags) is split


def test_a_side_without_weight_is_not_missed():
    rules = Rules(certified_experts=3, samples=0, role_weights=(("competitive", 1), ("authoritative", 0)))
    assert evaluate(tree(leaf()), panel(3), sheet([80, 81, 82]), rules=rules).flags == ()

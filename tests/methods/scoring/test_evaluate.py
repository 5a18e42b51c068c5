"""What one evaluation concludes: sums, sides, values, coverage, averages."""

import pytest

from methods.scoring.factory import LOOSE, group, leaf, measured, one_leaf, panel, sheet, tree
from quanheng.methods.scoring import Fact, Indicator, Mark, Panelist, Rules, evaluate

EXAMPLE = [92, 88, 85, 90, 61, 87, 89]
MIXED = tree(
    leaf("novelty", weight=0.5, role="competitive"),
    leaf("team", weight=0.3, role="authoritative"),
    measured("strength", weight=0.2, role="competitive"),
)
MARKS = sheet([80, 84, 88], "C", "novelty") + sheet([70, 70, 76], "A", "team")
STRENGTH = {"strength": Fact(value=30, unit="MPa")}


@pytest.mark.clause("H-14.4")
def test_bands_and_anchors_give_one_score():
    result = evaluate(MIXED, panel(3, 3), MARKS, STRENGTH)
    assert (result.score, result.grade) == (79.6, "B")


def test_each_side_has_its_own_conclusion():
    result = evaluate(MIXED, panel(3, 3), MARKS, STRENGTH)
    assert (result.competitive, result.authoritative) == pytest.approx(((0.5 * 84 + 0.2 * 80) / 0.7, 72))


@pytest.mark.clause("H-14.3")
def test_weights_set_for_the_case_decide_the_sum():
    swapped = tree(leaf("a", weight=0.9, role="competitive"), leaf("b", weight=0.1, role="competitive"))
    marks = sheet([100, 100, 100], "C", "a") + sheet([50, 50, 50], "C", "b")
    assert evaluate(swapped, panel(3), marks).score == 95


def test_the_example_of_the_domain_book_comes_out():
    node = one_leaf(EXAMPLE).by_node["x"]
    found = (node.n, round(node.mean, 2), round(node.trimmed, 2), round(node.sd, 2), node.low, node.high)
    assert found == (7, 84.57, 87.8, 10.63, 61, 92)


@pytest.mark.parametrize(("aggregation", "score"), [("trimmed", 87.8), ("mean", 84.57), ("median", 88)])
def test_the_rule_chooses_the_average(aggregation, score):
    assert one_leaf(EXAMPLE, rules=Rules(aggregation=aggregation)).score == score


def test_huber_limits_a_far_mark_to_the_cut():
    cut = 1.345 * 2 / 0.6745  # the median absolute deviation from 84 is 2; 100 counts as μ + cut
    result = one_leaf([82, 83, 84, 87, 100], rules=Rules(aggregation="huber"))
    assert result.raw_score == pytest.approx((82 + 83 + 84 + 87 + cut) / 4, abs=1e-9)


def test_huber_of_equal_marks_is_their_value():
    assert one_leaf([0.1, 0.1, 0.1, 0.1, 99], rules=Rules(aggregation="huber")).score == 0.1


def test_a_pack_may_trim_from_seven_only():
    assert one_leaf(EXAMPLE[:6], rules=Rules(trim_from=7)).score == 83.83


def test_a_heavier_expert_counts_more():
    members = [
        Panelist(id=f"C{i}", role="competitive", weight=weight) for i, weight in enumerate((1, 1, 2), 1)
    ]
    result = evaluate(tree(leaf(role="competitive")), members, sheet([60, 60, 100]))
    assert (result.score, result.warnings) == (80, ("panel: a reliability other than 1 is set for C3",))


def test_of_tied_extremes_the_lighter_expert_is_dropped():
    weights = {"C1": 2, "C2": 1, "C3": 1, "C4": 1, "C5": 1}
    members = [Panelist(id=name, role="competitive", weight=weight) for name, weight in weights.items()]
    result = evaluate(tree(leaf(role="competitive")), members, sheet([90, 90, 80, 70, 60]))
    assert result.score == (2 * 90 + 80 + 70) / 4


def test_too_few_marks_are_insufficient():
    result = one_leaf([80, 90])
    node = result.by_node["x"]
    assert (result.score, node.score, node.status, node.n, node.coverage) == (
        None,
        None,
        "insufficient",
        2,
        0,
    )


def test_nothing_assessed_has_no_score_and_no_grade():
    result = evaluate(MIXED, panel(3, 3), [])
    assert (result.score, result.raw_score, result.grade, result.coverage) == (None, None, "", 0)
    assert "not_concluded" in result.flags


def test_low_coverage_shows_the_score_without_a_grade():
    result = evaluate(MIXED, panel(3, 3), MARKS[:3])
    assert (result.score, result.coverage, result.grade) == (84, 0.5, "")
    assert "not_concluded" in result.flags


def test_coverage_at_the_minimum_is_enough():
    result = evaluate(MIXED, panel(3, 3), MARKS)
    assert (result.coverage, result.grade) == (0.8, "B")


def test_a_group_is_partial_when_a_leaf_is_silent():
    pair = tree(group("g"), leaf("a", parent="g", weight=0.9), leaf("b", parent="g", weight=0.1))
    result = evaluate(pair, panel(3), sheet([80, 80, 80], "C", "a"))
    node = result.by_node["g"]
    assert (node.score, node.coverage, node.status, node.contribution) == (80, 0.9, "partial", 80)


def test_one_silent_side_leaves_the_other_and_a_flag():
    result = evaluate(tree(leaf()), panel(3, 3), sheet([80, 80, 80]))
    assert (result.score, result.authoritative) == (80, None)
    assert "single_role:x" in result.flags


@pytest.mark.clause("M-1.2")
def test_all_five_values_stand_and_an_unfed_one_is_not_evaluated():
    shared = tree(
        leaf("a", weight=0.6, role="competitive", values={"technical": 0.5, "economic": 0.5}),
        leaf("b", weight=0.4, role="competitive", values={"economic": 1}),
    )
    result = evaluate(shared, panel(3), sheet([90] * 3, "C", "a") + sheet([60] * 3, "C", "b"))
    found = {value: part.score for value, part in result.by_value.items()}
    economic = (0.3 * 90 + 0.4 * 60) / 0.7
    assert found == pytest.approx(
        {"scientific": None, "technical": 90, "economic": economic, "social": None, "cultural": None}
    )


@pytest.mark.clause("M-1.2")
def test_the_shares_of_the_five_values_add_up_to_the_tree():
    shares = {"scientific": 0.2, "technical": 0.2, "economic": 0.2, "social": 0.2, "cultural": 0.2}
    result = one_leaf([80, 80, 80], values=shares)
    assert sum(part.weight for part in result.by_value.values()) == pytest.approx(1)


def test_a_performance_lead_leaf_is_not_assessed_without_a_comparison():
    pair = tree(leaf("x", weight=0.8, role="competitive"), leaf("l", weight=0.2, kind="lead"))
    result = evaluate(pair, panel(3), sheet([80, 80, 80]))
    assert (result.score, result.coverage, result.by_node["l"].status) == (80, 0.8, "not_assessed")


def test_an_unused_fact_is_sealed_and_warned_of():
    marked = (tree(leaf()), panel(3), sheet([80, 80, 80]))
    with_fact = evaluate(*marked, {"colour": Fact(value=1)})
    assert with_fact.warnings == ("facts: not used by this tree: colour",)
    assert with_fact.fingerprint != evaluate(*marked).fingerprint


def test_adding_an_indicator_of_weight_zero_changes_nothing():
    more = tree(leaf("x", role="competitive"), leaf("z", weight=0, role="competitive"))
    result = evaluate(more, panel(3), sheet([80, 82, 84]) + sheet([1, 1, 1], "C", "z"))
    assert result.score == 82


def test_only_marks_for_a_weightless_leaf_assess_nothing():
    more = tree(leaf("x"), leaf("z", weight=0))
    assert evaluate(more, panel(1), [Mark(expert="C1", indicator="z", points=5)], rules=LOOSE).score is None


def test_the_method_names_the_variant():
    assert one_leaf([80] * 3).method == "anchored indicator tree, trimmed mean (drop 1 from 5)"


def test_indicators_may_stand_in_any_order():
    nodes = (Indicator(id="x", parent="g", role="competitive"), group("g"))
    scores = {evaluate(tree(*order), panel(3), sheet([80] * 3)).score for order in (nodes, nodes[::-1])}
    assert scores == {80}

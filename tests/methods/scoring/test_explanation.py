"""From the score down to each coded expert, one step per click."""

import pytest

from methods.scoring.factory import leaf, measured, one_leaf, panel, sheet, tree
from quanheng.methods.scoring import Fact, Gate, Mark, Panelist, evaluate


def find(step, *labels):
    for label in labels:
        step = next(child for child in step.children if child.label == label)
    return step


def lines(step):
    return [(child.label, child.value, child.contribution) for child in step.children]


def test_the_way_leads_from_the_score_to_the_coded_expert():
    result = one_leaf([80, 90, 85], title="Route novelty")
    step = find(result.explanation, "Route novelty", "Competitive evaluation", "C2")
    assert (step.value, step.contribution, step.sources) == (90, pytest.approx(30), ("C2/x/1",))


def test_the_label_is_the_title_or_else_the_id():
    assert one_leaf([80, 80, 80]).explanation.children[0].label == "x"


def test_rounding_is_a_line_of_its_own():
    result = one_leaf([89.99, 89.99, 90.005])
    assert find(result.explanation, "Rounding").contribution == pytest.approx(0.005)


def test_dropped_marks_stay_visible_with_a_note():
    side = find(one_leaf([85, 60, 95, 80, 90]).explanation, "x", "Competitive evaluation")
    dropped = {
        child.label: (child.rule, child.contribution) for child in side.children if not child.contribution
    }
    assert dropped == {"C2": ("lowest mark dropped", 0), "C3": ("highest mark dropped", 0)}


def test_tied_extremes_are_one_lowest_and_one_highest():
    side = find(one_leaf([80] * 5).explanation, "x", "Competitive evaluation")
    assert sorted(child.rule for child in side.children if not child.contribution) == [
        "highest mark dropped",
        "lowest mark dropped",
    ]


def test_an_abstention_shows_its_reason():
    marks = [
        *sheet([80, 80, 80]),
        Mark(expert="C4", indicator="x", status="abstained", reason="not my field"),
    ]
    result = evaluate(tree(leaf(role="competitive")), panel(4), marks)
    step = find(result.explanation, "x", "Competitive evaluation", "C4")
    assert (step.value, step.rule, step.contribution) == ("Abstained", "not my field", 0)


def test_a_silent_expert_is_missing():
    result = evaluate(tree(leaf(role="competitive")), panel(4), sheet([80, 80, 80]))
    assert find(result.explanation, "x", "Competitive evaluation", "C4").value == "Missing"


def test_an_unassessed_leaf_stays_visible_with_the_reason():
    pair = tree(leaf("x", weight=0.5, role="competitive"), measured(weight=0.5))
    result = evaluate(pair, panel(3), sheet([80, 80]))
    found = {
        child.label: (child.value, child.rule, child.contribution)
        for child in result.explanation.children[:2]
    }
    assert found == {
        "x": ("not assessed", "too few valid marks", 0),
        "m": ("not assessed", "no measured value given", 0),
    }


def test_the_shortage_of_marks_is_counted():
    side = find(one_leaf([80, 80]).explanation, "x", "Competitive evaluation")
    assert (side.value, side.rule) == ("not assessed", "2 valid marks, the rule asks for 3")


def test_nothing_assessed_is_said_at_the_top():
    root = evaluate(tree(), panel(1), []).explanation
    assert (root.value, find(root, "Grade").value) == ("not assessed", "no conclusion")


def test_a_measured_leaf_shows_quantity_anchors_and_evidence():
    result = evaluate(tree(measured()), panel(1), [], {"m": Fact(value=30, unit="MPa", sources=("E-7",))})
    step = find(result.explanation, "m", "Measured value")
    assert (step.value, step.unit, step.rule, step.sources, step.contribution) == (
        30,
        "MPa",
        "10 → 0, 20 → 60, 40 → 100",
        ("E-7",),
        80,
    )


def test_an_earlier_round_stays_in_the_explanation():
    again = Mark(expert="C1", indicator="x", points=90, round=2)
    result = evaluate(tree(leaf(role="competitive")), panel(3), [again, *sheet([60, 90, 90])])
    side = find(result.explanation, "x", "Competitive evaluation")
    assert (lines(side)[-1], side.children[-1].rule) == (("C1", 60, 0), "round 1, replaced by round 2")


def test_an_expert_of_reliability_zero_is_shown_and_not_counted():
    members = [*panel(3), Panelist(id="C4", role="competitive", weight=0)]
    result = evaluate(tree(leaf(role="competitive")), members, sheet([80, 80, 80, 20]))
    step = find(result.explanation, "x", "Competitive evaluation", "C4")
    assert (step.value, step.contribution, step.rule) == (20, 0, "reliability 0, not counted")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"margin": Fact(value=1)}, "no grade above C"),
        ({"margin": Fact(value=2)}, "does not apply"),
        ({}, "fact missing, grade withheld"),
    ],
)
def test_a_gate_says_what_it_did(facts, said):
    gate = Gate(id="g", fact="margin", op="<", limit=1.5, effect="cap", grade="C", text="Safety margin")
    result = evaluate(tree(leaf(role="competitive"), gates=(gate,)), panel(3), sheet([95] * 3), facts)
    step = find(result.explanation, "Safety margin")
    assert (step.value, step.rule, step.contribution) == (said, "margin < 1.5", None)


def test_a_failing_gate_says_so():
    gate = Gate(id="g", fact="margin", op="<", limit=1.5, effect="fail")
    result = evaluate(
        tree(leaf(role="competitive"), gates=(gate,)), panel(3), sheet([95] * 3), {"margin": Fact(value=1)}
    )
    assert find(result.explanation, "g").value == "lowest grade"


def test_labels_can_be_translated():
    assert find(one_leaf([80, 80]).explanation, "x", "Competitive evaluation").rule.values == {
        "count": 2,
        "least": 3,
    }


def test_below_the_trimming_count_the_mean_is_named():
    side = find(one_leaf([80, 80, 80]).explanation, "x", "Competitive evaluation")
    assert side.rule == "Mean; trimmed only from 5 valid marks on"

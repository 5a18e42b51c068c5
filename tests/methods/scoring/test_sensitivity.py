"""What a score hangs on: every row computed as if the change were real."""

import random
from dataclasses import replace

import pytest

from methods.scoring.factory import BANDS, LOOSE, group, leaf, measured, panel, random_case, sheet, tree
from quanheng.methods.scoring import Fact, Flip, Gate, Mark, Rules, Swing, evaluate

PLAIN = Rules(samples=0)
PAIR = tree(leaf("x", weight=0.75, role="competitive"), leaf("y", weight=0.25, role="competitive"))
MARKS = sheet([80, 85, 90]) + sheet([70, 70, 70], "C", "y")


def looked_at(given=PAIR, marks=MARKS, experts=3, facts=None, rules=PLAIN):
    return evaluate(given, panel(experts), marks, facts, rules=rules).sensitivity


def rows(sensitivity, kind):
    return {row.id: (row.low, row.high, row.flips_to) for row in sensitivity.rows if row.kind == kind}


def test_a_leaf_without_bands_moves_ten_points_either_way():
    assert rows(looked_at(), "leaf") == {"x": (73.75, 88.75, ("C",)), "y": (78.75, 83.75, ())}


def test_a_leaf_with_bands_moves_one_band_and_stays_as_deep_in_it():
    banded = tree(leaf(role="competitive", bands=BANDS))
    sensitivity = looked_at(banded, sheet([74.5] * 3))
    assert rows(sensitivity, "leaf") == {"x": (29.5, 95, ("D", "A"))}


def test_beyond_the_highest_band_lies_the_highest_score():
    banded = tree(leaf(role="competitive", bands=BANDS))
    assert rows(looked_at(banded, sheet([95] * 3)), "leaf") == {"x": (74.5, 100, ("C",))}


def test_a_leaf_stays_within_the_scale():
    assert rows(looked_at(tree(leaf(role="competitive")), sheet([97] * 3)), "leaf")["x"][:2] == (87, 100)


def test_a_weight_moves_by_a_fifth_and_its_siblings_make_room():
    assert rows(looked_at(), "weight") == {"x": (79, 83.5, ()), "y": (80.5, 82, ())}


def test_a_weight_never_passes_the_whole():
    heavy = tree(leaf("x", weight=0.9, role="competitive"), leaf("y", weight=0.1, role="competitive"))
    assert rows(looked_at(heavy), "weight")["x"][1] == 85


def test_an_only_child_has_no_weight_to_move():
    nested = tree(group("g"), leaf("x", parent="g", role="competitive"))
    assert rows(looked_at(nested, sheet([80] * 3)), "weight") == {}


def test_each_expert_is_left_out_once():
    rules = replace(PLAIN, minimum_scores=2)
    assert rows(looked_at(rules=rules), "expert") == {
        "C1": (81.25, 83.13, ()),
        "C2": (81.25, 81.25, ()),
        "C3": (79.38, 81.25, ()),
    }


def test_who_gave_no_mark_has_no_row():
    marks = [*MARKS, Mark(expert="C4", indicator="x", status="abstained")]
    rules = replace(PLAIN, minimum_scores=2)
    assert set(rows(looked_at(marks=marks, experts=5, rules=rules), "expert")) == {"C1", "C2", "C3"}


def test_rows_stand_by_falling_effect():
    effects = [row.high - row.low for row in looked_at().rows]
    assert effects == sorted(effects, reverse=True)


def test_the_nearest_cut_names_the_leaf_and_the_change_that_reaches_it():
    assert looked_at().nearest == Flip(id="x", change=-8.35, grade="C")


def test_the_nearest_cut_may_lie_above():
    assert looked_at(marks=sheet([90] * 3) + sheet([85] * 3, "C", "y")).nearest == Flip(
        id="x", change=1.66, grade="A"
    )


def test_a_cap_leaves_only_the_way_down():
    gate = Gate(id="g", fact="margin", op="<", limit=1, effect="cap", grade="C")
    gated = tree(leaf(role="competitive"), gates=(gate,))
    found = looked_at(gated, sheet([89.99] * 3), facts={"margin": Fact(value=0)})
    assert found.nearest == Flip(id="x", change=-30, grade="D")
    assert rows(found, "leaf")["x"] == (79.99, 99.99, ())


def test_a_certain_fail_has_no_nearest_cut():
    gate = Gate(id="g", fact="margin", op="<", limit=1, effect="fail")
    gated = tree(leaf(role="competitive"), gates=(gate,))
    assert looked_at(gated, sheet([89.99] * 3), facts={"margin": Fact(value=0)}).nearest is None


def test_no_conclusion_has_rows_and_no_other_grade():
    half = tree(leaf("x", weight=0.5, role="competitive"), measured(weight=0.5))
    found = looked_at(half, sheet([80] * 3))
    assert (found.nearest, {row.flips_to for row in found.rows}) == (None, {()})


def test_nothing_assessed_has_nothing_to_look_at():
    assert looked_at(marks=[]).rows == ()


def applied(result, flip: Flip):
    """Return the grade when the leaf's marks are all what the flip says, by a fresh evaluation."""
    leaves = {node: score.score for node, score in result.by_node.items()} | {
        flip.id: result.by_node[flip.id].score + flip.change
    }
    stored = result.stored
    flat = replace(
        stored.tree,
        indicators=tuple(
            node
            if node.kind == "group"
            else replace(node, kind="rated", role="competitive", bands=(), anchors=())
            for node in stored.tree.indicators
        ),
    )
    marks = [
        Mark(expert="Z", indicator=node.id, points=min(max(leaves[node.id], 0), 100))
        for node in flat.leaves
        if leaves[node.id] is not None
    ]
    one = [replace(panel(1)[0], id="Z")]
    return evaluate(flat, one, marks, rules=replace(LOOSE, samples=0)).grade


def test_applying_the_nearest_change_changes_the_grade_as_said():
    tried = 0
    for seed in range(120):
        grown, members, marks, facts, rules = random_case(random.Random(seed))
        result = evaluate(grown, members, marks, facts, rules=rules)
        if flip := result.sensitivity.nearest:
            tried += 1
            assert applied(result, flip) == flip.grade != result.grade
    assert tried > 60


def test_half_the_nearest_change_changes_nothing():
    for seed in range(60):
        grown, members, marks, facts, rules = random_case(random.Random(seed))
        result = evaluate(grown, members, marks, facts, rules=rules)
        flip = result.sensitivity.nearest
        if flip and abs(flip.change) > 0.1:
            assert applied(result, replace(flip, change=flip.change / 2)) == result.grade


@pytest.mark.parametrize("row", [Swing(kind="leaf", id="x", low=1, high=2, flips_to=("A",))])
def test_a_row_survives_its_json(row):
    assert Swing.from_json(row.to_json()) == row

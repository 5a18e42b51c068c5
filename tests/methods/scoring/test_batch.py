"""Many achievements at once: the same rows as one by one, and absolute."""

import numpy as np
import pytest

from methods.scoring.factory import group, leaf, measured, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Fact, Gate, Rules, evaluate, evaluate_many
from quanheng.methods.scoring.batch import BLOCK

PAIR = tree(leaf("x", weight=0.5, role="competitive"), leaf("y", weight=0.5, role="authoritative"))
SIDES = ["competitive"] * 3 + ["authoritative"] * 3


def pair_arrays(rows: int, seed: int = 1):
    """Marks and status [rows, 6, 2] for PAIR; the cells of the other side are missing."""
    points = np.random.default_rng(seed).uniform(40, 100, (rows, 6, 2))
    status = np.zeros(points.shape, np.uint8)
    status[:, :3, 1] = status[:, 3:, 0] = 2
    return points, status


def test_any_subset_of_a_batch_equals_its_rows():
    points, status = pair_arrays(50)
    whole, part = (
        evaluate_many(PAIR, points[rows], status[rows], SIDES) for rows in (slice(None), slice(7, 19))
    )
    assert whole.raw_scores[7:19].tolist() == part.raw_scores.tolist()


def test_rows_of_several_blocks_equal_the_rows_alone():
    rows = BLOCK // 12 + 9
    points, status = pair_arrays(rows)
    whole = evaluate_many(PAIR, points, status, SIDES)
    for row in (0, rows - 10, rows - 1):
        alone = evaluate_many(PAIR, points[row : row + 1], status[row : row + 1], SIDES)
        assert (alone.raw_scores[0], alone.grades[0]) == (whole.raw_scores[row], whole.grades[row])


def test_a_fault_in_the_last_block_is_found():
    points, status = pair_arrays(BLOCK // 12 + 9)
    points[-1, 0, 0] = np.inf
    with pytest.raises(MethodError, match="marks: takes finite points"):
        evaluate_many(PAIR, points, status, SIDES)


def test_no_argument_is_changed_in_place():
    points, status = pair_arrays(3)
    before = points.copy(), status.copy()
    evaluate_many(PAIR, points, status, SIDES)
    assert (points == before[0]).all()
    assert (status == before[1]).all()


def test_cells_that_are_not_scored_are_ignored_whatever_they_hold():
    points, status = pair_arrays(3)
    clean = evaluate_many(PAIR, points, status, SIDES)
    points[status == 2] = np.nan
    assert evaluate_many(PAIR, points, status, SIDES).scores.tolist() == clean.scores.tolist()


def test_what_is_not_assessed_is_masked():
    points, status = pair_arrays(2)
    status[1] = 3
    result = evaluate_many(PAIR, points, status, SIDES)
    assert (result.assessed.tolist(), result.scores[1], result.grades[1]) == ([True, False], 0, "")
    assert "not_concluded" in result.flags[1]


def test_lists_and_arrays_give_the_same():
    points, status = pair_arrays(4)
    lists = evaluate_many(PAIR, points.tolist(), status.tolist(), tuple(SIDES))
    assert lists.scores.tolist() == evaluate_many(PAIR, points, status, SIDES).scores.tolist()


def test_node_scores_stand_in_the_order_of_the_indicators():
    nested = tree(leaf("x", parent="g", role="competitive"), group("g"))
    result = evaluate_many(nested, np.full((1, 3, 1), 80.0), np.zeros((1, 3, 1), int), SIDES[:3])
    assert (result.node_scores.tolist(), result.node_assessed.tolist()) == ([[80, 80]], [[True, True]])


def test_measured_leaves_and_gates_take_facts_row_by_row():
    gated = tree(measured(), gates=(Gate(id="g", fact="m", op="<", limit=15, effect="fail"),))
    blank = np.zeros((3, 1, 1))
    result = evaluate_many(
        gated,
        blank,
        np.full((3, 1, 1), 2),
        ["competitive"],
        facts=[[12.5], [40], [0]],
        facts_known=[[1], [1], [0]],
    )
    assert (result.scores.tolist(), result.grades) == ([15, 100, 0], ("D", "A", ""))


def test_a_gate_outside_the_tree_takes_its_own_fact():
    gated = tree(
        leaf(role="competitive"), gates=(Gate(id="g", fact="margin", op="<", limit=1, effect="fail"),)
    )
    marks, status = np.full((3, 3, 1), 95.0), np.zeros((3, 3, 1), int)
    result = evaluate_many(
        gated,
        marks,
        status,
        SIDES[:3],
        gate_facts=[[0.5], [1], [0]],
        gate_facts_known=[[True], [True], [False]],
    )
    assert result.grades == ("D", "A", "")
    assert result.flags[2] == ("few_experts", "gate_unknown:g")


def test_one_row_equals_the_single_evaluation():
    marks = sheet([80, 90, 85], "C", "x") + sheet([70, 60, 65], "A", "y")
    single = evaluate(PAIR, panel(3, 3), marks)
    points, status = pair_arrays(1)
    points[0, :3, 0], points[0, 3:, 1] = (80, 90, 85), (70, 60, 65)
    order = [3, 4, 5, 0, 1, 2]  # a panel is sorted by code: A before C
    many = evaluate_many(PAIR, points[:, order], status[:, order], [SIDES[i] for i in order])
    assert (many.raw_scores[0], many.grades[0]) == (single.raw_score, single.grade)


def test_expert_weights_count_as_reliabilities():
    marks, status = np.array([[[60.0], [60.0], [100.0]]]), np.zeros((1, 3, 1), int)
    single = tree(leaf(role="competitive"))
    assert evaluate_many(single, marks, status, SIDES[:3], expert_weights=[1, 1, 2]).scores.tolist() == [80]


def test_a_batch_explains_itself_row_by_row():
    points, status = pair_arrays(2)
    result = evaluate_many(PAIR, points, status, SIDES)
    assert [line.value for line in result.explanation.children] == result.scores.tolist()


POINTS, STATUS = pair_arrays(2)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"marks": POINTS[:, :5]}, "marks: got the shape"),
        ({"marks": POINTS[:0]}, "marks: got the shape"),
        ({"marks": [[[1.0], [2.0, 3.0]]]}, "marks: got rows of different length"),
        ({"marks": np.where(STATUS == 0, np.nan, POINTS)}, "marks: takes finite points from 0 to 100"),
        ({"marks": POINTS + 100}, "marks: takes finite points from 0 to 100"),
        ({"marks": POINTS > 50}, "marks: got values of type bool"),
        ({"marks": [[["80"]]]}, "marks: got '80', takes numbers only"),
        ({"status": STATUS + 4}, "status: takes 0 scored"),
        ({"status": STATUS.astype(float)}, "status: got values of type float64"),
        ({"status": STATUS * 0}, "marks: got scored cells on a leaf that is measured or of the other side"),
        ({"roles": [], "marks": POINTS[:, :0], "status": STATUS[:, :0]}, "roles: got none"),
        ({"roles": ["judge"] * 6}, "roles: got 'judge'"),
        ({"expert_weights": [1, 2]}, "expert_weights: got 2, takes one for each of 6"),
        ({"expert_weights": [-1] * 6}, "expert_weights: got -1"),
        ({"facts": [[np.inf, 1], [1, 1]]}, "facts: takes finite numbers"),
        ({"rules": Rules(drop=-1)}, "rules: drop: got -1"),
    ],
)
def test_arrays_that_do_not_hold_are_refused_by_name(changed, sentence):
    arguments = {"tree": PAIR, "marks": POINTS, "status": STATUS, "roles": SIDES} | changed
    with pytest.raises(MethodError) as refusal:
        evaluate_many(**arguments)
    assert sentence in str(refusal.value)


def test_a_fact_for_a_rated_leaf_is_no_mark():
    with_fact = evaluate(PAIR, panel(3, 3), sheet([80] * 3), {"y": Fact(value=100)})
    assert with_fact.by_node["y"].score is None

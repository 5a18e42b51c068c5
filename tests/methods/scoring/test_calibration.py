"""Calibration: additive least squares and ridge, by cases, properties, poisons and an oracle."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from quanheng.methods import MethodError
from quanheng.methods.scoring import CalibrationResult, calibrate

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
NAN, INF = float("nan"), float("inf")
POISONS = [
    NAN,
    INF,
    "",
    "five",
    None,
    [],
    [[1], [1, 2]],
    [None],
    [NAN],
    True,
    {},
    object(),
    10**400,
    b"x",
    {1, 2},
]

settings.register_profile("calibration", max_examples=200, deadline=None)
LIMITS = settings.get_profile("calibration")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c["method"] == "calibrate"])
def test_a_calibration_comes_out_as_worked_by_hand(case):
    result, expected = calibrate(case["inputs"]["scores"]), case["expected"]
    assert result.items == pytest.approx(expected["items"], abs=case["tolerance"])
    assert result.bias == pytest.approx(expected["bias"], abs=case["tolerance"])
    assert result.components == expected["components"]


def panel(biases, values=(60, 70, 80, 90)):
    """Return a full sheet: every expert scores every item without noise."""
    return [
        (f"P{i}", f"E{j}", value + bias) for i, value in enumerate(values) for j, bias in enumerate(biases)
    ]


def test_groups_that_share_no_expert_are_counted_and_warned_of():
    result = calibrate([("a", "x", 80), ("a", "y", 70), ("b", "z", 60), ("c", "z", 50)])
    assert (result.components, result.groups) == (2, (("a",), ("b", "c")))
    assert result.bias == pytest.approx({"x": 5, "y": -5, "z": 0})
    assert "2 groups of items share no expert" in result.warnings[0]


def test_a_bias_beyond_two_standard_deviations_is_flagged():
    result = calibrate(panel([0, 0, 0, 0, 0, 0, 12]))
    assert (result.flags, result.warnings) == (("bias:E6",), ())


def test_equal_experts_are_not_flagged_for_rounding():
    assert calibrate(panel([0.1] * 8, (0.1, 0.2, 0.3))).flags == ()


def test_a_small_panel_says_that_it_can_flag_nobody():
    result = calibrate(panel([0, 0, 0, 0, 40]))
    assert result.flags == ()
    assert "among fewer than 6 experts" in result.warnings[0]


def test_what_item_and_bias_leave_over_is_measured():
    exact, noisy = calibrate(panel([1, -1])), calibrate([*panel([1, -1])[:-1], ("P3", "E1", 95)])
    assert exact.residual_sd == pytest.approx(0, abs=1e-9)
    assert noisy.residual_sd > 1
    assert calibrate([("a", "x", 1)]).residual_sd is None


def test_ridge_shrinks_towards_the_grand_mean_of_all_scores():
    plain, shrunk = calibrate(panel([2, -2])), calibrate(panel([2, -2]), ridge=(1, 1))
    assert shrunk.items["P0"] == pytest.approx(75 + (60 - 75) * 2 / 3)
    assert abs(shrunk.bias["E0"]) < abs(plain.bias["E0"])
    assert shrunk.method == "additive ridge, λ items 1, λ experts 1"


def test_an_immense_ridge_leaves_the_grand_mean():
    result = calibrate(panel([2, -2]), ridge=(1e12, 1e12))
    assert list(result.items.values()) == pytest.approx([75] * 4)


@pytest.mark.parametrize("tiny", [0, 1e-300, 1e-30, 1e-12])
def test_a_vanishing_ridge_ends_in_least_squares_on_a_balanced_sheet(tiny):
    assert calibrate(panel([2, -2]), ridge=(tiny, tiny)).items == pytest.approx(
        calibrate(panel([2, -2])).items
    )


def test_lines_add_up_to_each_item():
    for options in ({}, {"ridge": (0.5, 2)}):
        result = calibrate(panel([3, 0, -1]), **options)
        for step in result.explanation.children[: len(result.items)]:
            assert sum(line.contribution for line in step.children) == pytest.approx(step.value)


def test_a_result_survives_its_json():
    result = calibrate(panel([3, 0, -1]))
    assert CalibrationResult.from_json(result.to_json()) == result


def test_any_iterable_of_triples_is_read():
    assert calibrate(iter(panel([1, 2]))) == calibrate(panel([1, 2])) == calibrate(tuple(panel([1, 2])))


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([], "scores: got none"),
        ([("a", "x", 1), ("a", "x", 2)], "got two scores of x for a, takes one"),
        ([("a", "x")], "takes triples of item, expert and score"),
        ([("a", "x", NAN)], "scores, row 1: score: got nan, takes a finite number"),
        ([("a", "x", 1), ("", "x", 1)], "scores, row 2: item: got an empty text"),
        ([("a", 7, 1)], "scores, row 1: expert: got 7, takes a text"),
        ([("a", "x", None)], "scores, row 1: score: got None"),
        ([("a", "x", 1e200)], "scores, row 1: score: got 1e\\+200"),
        ("abc", "takes triples"),
    ],
)
def test_what_is_no_list_of_triples_is_refused_with_its_place(scores, message):
    with pytest.raises(MethodError, match=message):
        calibrate(scores)


@pytest.mark.parametrize("ridge", [1, (1,), (1, 2, 3), (-1, 1), (NAN, 1), ("1", 1), (None, 1), (1e13, 1)])
def test_a_ridge_is_a_pair_of_penalties(ridge):
    with pytest.raises(MethodError, match="ridge"):
        calibrate(panel([1, 2]), ridge=ridge)


@pytest.mark.parametrize("argument", ["scores", "ridge"])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_argument_is_refused(argument, poison):
    if argument == "ridge" and poison is None:
        assert calibrate(panel([1]), ridge=poison).items
        return
    with pytest.raises(MethodError):
        calibrate(**({"scores": panel([1, 2])} | {argument: poison}))


@pytest.mark.parametrize("cell", [0, 1, 2])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_cell_is_refused(cell, poison):
    if poison == "five" and cell < 2:
        return  # a name like any other
    row = ["a", "x", 1.0]
    row[cell] = poison
    with pytest.raises(MethodError):
        calibrate([row])


@st.composite
def sheets(draw):
    """Return triples with gaps, so that there may be several groups."""
    pairs = draw(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=20, unique=True)
    )
    marks = draw(st.lists(st.floats(0, 100), min_size=len(pairs), max_size=len(pairs)))
    return [(f"P{i}", f"E{j}", mark) for (i, j), mark in zip(pairs, marks, strict=True)]


def model(result, scores):
    return np.array([result.items[item] + result.bias[expert] for item, expert, _ in scores])


def design(scores, result):
    table = np.zeros((len(scores), len(result.items) + len(result.bias)))
    for row, (item, expert, _) in enumerate(scores):
        table[row, list(result.items).index(item)] = 1
        table[row, len(result.items) + list(result.bias).index(expert)] = 1
    return table


@LIMITS
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_scores_does_not_matter(scores, rng):
    one, other = calibrate(scores), calibrate(rng.sample(scores, len(scores)))
    assert other.items == pytest.approx(one.items, abs=1e-7)
    assert other.bias == pytest.approx(one.bias, abs=1e-7)


@LIMITS
@given(sheets())
def test_least_squares_leaves_residuals_that_no_effect_explains(scores):
    result = calibrate(scores)
    left = np.array([score for *_, score in scores]) - model(result, scores)
    assert design(scores, result).T @ left == pytest.approx(0, abs=1e-8)


@LIMITS
@given(sheets())
def test_the_biases_of_every_group_sum_to_zero(scores):
    result = calibrate(scores)
    for group in result.groups:
        members = {expert for item, expert, _ in scores if item in group}
        assert sum(result.bias[expert] for expert in members) == pytest.approx(0, abs=1e-8)


@LIMITS
@given(sheets(), st.floats(1e-3, 100), st.floats(1e-3, 100))
def test_ridge_meets_its_normal_equations(scores, of_items, of_experts):
    result = calibrate(scores, ridge=(of_items, of_experts))
    effects = [*(value - result.grand_mean for value in result.items.values()), *result.bias.values()]
    penalties = np.repeat([of_items, of_experts], [len(result.items), len(result.bias)])
    left = np.array([score for *_, score in scores]) - model(result, scores)
    assert design(scores, result).T @ left == pytest.approx(penalties * effects, abs=1e-7)


@LIMITS
@given(sheets(), st.floats(-50, 50))
def test_points_added_to_every_score_move_items_only(scores, points):
    one = calibrate(scores)
    other = calibrate([(item, expert, score + points) for item, expert, score in scores])
    assert other.bias == pytest.approx(one.bias, abs=1e-7)
    assert other.items == pytest.approx({k: v + points for k, v in one.items.items()}, abs=1e-7)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(20))
def test_connected_sheets_agree_with_statsmodels(seed):
    stream = np.random.default_rng(seed)
    scores = [
        (f"P{i}", f"E{j}", stream.uniform(40, 100))
        for i in range(8)
        for j in range(5)
        if j in (0, i % 5) or stream.random() < 0.4
    ]
    result = calibrate(scores)
    without_last_expert = design(scores, result)[:, :-1]
    fitted = OLS([score for *_, score in scores], without_last_expert).fit()
    assert model(result, scores) == pytest.approx(fitted.fittedvalues, abs=1e-9)
    assert result.residual_sd == pytest.approx(np.sqrt(fitted.scale))


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(20))
def test_effects_agree_with_numpy_when_the_biases_are_bound(seed):
    stream = np.random.default_rng(seed)
    scores = [(f"P{i}", f"E{j}", stream.uniform(0, 10)) for i in range(6) for j in range(4) if (i + j) % 3]
    result = calibrate(scores)
    bound = np.concatenate([np.zeros(len(result.items)), np.ones(len(result.bias))])
    solved, *_ = np.linalg.lstsq(
        np.vstack([design(scores, result), bound]), [*(score for *_, score in scores), 0], rcond=None
    )
    assert [*result.items.values(), *result.bias.values()] == pytest.approx(solved, abs=1e-9)

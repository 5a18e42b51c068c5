"""How sure a grade is: bands and probabilities over resampled panels, never a number of the result."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.scoring.factory import (
    compared,
    leaf,
    measured,
    one_leaf,
    panel,
    random_case,
    sheet,
    tree,
)
from quanheng.methods.scoring import Fact, Gate, Rules, evaluate, evaluate_many
from quanheng.methods.scoring.averages import side_values
from quanheng.methods.scoring.case import arrays, read_case
from quanheng.methods.scoring.outcome import compute
from quanheng.methods.scoring.resampling import Side
from quanheng.methods.scoring.uncertainty import BLOCK

LIMITS = settings(max_examples=200, deadline=None)
CALM = [80, 81, 82, 83, 84, 85, 86]
points = st.floats(0, 100, allow_subnormal=False)
aggregations = st.sampled_from(["trimmed", "mean", "median", "huber"])
SINGLE = tree(leaf(role="competitive"))


def side_of(marks, weights, aggregation, drop=1):
    """Return one side of one leaf; `None` among the marks is not scored."""
    column = np.array([[0.0 if mark is None else mark] for mark in marks])
    scored = np.array([[mark is not None] for mark in marks])
    rules = Rules(aggregation=aggregation, drop=drop, trim_from=2 * drop + 1, minimum_scores=1)
    inputs = arrays(read_case(SINGLE, panel(len(marks)), [], {}, rules=rules, seed=0))
    inputs = replace(inputs, points=column[:, :, None], scored=scored[:, :, None], weights=np.array(weights))
    return Side.of(inputs, np.arange(len(marks)), rules), rules


@LIMITS
@given(
    st.lists(st.one_of(st.none(), points), min_size=1, max_size=7),
    aggregations,
    st.integers(1, 2),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_a_draw_by_counts_equals_the_panel_written_out(marks, aggregation, drop, equal, rng):
    weights = [1.0 if equal else rng.choice((0.5, 1.0, 2.0)) for _ in marks]
    side, rules = side_of(marks, weights, aggregation, drop)
    drawn = sorted(rng.choices(range(len(marks)), k=len(marks)))
    counts = np.bincount(drawn, minlength=len(marks)).astype(float)[:, None]
    value, known = side.values(counts)
    written, count = side_values(
        side.points[drawn][:, :, None], side.scored[drawn][:, :, None], side.weights[drawn], rules
    )
    assert known.tolist() == (count > 0).tolist()
    assert (value * known) == pytest.approx(written * known, abs=1e-9)


def test_everybody_drawn_once_gives_the_score():
    for seed in range(200):
        grown, members, marks, facts, rules = random_case(random.Random(seed))
        case = read_case(grown, members, marks, facts, rules=replace(rules, minimum_scores=1), seed=0)
        inputs = arrays(case)
        outcome = compute(case.shape, inputs, case.rules)
        for number in (0, 1):
            experts = np.flatnonzero((inputs.sides == number) & (inputs.weights > 0))
            found, _ = Side.of(inputs, experts, case.rules).values(np.ones((len(experts), 1)))
            assert found == pytest.approx(outcome.side_values[number], abs=1e-9)


@LIMITS
@given(st.decimals(0, 100, places=2), st.integers(1, 9), aggregations)
def test_a_unanimous_panel_has_a_point_band(point, count, aggregation):
    rules = Rules(aggregation=aggregation, samples=20, minimum_scores=1)
    result = one_leaf([float(point)] * count, rules=rules)
    assert result.band == (float(point),) * 3
    assert result.grade_probabilities[result.grade] == 1


def test_the_band_encloses_the_score_of_a_calm_panel():
    low, middle, high = one_leaf(CALM).band
    assert 80 < low < middle < high < 86
    assert abs(middle - 83) < 1


def test_the_same_seed_gives_the_same_band_and_another_seed_another():
    first, again, other = (
        evaluate(SINGLE, panel(7), sheet(CALM), seed=seed, rules=Rules(samples=200)) for seed in (1, 1, 2)
    )
    assert (first.band, first.grade_probabilities) == (again.band, again.grade_probabilities)
    assert first.band != other.band


def test_the_order_of_experts_moves_no_draw():
    first, again = (evaluate(SINGLE, members, sheet(CALM)) for members in (panel(7), panel(7)[::-1]))
    assert first.band == again.band


def test_probabilities_stand_by_grade_and_sum_to_one():
    shares = one_leaf([60, 70, 80, 90, 95, 99, 100]).grade_probabilities
    assert list(shares) == ["A", "B", "C", "D"]
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("points", "near"), [([88, 89, 90, 91, 92, 90, 90], True), (CALM, False)])
def test_a_grade_on_the_edge_is_a_boundary_case(points, near):
    result = one_leaf(points)
    assert ("boundary" in result.flags) is near is (result.grade_probabilities[result.grade] < 0.8)


@pytest.mark.parametrize(("experts", "few"), [(4, True), (5, False)])
def test_the_band_of_a_small_panel_is_understated(experts, few):
    assert ("band_understated" in one_leaf([80] * experts).flags) is few


def test_nothing_assessed_has_no_band():
    result = evaluate(tree(), panel(1), [])
    assert (result.band, result.grade_probabilities, result.stored.numpy) == (None, {}, "")


def test_no_grade_has_no_probabilities_but_a_band():
    half = tree(leaf("x", weight=0.5, role="competitive"), measured(weight=0.5))
    result = evaluate(half, panel(3), sheet([80] * 3))
    assert (result.grade, result.grade_probabilities, result.band) == ("", {}, (80, 80, 80))


def test_without_samples_nothing_is_drawn():
    result = one_leaf([88, 89, 90, 91, 92], rules=Rules(samples=0))
    assert (result.band, result.grade_probabilities) == (None, {})
    assert not {"boundary", "band_understated"} & set(result.flags)


def test_gates_hold_in_every_draw():
    gate = Gate(id="g", fact="margin", op="<", limit=1, effect="cap", grade="C")
    gated = tree(leaf(role="competitive"), gates=(gate,))
    result = evaluate(gated, panel(7), sheet([95] * 7), {"margin": Fact(value=0)})
    assert result.grade_probabilities == {"A": 0, "B": 0, "C": 1, "D": 0}


@pytest.mark.parametrize(
    ("evidence", "deviation"),
    [("test_report", 0.01), ("user_certificate", 0.02), ("literature", 0.03), ("self_declared", 0.08)],
)
def test_a_measured_value_moves_within_the_accuracy_of_its_evidence(evidence, deviation):
    fact = Fact(value=30, unit="MPa", evidence=evidence)
    low, middle, high = evaluate(tree(measured()), panel(1), [], {"m": fact}).band
    assert middle == pytest.approx(80, abs=0.3)
    assert (high - low) / 2 == pytest.approx(1.96 * 30 * deviation * 2, rel=0.1)


def test_a_comparison_moves_by_its_own_deviation():
    result = compared()
    low, _middle, high = evaluate(tree(leaf("p", kind="lead")), panel(1), [], {"p": result}).band
    assert (high - low) / 2 == pytest.approx(1.96 * result.sd, rel=0.1)


def test_drawn_weights_widen_the_band_of_unlike_leaves():
    pair = tree(leaf("x", weight=0.5, role="competitive"), leaf("y", weight=0.5, role="competitive"))
    marks = sheet([90] * 7) + sheet([70] * 7, "C", "y")
    fixed, drawn = (
        evaluate(pair, panel(7), marks, rules=Rules(weight_concentration=concentration)).band
        for concentration in (None, 20)
    )
    assert fixed == (80, 80, 80)
    assert 75 < drawn[0] < 79
    assert 81 < drawn[2] < 85


def test_a_leaf_that_nobody_drawn_has_marked_is_left_out_of_that_draw():
    pair = tree(leaf("x", weight=0.5, role="competitive"), leaf("y", weight=0.5, role="competitive"))
    marks = [*sheet([60] * 3), *sheet([100], "C", "y")]
    rules = Rules(minimum_scores=1, coverage_minimum=0, samples=500)
    assert evaluate(pair, panel(3), marks, rules=rules).band == (60, 80, 80)


def test_the_samples_are_the_same_in_one_block_and_in_many():
    leaves = [leaf(f"x{i}", weight=1 / 64, role="competitive") for i in range(64)]
    marks = [mark for one in leaves for mark in sheet([70, 75, 80, 85, 90], "C", one.id)]
    samples = 3 * BLOCK // 64 + 5
    result = evaluate(tree(*leaves), panel(5), marks, rules=Rules(samples=samples))
    alone = one_leaf([70, 75, 80, 85, 90], rules=Rules(samples=samples))
    assert result.band == pytest.approx(alone.band, abs=0.011)


def test_the_spread_is_that_of_a_bootstrap_written_out():
    marks, rules = np.array([62.0, 71, 78, 84, 95]), Rules(samples=4000)
    drawn = np.random.default_rng(0).integers(5, size=(4000, 5))
    rows = evaluate_many(
        SINGLE, marks[drawn][:, :, None], np.zeros((4000, 5, 1), int), ["competitive"] * 5, rules=rules
    )
    expected = np.percentile(rows.scores, (2.5, 50, 97.5))
    assert one_leaf(marks.tolist(), rules=rules).band == pytest.approx(expected, abs=2.5)


def test_the_explanation_shows_band_and_probabilities_without_a_contribution():
    result = one_leaf(CALM)
    steps = {step.label: step for step in result.explanation.children}
    band, chance = steps["Score interval"], steps["Grade probabilities"]
    assert (band.contribution, tuple(child.value for child in band.children)) == (None, result.band)
    assert (chance.contribution, chance.value) == (None, result.grade_probabilities["B"])

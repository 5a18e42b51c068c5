"""What must hold for every panel, by hypothesis."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.scoring.factory import GRADES, LOOSE, group, leaf, one_leaf, tree
from quanheng.methods.scoring import (
    Gate,
    Indicator,
    IndicatorTree,
    Rules,
    evaluate_many,
    quantity_score,
    trimmed_mean,
)
from quanheng.methods.scoring.panel import STATUSES

settings.register_profile("scoring", max_examples=200, deadline=None)
LIMITS = settings.get_profile("scoring")
points = st.floats(0, 100, allow_subnormal=False)
scores = st.lists(points, min_size=3, max_size=9)
aggregations = st.sampled_from(["trimmed", "mean", "median", "huber"])
close = {"abs": 1e-9}
SINGLE = tree(leaf(role="competitive"))


def raw_score(marks, aggregation="trimmed", weights=None):
    """Return the raw score of one competitive leaf; a text among the marks is a status."""
    known = [0.0 if isinstance(mark, str) else mark for mark in marks]
    status = [STATUSES.index(mark) if isinstance(mark, str) else 0 for mark in marks]
    result = evaluate_many(
        SINGLE,
        np.reshape(known, (1, -1, 1)),
        np.reshape(status, (1, -1, 1)),
        ["competitive"] * len(marks),
        rules=Rules(aggregation=aggregation),
        expert_weights=weights,
    )
    return result.raw_scores[0] if result.assessed[0] else None


@LIMITS
@given(scores, aggregations, st.randoms(use_true_random=False))
def test_the_order_of_experts_does_not_matter(given_scores, aggregation, rng):
    shuffled = rng.sample(given_scores, len(given_scores))
    assert raw_score(shuffled, aggregation) == pytest.approx(raw_score(given_scores, aggregation), **close)


@LIMITS
@given(scores, aggregations)
def test_the_score_lies_within_the_marks(given_scores, aggregation):
    assert min(given_scores) - 1e-9 <= raw_score(given_scores, aggregation) <= max(given_scores) + 1e-9


@LIMITS
@given(scores, st.sampled_from(["trimmed", "mean", "median"]), st.data())
def test_raising_a_mark_never_lowers_the_score(given_scores, aggregation, data):
    which = data.draw(st.integers(0, len(given_scores) - 1))
    raised = [*given_scores]
    raised[which] = data.draw(st.floats(given_scores[which], 100))
    assert raw_score(raised, aggregation) >= raw_score(given_scores, aggregation) - 1e-9


@LIMITS
@given(points, st.integers(3, 9), aggregations)
def test_a_unanimous_panel_scores_what_all_give(point, count, aggregation):
    assert raw_score([point] * count, aggregation) == pytest.approx(point, **close)


@LIMITS
@given(scores, points)
def test_a_twin_expert_counts_as_double_weight_under_the_mean(given_scores, twin):
    heavy = raw_score([*given_scores, twin], "mean", [1] * len(given_scores) + [2])
    assert raw_score([*given_scores, twin, twin], "mean") == pytest.approx(heavy, **close)


@LIMITS
@given(
    st.lists(st.tuples(points, points), min_size=3, max_size=9), st.floats(0.01, 0.99), st.floats(0.01, 0.99)
)
def test_a_split_indicator_equals_the_whole(pairs, weight, cut):
    whole = tree(
        leaf("a", weight=weight, role="competitive"), leaf("b", weight=1 - weight, role="competitive")
    )
    split = tree(
        group("g", weight=weight),
        leaf("a", parent="g", weight=cut, role="competitive"),
        leaf("c", parent="g", weight=1 - cut, role="competitive"),
        leaf("b", weight=1 - weight, role="competitive"),
    )
    sides = ["competitive"] * len(pairs)
    one = evaluate_many(whole, [pairs], np.zeros((1, len(pairs), 2), int), sides)
    again = [[(first, first, second) for first, second in pairs]]
    two = evaluate_many(split, again, np.zeros((1, len(pairs), 3), int), sides)
    assert two.raw_scores == pytest.approx(one.raw_scores, **close)


@LIMITS
@given(scores, st.sampled_from(["abstained", "missing", "recused"]), st.integers(1, 3))
def test_who_does_not_score_changes_no_number(given_scores, status, count):
    silent = [*given_scores, *[status] * count]
    assert raw_score(silent) == pytest.approx(raw_score(given_scores), **close)


@LIMITS
@given(st.integers(3, 9), st.sampled_from(["abstained", "missing", "recused"]))
def test_abstention_by_all_is_not_assessed(count, status):
    assert raw_score([status] * count) is None


@LIMITS
@given(st.lists(st.lists(points, min_size=5, max_size=5), min_size=2, max_size=6))
def test_adding_an_achievement_changes_no_grade(rows):
    marks = np.array(rows)[:, :, None]
    status, sides = np.zeros(marks.shape, int), ["competitive"] * 5
    fewer = evaluate_many(SINGLE, marks[:-1], status[:-1], sides)
    more = evaluate_many(SINGLE, marks, status, sides)
    assert (more.grades[:-1], more.raw_scores[:-1].tolist()) == (fewer.grades, fewer.raw_scores.tolist())


@LIMITS
@given(points, st.floats(-10, 10), st.floats(-10, 10), st.sampled_from(["<", "<=", ">", ">=", "=="]))
def test_a_gate_is_monotone(point, value, limit, op):
    gate = Gate(id="g", fact="f", op=op, limit=limit, effect="cap", grade="C")
    gated = tree(leaf(role="competitive"), gates=(gate,))
    marks, status, sides = [[[point]] * 3], [[[0]] * 3], ["competitive"] * 3
    free = evaluate_many(SINGLE, marks, status, sides)
    held = evaluate_many(gated, marks, status, sides, gate_facts=[[value]])
    order = [label for label, _ in GRADES]
    assert order.index(held.grades[0]) >= order.index(free.grades[0])
    assert held.scores == free.scores


@LIMITS
@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), points), min_size=2, max_size=6, unique_by=lambda a: a[0]),
    st.data(),
)
def test_a_quantity_scores_within_its_anchors_and_monotonely(anchors, data):
    values, marks = sorted(a[0] for a in anchors), sorted(a[1] for a in anchors)
    low, high = sorted(data.draw(st.tuples(st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))))
    ladder = list(zip(values, marks, strict=True))
    first, second = quantity_score(low, ladder), quantity_score(high, ladder)
    assert marks[0] - 1e-9 <= first <= second + 1e-9 <= marks[-1] + 2e-9


@LIMITS
@given(st.lists(points, min_size=3, max_size=12))
def test_a_trimmed_mean_lies_between_the_second_and_the_last_but_one(given_scores):
    ordered = sorted(given_scores)
    assert ordered[1] - 1e-9 <= trimmed_mean(given_scores) <= ordered[-2] + 1e-9


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
indicators = st.builds(
    Indicator,
    id=names,
    title=names,
    weight=st.floats(0, 1),
    values=st.dictionaries(st.sampled_from(["technical", "social"]), st.floats(0, 1)),
)


@LIMITS
@given(st.lists(indicators, max_size=4), names)
def test_any_tree_survives_its_json(nodes, version):
    given_tree = IndicatorTree(indicators=tuple(nodes), grades=GRADES, version=version)
    assert IndicatorTree.from_json(given_tree.to_json()) == given_tree


@LIMITS
@given(st.builds(Rules, drop=st.integers(0, 3), coverage_minimum=st.floats(0, 1)))
def test_any_rules_survive_their_json(rules):
    assert Rules.from_json(rules.to_json()) == rules


def test_loose_rules_assess_a_single_mark():
    rules = replace(LOOSE, aggregation="mean")
    assert one_leaf([70], rules=rules).score == 70

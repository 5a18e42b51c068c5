"""A thousand random cases: explained, replayed, and equal alone and in a batch."""

import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from math import isfinite

import numpy as np
import pytest

from methods.scoring.factory import random_case
from quanheng.methods.result import Step
from quanheng.methods.scoring import StoredEvaluation, evaluate, evaluate_many, replay_evaluation
from quanheng.methods.scoring.facts import value_of
from quanheng.methods.scoring.panel import STATUSES

CASES = 1000


def cases():
    rng = random.Random(20250921)
    return [random_case(rng) for _ in range(CASES)]


@pytest.fixture(scope="module")
def evaluated():
    drawn = cases()
    return [(case, evaluate(*case[:4], rules=case[4])) for case in drawn]


def steps(step: Step):
    yield step
    for child in step.children:
        yield from steps(child)


def gap(step: Step) -> float:
    """Return how far the children's contributions are from the value that they should add up to."""
    added = [child.contribution for child in step.children if child.contribution is not None]
    return abs(sum(added) - (0 if isinstance(step.value, str) else step.value)) if added else 0.0


def is_sound(value: object) -> bool:
    """Return whether no NaN and no infinity stands anywhere in `value`."""
    if isinstance(value, float):
        return isfinite(value)
    if is_dataclass(value):
        return all(is_sound(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Mapping):
        return all(map(is_sound, value.values()))
    if isinstance(value, np.ndarray):
        return bool(np.isfinite(value).all())
    return all(map(is_sound, value)) if isinstance(value, tuple | list) else True


def as_batch(case):
    """Return the arguments of a batch that holds the same case twice."""
    grown, panel, marks, facts, rules = case
    members, leaves = sorted(panel, key=lambda one: one.id), [node.id for node in grown.leaves]
    points, status = (
        np.full((2, len(members), len(leaves)), np.nan),
        np.full((2, len(members), len(leaves)), 2),
    )
    rows = {one.id: row for row, one in enumerate(members)}
    for mark in sorted(marks, key=lambda mark: mark.round):
        cell = (slice(None), rows[mark.expert], leaves.index(mark.indicator))
        points[cell], status[cell] = (
            np.nan if mark.points is None else mark.points,
            STATUSES.index(mark.status),
        )
    known = [[name in facts for name in leaves]] * 2
    values = [[value_of(facts[name]) if name in facts else 0.0 for name in leaves]] * 2
    return {
        "tree": grown,
        "marks": points,
        "status": status,
        "roles": [one.role for one in members],
        "rules": rules,
        "expert_weights": [one.weight for one in members],
        "facts": values,
        "facts_known": known,
    }


def test_contributions_of_siblings_add_up_to_their_parent(evaluated):
    gaps = [gap(step) for _, result in evaluated for step in steps(result.explanation)]
    assert max(gaps) < 1e-9


def test_contributions_by_node_add_up_to_the_score(evaluated):
    gaps = [
        abs(
            sum(result.by_node[node.id].contribution for node in case[0].indicators if not node.parent)
            - result.raw_score
        )
        for case, result in evaluated
        if result.raw_score is not None
    ]
    assert max(gaps) < 1e-9


def test_every_replay_is_exact(evaluated):
    assert all(replay_evaluation(result) == result for _, result in evaluated)


def test_every_fifth_replay_from_json_is_exact(evaluated):
    texts = [(result, result.stored.to_json()) for _, result in evaluated[::5]]
    assert all(replay_evaluation(StoredEvaluation.from_json(text)) == result for result, text in texts)


def test_rows_of_the_tornado_and_the_band_lie_on_the_scale(evaluated):
    ends = [end for _, result in evaluated for row in result.sensitivity.rows for end in (row.low, row.high)]
    bands = [end for _, result in evaluated for end in result.band or ()]
    assert 0 <= min(ends + bands) < max(ends + bands) <= 100


def test_probabilities_are_given_with_a_grade_and_sum_to_one(evaluated):
    for _, result in evaluated:
        shares = result.grade_probabilities
        assert bool(shares) is bool(result.grade and result.band)
        assert not shares or sum(shares.values()) == pytest.approx(1, abs=1e-12)


def test_the_order_of_indicators_moves_no_score(evaluated):
    for (grown, members, marks, facts, rules), result in evaluated[::5]:
        turned = replace(grown, indicators=grown.indicators[::-1])
        again = evaluate(turned, members[::-1], marks[::-1], facts, rules=replace(rules, samples=0))
        assert (again.grade, again.score) == (result.grade, result.score)


def test_a_batch_gives_what_the_single_evaluation_gives(evaluated):
    for case, single in evaluated:
        many = evaluate_many(**as_batch(case))
        row = (many.raw_scores[1], many.scores[1], many.coverage[1], many.grades[1], bool(many.assessed[1]))
        alone = (
            single.raw_score or 0,
            single.score or 0,
            single.coverage,
            single.grade,
            single.score is not None,
        )
        assert row == alone
        assert set(many.flags[1]) <= set(single.flags)


def test_no_result_holds_a_nan(evaluated):
    assert all(is_sound(result) for _, result in evaluated)


def test_the_random_cases_reach_every_outcome(evaluated):
    grades = {result.grade for _, result in evaluated}
    kinds = {flag.split(":")[0] for _, result in evaluated for flag in result.flags}
    assert grades == {"A", "B", "C", "D", ""}
    assert kinds >= {
        "few_experts",
        "single_role",
        "split_opinion",
        "not_concluded",
        "outlier",
        "average_matters",
    }

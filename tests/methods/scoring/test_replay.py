"""A stored evaluation can be computed again by anybody, and a change is noticed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from methods.scoring.factory import leaf, measured, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import (
    EvaluationResult,
    Fact,
    Mark,
    Rules,
    StoredEvaluation,
    evaluate,
    replay_evaluation,
)

TREE = tree(leaf("x", weight=0.5, role="competitive"), measured(weight=0.5), leaf("z", weight=0))
MARKS = [*sheet([80, 85, 90.5]), Mark(expert="C4", indicator="x", status="abstained", reason="not my field")]
FACTS = {"m": Fact(value=30, unit="MPa", sources=("E-7",))}


def result(**changed):
    given = {"tree": TREE, "panel": panel(4, 1), "sheets": MARKS, "facts": FACTS, "seed": 7} | changed
    return evaluate(**given)


def test_a_stored_evaluation_survives_its_json():
    stored = result().stored
    assert StoredEvaluation.from_json(stored.to_json()) == stored


@pytest.mark.parametrize("form", [lambda r: r, lambda r: r.stored, lambda r: r.stored.to_json()])
def test_a_replay_gives_the_same_result(form):
    first = result()
    assert replay_evaluation(form(first)) == first


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", 90.0), ("score", None), ("grade", "C"), ("fingerprint", "00"), ("band", (1, 2, 3))],
)
def test_a_replay_names_what_differs(field, value):
    forged = replace(result().stored, **{field: value})
    with pytest.raises(MethodError, match=f"comes out otherwise than stored: {field} "):
        replay_evaluation(forged)


def test_an_unknown_engine_is_named():
    with pytest.raises(MethodError, match="got the engine 'scoring/0', takes one of: scoring/1, scoring/2"):
        replay_evaluation(replace(result().stored, engine="scoring/0"))


OLD = (Path(__file__).parent / "stored_scoring_1.json").read_text("utf-8")
"""Written by the first engine, before bands were drawn."""


def test_what_the_first_engine_stored_is_replayed_under_its_own_seal():
    kept, again = StoredEvaluation.from_json(OLD), replay_evaluation(OLD)
    assert kept.engine == again.stored.engine == "scoring/1"
    assert (again.score, again.grade, again.fingerprint) == (kept.score, kept.grade, kept.fingerprint)


def test_a_change_in_what_the_first_engine_stored_is_noticed():
    kept = StoredEvaluation.from_json(OLD)
    with pytest.raises(MethodError, match="otherwise than stored: fingerprint"):
        replay_evaluation(replace(kept, seed=kept.seed + 1))


def test_the_release_of_numpy_that_drew_is_stored():
    assert result().stored.numpy == np.__version__


def test_draws_of_another_numpy_are_a_warning_and_no_refusal():
    other = replace(result().stored, numpy="1.0", band=(1.0, 2.0, 3.0))
    (warning,) = replay_evaluation(other).warnings
    assert "NumPy '1.0'" in warning
    assert "band (1.0, 2.0, 3.0)" in warning


def test_equal_draws_of_another_numpy_are_no_word_worth():
    assert replay_evaluation(replace(result().stored, numpy="1.0")).warnings == ()


def test_a_whole_result_survives_its_json():
    first = result()
    assert EvaluationResult.from_json(first.to_json()) == first


def test_a_changed_mark_is_noticed():
    stored = result().stored
    changed = replace(stored, sheets=(replace(stored.sheets[0], points=81), *stored.sheets[1:]))
    with pytest.raises(MethodError, match=r"score 82\.58 ≠ 82\.75; fingerprint"):
        replay_evaluation(changed)


def test_the_order_of_sheets_and_panel_does_not_matter():
    shuffled = result(panel=panel(4, 1)[::-1], sheets=MARKS[::-1])
    assert shuffled.fingerprint == result().fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": 8},
        {"panel": panel(5, 1)},
        {"rules": Rules(certified_experts=8)},
        {"facts": {"m": replace(FACTS["m"], condition="20 °C")}},
        {"sheets": [*MARKS[:3], replace(MARKS[3], reason="other")]},
        {"sheets": [replace(MARKS[0], status="recused"), *MARKS[1:]]},
        {"sheets": [replace(MARKS[0], round=2), *MARKS[1:]]},
        {"tree": replace(TREE, version="2")},
    ],
)
def test_any_other_change_is_sealed(changed):
    assert result(**changed).fingerprint != result().fingerprint


def test_the_seed_moves_neither_score_nor_grade():
    assert (result(seed=8).raw_score, result(seed=8).grade) == (result().raw_score, result().grade)


@pytest.mark.parametrize("poison", [None, 5, "", "{}", "[1]", b"\xff", ["x"]])
def test_what_is_no_stored_evaluation_is_refused(poison):
    with pytest.raises(MethodError):
        replay_evaluation(poison)

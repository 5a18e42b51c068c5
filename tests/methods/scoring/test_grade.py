"""Rounding stands before the grade, gates behind it."""

import random
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from methods.scoring.factory import GRADES, leaf, measured, panel, sheet, tree
from quanheng.methods.scoring import Fact, Gate, evaluate
from quanheng.methods.scoring.grade import grade_codes, round_half_up
from quanheng.methods.scoring.tree import read_tree


def by_decimal(raw: float) -> float:
    return float(Decimal(format(raw, ".9f")).quantize(Decimal("0.01"), ROUND_HALF_UP))


def around_every_cut():
    cuts = [bound + offset for _, bound in GRADES for offset in (-0.005, 0, 0.005) if bound + offset >= 0]
    return [
        cut + ulp * np.spacing(cut)
        for cut in cuts
        for ulp in range(-20, 21)
        if cut + ulp * np.spacing(cut) >= 0
    ]


def test_every_cut_rounds_as_decimal_does():
    raw = np.array(around_every_cut())
    assert round_half_up(raw).tolist() == [by_decimal(value) for value in raw]


def test_scores_at_the_ninth_decimal_round_as_decimal_does():
    rng = random.Random(7)
    cents = [rng.randrange(9999) / 100 for _ in range(500)]
    raw = np.array([cent + 0.0049999995 + rng.randint(-9, 9) * 1e-14 for cent in cents])
    assert round_half_up(raw).tolist() == [by_decimal(value) for value in raw]


@pytest.mark.parametrize(
    ("raw", "label"),
    [(89.995, "A"), (89.9949, "B"), (75, "B"), (74.9949, "C"), (60, "C"), (0, "D"), (100, "A")],
)
def test_a_score_earns_the_grade_of_its_rounded_value(raw, label):
    (code,) = grade_codes(round_half_up(np.array([raw])), read_tree(tree()))
    assert GRADES[code][0] == label


def concluded(gate: Gate, facts: dict, points: float = 95):
    gated = tree(leaf(role="competitive"), gates=(gate,))
    return evaluate(gated, panel(3), sheet([points] * 3), facts)


CAP = Gate(id="safety", fact="margin", op="<", limit=1.5, effect="cap", grade="C")
FAIL = Gate(id="ban", fact="margin", op="==", limit=0, effect="fail")


def test_a_gate_lowers_the_grade_and_leaves_the_score():
    result = concluded(CAP, {"margin": Fact(value=1.2)})
    assert (result.score, result.grade, "gate:safety" in result.flags) == (95, "C", True)


def test_a_gate_that_does_not_fire_leaves_the_grade():
    result = concluded(CAP, {"margin": Fact(value=1.5)})
    assert (result.grade, "gate:safety" in result.flags) == ("A", False)


def test_a_gate_never_raises_a_grade():
    assert concluded(CAP, {"margin": Fact(value=1.2)}, points=30).grade == "D"


def test_a_failed_gate_leaves_the_lowest_grade():
    assert concluded(FAIL, {"margin": Fact(value=0)}).grade == "D"


def test_an_unknown_gate_withholds_the_grade():
    result = concluded(CAP, {})
    assert (result.score, result.grade, "gate_unknown:safety" in result.flags) == (95, "", True)


@pytest.mark.parametrize(("op", "hit"), [("<", {1}), ("<=", {1, 2}), (">", {3}), (">=", {2, 3}), ("==", {2})])
def test_a_gate_compares_as_it_says(op, hit):
    gate = Gate(id="g", fact="margin", op=op, limit=2, effect="fail")
    assert {v for v in (1, 2, 3) if concluded(gate, {"margin": Fact(value=v)}).grade == "D"} == hit


def test_a_gate_may_ask_for_a_measured_leaf():
    gated = tree(measured(), gates=(Gate(id="g", fact="m", op=">", limit=30, effect="fail"),))
    result = evaluate(gated, panel(1), [], {"m": Fact(value=40, unit="MPa")})
    assert (result.score, result.grade) == (100, "D")

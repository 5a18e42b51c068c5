"""From a raw score to a grade: round half up, look it up, then let the gates lower it.

Rounding stands before the lookup: 89.995 is 90.00 and earns the grade from 90. The raw score is
first written with nine decimals, so that the noise of binary sums decides nothing.
"""

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from quanheng.methods.inputs import BoolArray, FloatArray, IntArray
from quanheng.methods.scoring.tree import Gate, IndicatorTree

WITHHELD = -1
"""The code of "no grade"; the other codes are positions in the tree's grade table."""
NANO = 1e9
NANO_PER_CENT = 10_000_000
NEAR_A_TIE = 1e-3
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


def round_half_up(raw: FloatArray) -> FloatArray:
    """Return each score with two decimals: `Decimal(format(raw, ".9f"))` to .01, half up.

    The nine decimals are taken by scaling; where a score is so near to the middle between two ninth
    decimals that scaling could err, `format` decides. Scores lie within 0–100.
    """
    scaled = raw * NANO
    nano = np.rint(scaled).astype(np.int64)
    for i in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < NEAR_A_TIE):
        nano[i] = int(Decimal(format(raw[i], ".9f")).scaleb(9))
    cents: FloatArray = ((nano + NANO_PER_CENT // 2) // NANO_PER_CENT) / 100
    return cents


def grade_codes(scores: FloatArray, tree: IndicatorTree) -> IntArray:
    """Return for each rounded score the position of the first grade whose lower bound it reaches."""
    bounds = np.array([bound for _, bound in tree.grades])
    codes: IntArray = (scores[:, None] < bounds).sum(axis=1)
    return codes


def grade_labels(codes: IntArray, tree: IndicatorTree) -> tuple[str, ...]:
    labels = [*(label for label, _ in tree.grades), ""]
    return tuple([labels[code] for code in codes.tolist()])


def fired(gate: Gate, values: FloatArray, known: BoolArray) -> BoolArray:
    """Return where the gate's fact is known and meets its condition."""
    met: BoolArray = COMPARE[gate.op](values, gate.limit) & known
    return met


def pass_gates(
    codes: IntArray, tree: IndicatorTree, values: FloatArray, known: BoolArray
) -> tuple[IntArray, list[BoolArray]]:
    """Return the codes that the gates leave, and their flags; values and known are [gates, A].

    A gate lowers or leaves a grade; one whose fact is absent withholds it.
    """
    flags: list[BoolArray] = []
    for gate, value, there in zip(tree.gates, values, known, strict=True):
        hit = fired(gate, value, there)
        codes = np.where(hit & (codes != WITHHELD), np.maximum(codes, _limit(gate, tree)), codes)
        codes = np.where(there, codes, WITHHELD)
        flags += [hit, ~there]
    return codes, flags


def gate_flag_names(tree: IndicatorTree) -> tuple[str, ...]:
    """Return what the flags of `pass_gates` are called."""
    return tuple(f"{kind}:{gate.id}" for gate in tree.gates for kind in ("gate", "gate_unknown"))


def _limit(gate: Gate, tree: IndicatorTree) -> int:
    labels: Sequence[str] = [label for label, _ in tree.grades]
    return labels.index(gate.grade) if gate.effect == "cap" else len(labels) - 1

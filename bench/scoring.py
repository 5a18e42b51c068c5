"""Scoring against plain NumPy written for the one case: the same marks, no checks, no explanation.

One process, one thread, CPU time, best of 5 after a warm-up (design/scoring.md 11). Prints for each shape our
figure, the peer's, the ratio and the goal; memory is what is allocated at the peak beside the marks.
"""

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]

import numpy as np

from quanheng.methods.scoring import Indicator, IndicatorTree, Mark, Panelist, Rules, evaluate, evaluate_many
from quanheng.methods.scoring.case import arrays, read_case
from quanheng.methods.scoring.outcome import compute
from quanheng.methods.scoring.uncertainty import doubt_of

ACHIEVEMENTS, EXPERTS, LEAVES, ROUNDS = 10_000, 9, 40, 5
SIDES = ["competitive"] * 5 + ["authoritative"] * 4
GRADES = (("A", 90), ("B", 75), ("C", 60), ("D", 0))
BOUNDS = np.array([bound for _, bound in GRADES])
WEIGHTS = np.full(LEAVES, 1 / LEAVES)
TREE = IndicatorTree(
    indicators=tuple(
        Indicator(id=f"g{group}", kind="group", weight=0.25)
        if leaf is None
        else Indicator(id=f"g{group}.{leaf}", parent=f"g{group}", weight=0.1)
        for group in range(4)
        for leaf in (None, *range(10))
    ),
    grades=GRADES,
)


def best(work: Callable[[], object]) -> float:
    """Return CPU seconds of one call, best of the rounds, after a warm-up."""
    work()
    found = float("inf")
    for _ in range(ROUNDS):
        began, calls = time.process_time(), 0
        while (spent := time.process_time() - began) < 0.02 or not calls:
            work()
            calls += 1
        found = min(found, spent / calls)
    return found


def peak(work: Callable[[], object]) -> int:
    """Return the bytes that are allocated at the peak of one call."""
    tracemalloc.start()
    work()
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def report(name: str, ours: float, peer: float, goal: float, peer_name: str, more: str = "") -> None:
    print(f"{name:<46} {ours * 1000:9.2f} ms")
    print(f"  {peer_name:<44} {peer * 1000:9.2f} ms   ratio {ours / peer:6.2f} (goal {goal:g}){more}")


def trimmed(marks: np.ndarray) -> np.ndarray:
    """The peer of a batch: sort, slice, mean, dot; every mark there, one side, no checks."""
    return np.sort(marks, axis=1)[:, 1:-1].mean(axis=1) @ WEIGHTS


def by_sides(marks: np.ndarray) -> np.ndarray:
    """The same for the two sides: the second has four experts and is not trimmed."""
    first = np.sort(marks[:, :5], axis=1)[:, 1:-1].mean(axis=1)
    return (0.5 * first + 0.5 * marks[:, 5:].mean(axis=1)) @ WEIGHTS


def bare_case(marks: np.ndarray) -> tuple[float, int]:
    """The peer of one case: both sides, leaves, groups, total, rounding, grade; from an array, into numbers."""
    leaves = 0.5 * np.sort(marks[:5], axis=0)[1:-1].mean(axis=0) + 0.5 * marks[5:].mean(axis=0)
    groups = (leaves.reshape(4, 10) * 0.1).sum(axis=1)
    score = np.floor((groups * 0.25).sum() * 100 + 0.5) / 100
    return float(score), int((score < BOUNDS).sum())


def counted(marks: np.ndarray, samples: int) -> tuple[np.ndarray, np.ndarray]:
    """The peer of a band: the count matrix of each side, cumulative counts, what trimming keeps, grades."""
    random = np.random.default_rng(1)
    leaves = np.zeros((samples, LEAVES))
    for members in (slice(0, 5), slice(5, 9)):
        side = marks[members]
        n = len(side)
        drawn = random.integers(n, size=(samples, n)) + n * np.arange(samples)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=samples * n).reshape(samples, n)
        order = np.argsort(side, axis=0)
        drop = 1 if n >= 5 else 0
        reached = np.clip(np.cumsum(counts[:, order], axis=1), drop, n - drop)
        kept = np.diff(reached, axis=1, prepend=drop)
        leaves += (
            0.5 * np.einsum("snl,nl->sl", kept, np.take_along_axis(side, order, axis=0)) / (n - 2 * drop)
        )
    scores = np.floor(leaves @ WEIGHTS * 100 + 0.5) / 100
    grades = (scores[:, None] < BOUNDS).sum(axis=1)
    return np.percentile(scores, (2.5, 50, 97.5)), np.bincount(grades, minlength=4) / samples


def batch(random: np.random.Generator) -> None:
    marks = random.uniform(50, 100, (ACHIEVEMENTS, EXPERTS, LEAVES))
    status = (random.random(marks.shape) < 0.05).astype(np.uint8)

    def ours() -> object:
        return evaluate_many(TREE, marks, status, SIDES)

    spent, extra = best(ours), peak(ours) / marks.nbytes
    report(
        f"evaluate_many {ACHIEVEMENTS} × {EXPERTS} × {LEAVES}",
        spent,
        best(lambda: trimmed(marks)),
        3,
        "NumPy: sort, slice, mean, dot",
        f"   extra memory {extra:.2f} × marks (goal 6)",
    )
    report("  the same", spent, best(lambda: by_sides(marks)), 3, "NumPy: the same for two sides")


def single(random: np.random.Generator) -> None:
    panel = [Panelist(id=f"E{i}", role=side) for i, side in enumerate(SIDES)]
    points = random.uniform(60, 95, (EXPERTS, LEAVES))
    marks = [
        Mark(expert=one.id, indicator=leaf.id, points=float(points[i, j]))
        for i, one in enumerate(panel)
        for j, leaf in enumerate(TREE.leaves)
    ]
    bare = best(lambda: bare_case(points))
    ours = best(lambda: evaluate(TREE, panel, marks, rules=Rules(samples=0)))
    report("evaluate, explained, no samples, 9 × 40", ours, bare, 300, "NumPy: the bare arithmetic")
    print(f"  {'of 10 ms':<44} {ours * 1000:9.2f} ms")
    case = read_case(TREE, panel, marks, {}, rules=Rules(), seed=1)
    inputs = arrays(case)
    outcome = compute(case.shape, inputs, case.rules)
    spent = {}
    for samples in (2000, 10_000):
        drawn = replace(case, rules=replace(case.rules, samples=samples))
        spent[samples] = best(lambda drawn=drawn: doubt_of(drawn, inputs, outcome))
        report(
            f"band and probabilities, {samples} samples, 9 × 40",
            spent[samples],
            best(lambda samples=samples: counted(points, samples)),
            2,
            "NumPy: count matrix",
            f"   peak {peak(lambda drawn=drawn: doubt_of(drawn, inputs, outcome)) / 2**20:.1f} MB",
        )
    print(
        f"  {'10 000 samples against 2 000':<44} {'':>12}   ratio {spent[10_000] / spent[2000]:6.2f} (goal 5.5)"
    )


def main() -> None:
    random = np.random.default_rng(20261121)
    batch(random)
    single(random)


if __name__ == "__main__":
    main()

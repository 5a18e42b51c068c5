"""Entropy weights against plain NumPy and pymcdm, one thread, best of 5 after a warm-up.

The plain reference is the textbook's four lines without any check; ours reads, checks, weighs and explains.
Memory is what each takes beside the table at its peak. Goals: ≤ 1.5 × NumPy at 100 000 × 20 and ≤ 3 × at
1 000 × 20; ≥ 10 × and ≥ 20 × faster than pymcdm.
"""

import os

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import numpy as np
from numpy.typing import NDArray
from pymcdm import weights as pymcdm

from quanheng.methods.weighting import critic_weights, entropy_weights

ROUNDS = 5
SHAPES = ((100_000, 20, 3), (1_000, 20, 200))
Table = NDArray[np.float64]
Method = Callable[[Table], object]


def plain_entropy(table: Table) -> Table:
    share = table / table.sum(axis=0)
    entropy = -(share * np.log(share)).sum(axis=0) / np.log(len(table))
    information = 1 - entropy
    return information / information.sum()


def plain_critic(table: Table) -> Table:
    low, high = table.min(axis=0), table.max(axis=0)
    scaled = (table - low) / (high - low)
    contrast = scaled.std(axis=0, ddof=1) * (1 - np.corrcoef(scaled, rowvar=False)).sum(axis=0)
    return contrast / contrast.sum()


def seconds(method: Method, table: Table, calls: int) -> float:
    """Return the time of one call, in one round."""
    start = time.perf_counter()
    for _ in range(calls):
        method(table)
    return (time.perf_counter() - start) / calls


def extra_memory(method: Method, table: Table) -> int:
    tracemalloc.start()
    method(table)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def compare(title: str, methods: dict[str, Method], table: Table, calls: int) -> None:
    """Print each method's best time, its ratio to the first, and its extra memory; rounds are interleaved."""
    best = dict.fromkeys(methods, float("inf"))
    for method in methods.values():
        method(table)
    for _ in range(ROUNDS):
        for name, method in methods.items():
            best[name] = min(best[name], seconds(method, table, calls))
    first = next(iter(best.values()))
    print(f"{title}, {table.shape[0]:,} × {table.shape[1]}  ({table.nbytes / 1e6:.2f} MB)")
    for name, method in methods.items():
        memory = extra_memory(method, table) / 1e6
        print(f"  {name:<12}{best[name] * 1e3:10.3f} ms   {best[name] / first:7.2f} ×   + {memory:8.2f} MB")


def main() -> None:
    random = np.random.default_rng(20)
    for rows, columns, calls in SHAPES:
        table = random.uniform(1, 100, (rows, columns))
        signs = [1] * columns
        compare(
            "entropy",
            {"plain NumPy": plain_entropy, "quanheng": entropy_weights, "pymcdm": pymcdm.entropy_weights},
            table,
            calls,
        )
        compare(
            "CRITIC",
            {
                "plain NumPy": plain_critic,
                "quanheng": lambda given, signs=signs: critic_weights(given, signs),
                "pymcdm": pymcdm.critic_weights,
            },
            table,
            calls,
        )


if __name__ == "__main__":
    main()

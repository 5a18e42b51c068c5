"""Rankings beside plain NumPy, pymcdm and a bare solver, in one process and on one thread.

TOPSIS at 100,000 × 20 and 1,000 × 20 against the textbook formula in NumPy and against pymcdm; rank acceptability
with 10,000 samples of 10,000 options against the argsort of the same draws, a chunk at a time; data envelopment of
200 units against a loop of linprog. Prints CPU time (best of 5 rounds, of 2 for rank acceptability, after a warm-up;
peers take turns), the ratio, and the extra memory with the result included.
Goals: TOPSIS ≤ 1.5 and ≤ 3 of NumPy, ≥ 10 and ≥ 20 times pymcdm; acceptability ≤ 1.5 and ≤ 300 MB; envelopment ≤ 1.2.
"""

import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import numpy as np
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization
from scipy.optimize import linprog

from quanheng.methods.ranking import dea_ccr, rank_acceptability, topsis

SAMPLES = OPTIONS = 10_000
CRITERIA = 8
CHUNK = 26
UNITS = 200
MEGABYTE = 2**20


def race(acts: dict[str, Callable[[], object]], rounds: int = 5, repeats: int = 1) -> dict[str, float]:
    """Return CPU seconds per act, best of the rounds, after one that does not count; all run in every round."""
    found = dict.fromkeys(acts, float("inf"))
    for act in acts.values():
        act()
    for _ in range(rounds):
        for name, act in acts.items():
            began = time.process_time()
            for _ in range(repeats):
                act()
            found[name] = min(found[name], (time.process_time() - began) / repeats)
    return found


def extra_memory(act: Callable[[], object]) -> float:
    """Return the peak of what an act allocates, its result included, in MB."""
    tracemalloc.start()
    act()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / MEGABYTE


def say(name: str, times: dict[str, float], goals: dict[str, str], memory: float) -> None:
    ours = times.pop("ours")
    print(f"{name:52} {ours * 1e3:9.2f} ms   extra memory {memory:6.1f} MB")
    for peer, seconds in times.items():
        print(
            f"  {peer:50} {seconds * 1e3:9.2f} ms   ours/peer {ours / seconds:6.3f}   {goals.get(peer, '')}"
        )


def plain_topsis(cells: np.ndarray, weights: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """The formula as a textbook has it, without a check; options ranked, ties as they fall."""
    weighted = cells / np.sqrt((cells**2).sum(axis=0)) * weights
    high, low = weighted.max(axis=0), weighted.min(axis=0)
    ideal, worst = np.where(directions > 0, high, low), np.where(directions > 0, low, high)
    near = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    far = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    order = np.argsort(-far / (near + far))
    ranks = np.empty(len(order), int)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks


def compare_topsis(options: int, repeats: int, goals: dict[str, str]) -> None:
    stream = np.random.default_rng(1)
    cells, weights = stream.random((options, 20)) + 0.1, np.full(20, 0.05)
    directions = np.where(np.arange(20) % 3, 1.0, -1.0)
    peer = TOPSIS(vector_normalization)

    def pymcdm(*, validation: bool) -> np.ndarray:
        return peer.rank(peer(cells, weights, directions, validation=validation))

    def ours() -> object:
        return topsis(cells, weights, directions)

    assert (topsis(cells, weights, directions).ranks == plain_topsis(cells, weights, directions)).all()
    say(
        f"TOPSIS {options:,} × 20",
        race(
            {
                "ours": ours,
                "plain NumPy": lambda: plain_topsis(cells, weights, directions),
                "pymcdm": lambda: pymcdm(validation=True),
                "pymcdm, its checks left out": lambda: pymcdm(validation=False),
            },
            repeats=repeats,
        ),
        goals,
        extra_memory(ours),
    )


def chunked_argsort(scores: np.ndarray) -> np.ndarray:
    """Draw the weights, value the options, sort: everything but keeping what came out."""
    stream, last = np.random.default_rng(0), np.empty(0)
    for _ in range(0, SAMPLES, CHUNK):
        weights = stream.standard_exponential((CHUNK, scores.shape[1]))
        weights /= weights.sum(axis=1, keepdims=True)
        last = np.argsort(-(weights @ scores.T), axis=1)
    return last


def compare_acceptability() -> None:
    scores = np.random.default_rng(2).uniform(40, 100, (OPTIONS, CRITERIA))

    def ours() -> object:
        return rank_acceptability(scores, samples=SAMPLES)

    say(
        f"rank acceptability {SAMPLES:,} samples × {OPTIONS:,} options",
        race({"ours": ours, "chunked argsort": lambda: chunked_argsort(scores)}, rounds=2),
        {"chunked argsort": "goal ≤ 1.5, ≤ 300 MB"},
        extra_memory(ours),
    )


def bare_linprog(inputs: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """One programme per unit on columns scaled by their maximum, nothing checked, nothing kept."""
    inputs, outputs = inputs / inputs.max(axis=0), outputs / outputs.max(axis=0)
    goal = np.zeros(len(inputs) + 1)
    goal[0] = 1.0
    found = []
    for unit in range(len(inputs)):
        table = np.block([[-inputs[unit][:, None], inputs.T], [np.zeros((outputs.shape[1], 1)), -outputs.T]])
        limits = np.concatenate([np.zeros(inputs.shape[1]), -outputs[unit]])
        found.append(linprog(goal, A_ub=table, b_ub=limits, method="highs").fun)
    return np.array(found)


def compare_envelopment() -> None:
    stream = np.random.default_rng(3)
    inputs, outputs = stream.uniform(1, 10, (UNITS, 3)), stream.uniform(1, 10, (UNITS, 2))
    assert np.allclose(dea_ccr(inputs, outputs).scores, bare_linprog(inputs, outputs), atol=1e-6)
    say(
        f"DEA {UNITS} units, 3 inputs + 2 outputs",
        race(
            {
                "ours": lambda: dea_ccr(inputs, outputs),
                "bare linprog loop": lambda: bare_linprog(inputs, outputs),
            }
        ),
        {"bare linprog loop": "goal ≤ 1.2"},
        extra_memory(lambda: dea_ccr(inputs, outputs)),
    )


def main() -> None:
    compare_topsis(100_000, 1, {"plain NumPy": "goal ≤ 1.5", "pymcdm": "goal ≤ 0.1"})
    compare_topsis(1_000, 20, {"plain NumPy": "goal ≤ 3", "pymcdm": "goal ≤ 0.05"})
    compare_envelopment()
    compare_acceptability()


if __name__ == "__main__":
    main()

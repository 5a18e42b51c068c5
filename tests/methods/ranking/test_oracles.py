"""The same tables in pymcdm and in a bare linear programme.

pymcdm's own validation only warns of dominated options; it is left out.
"""

import numpy as np
import pytest
from pymcdm.methods import TOPSIS, VIKOR
from pymcdm.normalizations import minmax_normalization, vector_normalization
from scipy.optimize import linprog

from quanheng.methods.ranking import dea_ccr, topsis, vikor

pytestmark = pytest.mark.oracle
SEEDS = range(25)


def random_table(seed):
    stream = np.random.default_rng(seed)
    shape = stream.integers(3, 20), stream.integers(2, 8)
    weights = stream.uniform(0.1, 1, shape[1])
    return stream.uniform(1, 100, shape), weights / weights.sum(), stream.choice([-1, 1], shape[1])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("kind", "oracle"), [("vector", vector_normalization), ("minmax", minmax_normalization)]
)
def test_topsis_agrees_with_pymcdm(seed, kind, oracle):
    table = random_table(seed)
    assert topsis(*table, normalization=kind).scores == pytest.approx(
        TOPSIS(oracle)(*table, validation=False), abs=1e-12
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("v", [0.2, 0.5, 0.9])
def test_vikor_agrees_with_pymcdm(seed, v):
    table = random_table(seed)
    assert vikor(*table, v=v).q == pytest.approx(VIKOR(v=v)(*table, validation=False), abs=1e-12)


def bare_efficiency(inputs, outputs, unit):
    """Return the efficiency by the multiplier form, the dual of the one that we solve."""
    goal = np.concatenate([np.zeros(inputs.shape[1]), -outputs[unit]])
    solved = linprog(
        goal,
        A_ub=np.column_stack([-inputs, outputs]),
        b_ub=np.zeros(len(inputs)),
        A_eq=[np.concatenate([inputs[unit], np.zeros(outputs.shape[1])])],
        b_eq=[1],
        method="highs",
    )
    return -solved.fun


@pytest.mark.parametrize("seed", SEEDS)
def test_efficiencies_agree_with_the_multiplier_form(seed):
    stream = np.random.default_rng(seed)
    inputs, outputs = stream.uniform(1, 10, (15, 3)), stream.uniform(1, 10, (15, 2))
    expected = [bare_efficiency(inputs, outputs, unit) for unit in range(15)]
    assert dea_ccr(inputs, outputs).scores == pytest.approx(expected, abs=1e-7)

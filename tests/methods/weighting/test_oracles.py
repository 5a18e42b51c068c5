"""Weights of random tables as pymcdm, NumPy and plain arithmetic give them."""

import numpy as np
import pytest
from pymcdm import weights as pymcdm

from methods.weighting.factory import sheet
from quanheng.methods.weighting import ahp_group, ahp_weights, critic_weights, entropy_weights

pytestmark = pytest.mark.oracle
SEEDS = range(40)


def table(seed):
    random = np.random.default_rng(seed)
    return random.uniform(0.5, 100, (int(random.integers(30, 200)), int(random.integers(2, 9))))


@pytest.mark.parametrize("seed", SEEDS)
def test_entropy_weights_are_those_of_pymcdm(seed):
    assert entropy_weights(table(seed)).weights.tolist() == pytest.approx(
        pymcdm.entropy_weights(table(seed)).tolist(), rel=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_critic_weights_are_those_of_pymcdm(seed):
    """pymcdm scales by min and max but knows no directions: all are benefits there."""
    given = table(seed)
    assert critic_weights(given, [1] * given.shape[1]).weights.tolist() == pytest.approx(
        pymcdm.critic_weights(given).tolist(), rel=1e-9
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cost_in_critic_is_a_benefit_with_its_sign_turned(seed):
    given = table(seed)
    signs = np.random.default_rng(seed).choice([-1, 1], given.shape[1])
    assert critic_weights(given, signs).weights.tolist() == pytest.approx(
        pymcdm.critic_weights(given * signs).tolist(), rel=1e-9
    )


def random_sheet(seed):
    random = np.random.default_rng(seed)
    order = int(random.integers(3, 16))
    scale = np.array([1 / n for n in range(9, 1, -1)] + list(range(1, 10)))
    return np.array(sheet(order, random.choice(scale, order * (order - 1) // 2)))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_eigenvector_is_numpys(seed):
    matrix = random_sheet(seed)
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(vectors[:, np.argmax(values.real)].real)
    result = ahp_weights(matrix)
    assert result.lambda_max == pytest.approx(values.real.max(), rel=1e-10)
    assert result.weights.tolist() == pytest.approx((vector / vector.sum()).tolist(), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_group_is_the_sheet_of_geometric_means(seed):
    random = np.random.default_rng(seed)
    matrices = [random_sheet(100)] + [random_sheet(100) ** p for p in random.uniform(-1, 1, 3)]
    shares = random.dirichlet(np.ones(4))
    mean = np.exp(sum(share * np.log(matrix) for share, matrix in zip(shares, matrices, strict=True)))
    assert ahp_group(matrices, expert_weights=shares).weights.tolist() == pytest.approx(
        ahp_weights(mean).weights.tolist(), rel=1e-9
    )

"""Agreement of random ratings as pingouin, krippendorff, statsmodels and scipy give it."""

import itertools

import krippendorff
import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy.stats import friedmanchisquare
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_kappa

from quanheng.methods.agreement import fleiss_kappa, icc, kendall_w, krippendorff_alpha

pytestmark = pytest.mark.oracle
SEEDS = range(30)
PINGOUIN_NAMES = {
    "icc1": "ICC(1,1)",
    "icc2": "ICC(A,1)",
    "icc3": "ICC(C,1)",
    "icc1k": "ICC(1,k)",
    "icc2k": "ICC(A,k)",
    "icc3k": "ICC(C,k)",
}


def ratings(seed, *, least=3):
    random = np.random.default_rng(seed)
    shape = (int(random.integers(least, 12)), int(random.integers(least, 9)))
    return random.integers(1, 8, shape).astype(float) + random.integers(0, 6, (shape[0], 1))


# pingouin 0.7 calls pandas with a keyword that pandas 3.1 deprecates; nothing of ours does
@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame:pandas.errors.Pandas4Warning")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_six_forms_are_those_of_pingouin(seed):
    table = ratings(seed)
    long = pd.DataFrame(
        [(i, j, table[i, j]) for i, j in itertools.product(*map(range, table.shape))],
        columns=["item", "rater", "rating"],
    )
    oracle = pingouin.intraclass_corr(long, targets="item", raters="rater", ratings="rating")
    theirs = dict(zip(oracle["Type"], oracle["ICC"], strict=True))
    ours = icc(table)
    assert {name: getattr(ours, name) for name in PINGOUIN_NAMES} == pytest.approx(
        {name: theirs[label] for name, label in PINGOUIN_NAMES.items()}, rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_that_of_krippendorff_with_ratings_missing(seed, level):
    random = np.random.default_rng(seed)
    table = ratings(seed)
    table[random.uniform(size=table.shape) < 0.2] = np.nan
    missing = [[None if np.isnan(cell) else cell for cell in row] for row in table.tolist()]
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
    assert krippendorff_alpha(missing, level=level).value == pytest.approx(theirs, abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_kappa_is_that_of_statsmodels(seed):
    random = np.random.default_rng(seed)
    counts = random.multinomial(int(random.integers(2, 15)), random.dirichlet(np.ones(4)), size=12)
    assert fleiss_kappa(counts).value == pytest.approx(statsmodels_kappa(counts), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_test_of_concordance_is_friedmans(seed):
    table = ratings(seed)
    theirs = friedmanchisquare(*table.T)
    ours = kendall_w(table)
    assert (ours.chi2, ours.p_value) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9)

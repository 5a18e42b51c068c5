"""The worked examples of tests/cases/scoring.json for rankings, at their printed digits."""

import json
from pathlib import Path

import numpy as np
import pytest

from quanheng.methods import ranking

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
METHODS = ("topsis", "vikor", "grey_relational", "dea_ccr")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if c["method"] in METHODS])
def test_a_ranking_comes_out_as_printed(case):
    result = getattr(ranking, case["method"])(**case["inputs"], **case["options"])
    for attribute, expected in case["expected"].items():
        found = np.asarray(getattr(result, attribute), float)
        assert found == pytest.approx(np.asarray(expected, float), abs=case["tolerance"])

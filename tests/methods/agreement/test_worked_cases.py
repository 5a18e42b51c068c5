"""The worked examples of tests/cases/scoring.json on agreement, at their printed digits."""

import pytest

from methods.weighting.factory import cases_of
from quanheng.methods import agreement


@pytest.mark.parametrize("case", cases_of("kendall_w", "icc", "krippendorff_alpha", "fleiss_kappa"))
def test_a_case_comes_out_as_printed(case):
    function = getattr(agreement, case["method"])
    result = function(*case["inputs"].values(), **case["options"])
    for key, value in case["expected"].items():
        tolerance = case["tolerance"][key] if isinstance(case["tolerance"], dict) else case["tolerance"]
        assert getattr(result, key) == pytest.approx(value, rel=0, abs=tolerance)

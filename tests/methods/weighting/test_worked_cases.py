"""The worked examples of tests/cases/scoring.json on weights, at their printed digits."""

import numpy as np
import pytest

from methods.weighting.factory import cases_of, exact
from quanheng.methods import weighting

NEGATIVE_AHP = cases_of("ahp_weights", kind="negative")
ALL = (
    "ahp_weights",
    "ahp_group",
    "entropy_weights",
    "critic_weights",
    "combine_weights",
    "delphi_round",
)


def computed(case):
    function = getattr(weighting, case["method"])
    return function(*exact(list(case["inputs"].values())), **case["options"])


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


@pytest.mark.parametrize("case", cases_of(*ALL))
def test_a_case_comes_out_as_printed(case):
    result = computed(case)
    found = {key: plain(getattr(result, key)) for key in case["expected"]}
    for key, value in case["expected"].items():
        assert found[key] == pytest.approx(value, rel=0, abs=case["tolerance"])


@pytest.mark.parametrize("case", NEGATIVE_AHP)
def test_figures_in_print_that_do_not_follow_are_not_given(case):
    result = computed(case)
    away = [abs(getattr(result, key) - value) for key, value in case["expected"].items()]
    assert min(away) > case["tolerance"]


def test_a_rounded_authority_coefficient_in_print_is_not_given():
    (case,) = [param.values[0] for param in cases_of("authority_coefficient", kind="negative")]
    experts = case["inputs"].pop("experts")
    basis = {
        name: sum(count * value for count, value in rows) / experts for name, rows in case["inputs"].items()
    }
    assert basis == pytest.approx({"judgement": 0.944, "familiarity": 0.775}, abs=0.0006)
    assert weighting.authority_coefficient(**basis) == 0.859375
    assert abs(weighting.authority_coefficient(**basis) - case["expected"]["authority"]) > 0.0006

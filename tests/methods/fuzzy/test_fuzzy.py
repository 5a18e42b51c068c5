"""Fuzzy evaluation: printed cases, ties that are told, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quanheng.methods import MethodError
from quanheng.methods.fuzzy import FuzzyResult, band_membership, fuzzy_evaluate

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
WEIGHTS = [0.4, 0.3, 0.2, 0.1]
MEMBERSHIP = [[0.5, 0.3, 0.2, 0], [0.2, 0.4, 0.3, 0.1], [0.1, 0.3, 0.5, 0.1], [0, 0.2, 0.4, 0.4]]
NAN, INF = float("nan"), float("inf")
POISONS = [
    NAN,
    INF,
    "",
    "five",
    None,
    [],
    [[]],
    [[1], [1, 0]],
    [None],
    [[None]],
    [NAN],
    [[NAN]],
    [[INF]],
    [[2]],
    [[-0.1]],
    [["1"]],
    [[True]],
    True,
    {},
    object(),
    10**400,
    b"x",
    {1},
]

settings.register_profile("fuzzy", max_examples=200, deadline=None)
LIMITS = settings.get_profile("fuzzy")


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["id"]) for c in CASES if c["method"] == "fuzzy_evaluate"]
)
def test_a_fuzzy_evaluation_comes_out_as_printed(case):
    result = fuzzy_evaluate(**case["inputs"], **case["options"])
    for attribute, expected in case["expected"].items():
        found = np.asarray(getattr(result, attribute), float)
        assert found == pytest.approx(np.asarray(expected, float), abs=case["tolerance"])


def test_nearly_tied_bands_are_warned_of():
    result = fuzzy_evaluate(WEIGHTS, MEMBERSHIP)
    assert (result.best, result.nearly_tied) == (1, True)
    assert result.warnings == ("The first two bands are nearly tied",)


def test_a_clear_best_band_is_not_a_tie():
    result = fuzzy_evaluate([1], [[0.525, 0.475]])
    assert (result.nearly_tied, result.warnings) == (False, ())


def test_five_percent_of_the_sum_is_no_longer_nearly_tied():
    assert fuzzy_evaluate([1], [[0.5249, 0.4751]]).nearly_tied


def test_one_band_has_no_rival():
    assert not fuzzy_evaluate([1], [[1]]).nearly_tied


def test_rows_that_do_not_sum_to_one_are_used_and_named():
    result = fuzzy_evaluate([0.5, 0.5], [[0.9, 0.2], [1, 0]])
    assert result.warnings == ("membership: rows 1 do not sum to 1 and are used as they are",)
    assert result.memberships == pytest.approx([0.95, 0.1])


def test_the_method_names_its_operator():
    assert fuzzy_evaluate([1], [[1, 0]], operator="minmax").method == "fuzzy evaluation, minmax M(∧,∨)"


def test_criteria_add_up_to_each_membership():
    for band in fuzzy_evaluate(WEIGHTS, MEMBERSHIP).explanation.children:
        assert sum(line.contribution for line in band.children) == pytest.approx(band.value)


@pytest.mark.parametrize("operator", ["weighted", "minmax"])
def test_a_result_survives_its_json(operator):
    result = fuzzy_evaluate(WEIGHTS, MEMBERSHIP, operator=operator)
    again = FuzzyResult.from_json(result.to_json())
    assert (again.to_json(), again.explanation) == (result.to_json(), result.explanation)


def test_membership_is_the_share_of_experts_per_band():
    found = band_membership([["good", "good", "weak", "excellent"], ["weak"]], ["excellent", "good", "weak"])
    assert found.tolist() == [[0.25, 0.5, 0.25], [0, 0, 1]]


@pytest.mark.parametrize(
    ("choices", "bands", "message"),
    [
        ([["good"], []], ["good"], "choices, row 2: got no choice"),
        ([["fair"]], ["good"], "choices, row 1: got 'fair', takes one of: good"),
        ([], ["good"], "choices: got none"),
        ([["good"]], ["good", "good"], "takes different bands"),
        ([["good"]], [], "takes different bands"),
    ],
)
def test_membership_takes_choices_of_known_bands_only(choices, bands, message):
    with pytest.raises(MethodError, match=message):
        band_membership(choices, bands)


def test_where_nobody_gave_any_membership_there_is_no_best_band():
    with pytest.raises(MethodError, match="got only zeros where a weight stands"):
        fuzzy_evaluate([1, 0], [[0, 0], [1, 0]])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"membership": [[0.5, 1.2]]}, "membership: got 1.2 in row 1, column 2, takes a share from 0 to 1"),
        ({"weights": [0.5]}, "weights: got a sum of 0.5"),
        ({"weights": [0.5, 0.5]}, "weights: got 2 values, takes 1"),
        ({"operator": "max"}, "takes one of: weighted, minmax"),
    ],
)
def test_a_refusal_names_argument_place_value_and_rule(wrong, message):
    with pytest.raises(MethodError, match=message):
        fuzzy_evaluate(**({"weights": [1], "membership": [[0.5, 0.5]]} | wrong))


@pytest.mark.parametrize("argument", ["weights", "membership", "operator"])
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_argument_is_refused(argument, poison):
    with pytest.raises(MethodError):
        fuzzy_evaluate(
            **({"weights": [1], "membership": [[0.5, 0.5]], "operator": "weighted"} | {argument: poison})
        )


@pytest.mark.parametrize("argument", ["choices", "bands"])
@pytest.mark.parametrize("poison", [*POISONS, [1], [[1]]])
def test_a_poisoned_choice_is_refused(argument, poison):
    with pytest.raises(MethodError):
        band_membership(**({"choices": [["good"]], "bands": ["good"]} | {argument: poison}))


def test_arguments_are_not_changed():
    weights, membership = np.array(WEIGHTS), np.array(MEMBERSHIP)
    for operator in ("weighted", "minmax"):
        fuzzy_evaluate(weights, membership, operator=operator)
    assert (weights.tolist(), membership.tolist()) == (WEIGHTS, MEMBERSHIP)


@st.composite
def evaluations(draw):
    """Return (weights, membership) whose rows sum to 1."""
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 5)))
    rows = draw(arrays(float, shape, elements=st.integers(1, 9).map(float)))
    shares = draw(arrays(float, shape[0], elements=st.integers(1, 9).map(float)))
    return shares / shares.sum(), rows / rows.sum(axis=1, keepdims=True)


@LIMITS
@given(evaluations())
def test_weighted_memberships_of_full_rows_sum_to_one(given_case):
    result = fuzzy_evaluate(*given_case)
    assert result.memberships.sum() == pytest.approx(1)
    assert not [warning for warning in result.warnings if "rows" in warning]


@LIMITS
@given(evaluations(), st.sampled_from(["weighted", "minmax"]), st.randoms(use_true_random=False))
def test_the_order_of_criteria_does_not_matter_and_that_of_bands_only_permutes(given_case, operator, rng):
    weights, rows = given_case
    criteria = rng.sample(range(rows.shape[0]), rows.shape[0])
    bands = rng.sample(range(rows.shape[1]), rows.shape[1])
    one = fuzzy_evaluate(weights, rows, operator=operator)
    other = fuzzy_evaluate(weights[criteria], rows[criteria][:, bands], operator=operator)
    assert other.memberships == pytest.approx(one.memberships[bands])
    assert other.nearly_tied == one.nearly_tied


@LIMITS
@given(evaluations(), st.sampled_from(["weighted", "minmax"]))
def test_a_unanimous_row_of_all_weight_decides_alone(given_case, operator):
    _, rows = given_case
    result = fuzzy_evaluate([1], rows[:1], operator=operator)
    assert result.memberships == pytest.approx(rows[0])


@LIMITS
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), min_size=1, max_size=5))
def test_shares_of_experts_always_sum_to_one(choices):
    assert band_membership(choices, ["a", "b", "c"]).sum(axis=1) == pytest.approx([1] * len(choices))

"""The worked examples of tests/cases/scoring.json whose functions stand."""

import json
from pathlib import Path

import pytest

from methods.scoring.factory import leaf, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Rules, evaluate, quantity_score, trimmed_mean

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]


def cases_of(method: str, *, raises: bool):
    return [
        pytest.param(case, id=case["id"])
        for case in CASES
        if case["method"] == method and ("raises" in case["expected"]) is raises
    ]


def evaluated(inputs: dict):
    sides = (inputs["competitive"], inputs["authoritative"])
    return evaluate(
        tree(leaf(role=inputs["leaf_role"])),
        panel(*map(len, sides)),
        sheet(sides[0], "C") + sheet(sides[1], "A"),
        rules=Rules(role_weights=tuple(inputs["role_weights"].items())),
    )


@pytest.mark.parametrize("case", cases_of("trimmed_mean", raises=False))
def test_a_trimmed_mean_comes_out_as_worked_by_hand(case):
    result = trimmed_mean(case["inputs"]["scores"], **case["options"])
    assert result == pytest.approx(case["expected"]["value"], abs=case["tolerance"])


@pytest.mark.parametrize("case", cases_of("trimmed_mean", raises=True))
def test_too_few_scores_are_not_trimmed(case):
    with pytest.raises(MethodError, match="takes at least 3 when 1 are dropped"):
        trimmed_mean(case["inputs"]["scores"])


@pytest.mark.clause("H-14.4")
@pytest.mark.parametrize("case", cases_of("quantity_score", raises=False))
def test_a_quantity_scores_along_its_anchors(case):
    result = quantity_score(case["inputs"]["value"], case["inputs"]["anchors"])
    assert result == pytest.approx(case["expected"]["value"], abs=case["tolerance"])


@pytest.mark.parametrize("case", cases_of("quantity_score", raises=True))
def test_two_anchors_at_one_value_are_refused(case):
    with pytest.raises(MethodError, match="strict order"):
        quantity_score(case["inputs"]["value"], case["inputs"]["anchors"])


@pytest.mark.parametrize("case", cases_of("evaluate", raises=False))
def test_a_panel_scores_as_worked_by_hand(case):
    result = evaluated(case["inputs"])
    found = {key: getattr(result, key) for key in case["expected"]}
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])

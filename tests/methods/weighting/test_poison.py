"""Every public function of weighting and agreement refuses every poison in a sentence; no technical error escapes."""

import numpy as np
import pytest

from methods.weighting.factory import INF, NAN, POISONS, consistent, is_refused
from quanheng.methods import agreement, weighting
from quanheng.methods.agreement import fleiss_kappa, icc, kendall_w, krippendorff_alpha
from quanheng.methods.weighting import (
    ahp_group,
    ahp_hierarchy,
    ahp_weights,
    authority_coefficient,
    combine_weights,
    critic_weights,
    delphi_round,
    entropy_weights,
    inconsistent_pairs,
    normalise_weights,
)

SHEET = consistent([0.5, 0.3, 0.2])
TABLE = [[1.0, 2.0], [3.0, 1.0], [2.0, 5.0], [4.0, 4.0]]
NAMES = ["a", "b", "c"]
AHP = {"prioritization": "eigenvector", "random_index": "saaty", "names": NAMES}
RIGHT = {
    ahp_weights: {"matrix": SHEET, **AHP},
    inconsistent_pairs: {"matrix": SHEET, "k": 3},
    ahp_group: {"matrices": [SHEET, SHEET], "expert_weights": [1, 2], **AHP},
    ahp_hierarchy: {
        "criteria": SHEET,
        "alternatives_by_criterion": [SHEET] * 3,
        "criteria_names": NAMES,
        **AHP,
    },
    entropy_weights: {"matrix": TABLE, "minimum_items": 2, "names": ["a", "b"]},
    critic_weights: {"matrix": TABLE, "directions": [1, -1], "names": ["a", "b"]},
    combine_weights: {
        "subjective": [0.5, 0.5],
        "objective": [0.5, 0.5],
        "subjective_share": 0.5,
        "names": ["a", "b"],
    },
    delphi_round: {"scores": TABLE, "full_mark": 5, "round_number": 1, "names": ["a", "b"]},
    authority_coefficient: {"judgement": 0.5, "familiarity": 0.5},
    normalise_weights: {"weights": [1, 2]},
    kendall_w: {"ratings": TABLE},
    icc: {"ratings": TABLE},
    krippendorff_alpha: {"ratings": TABLE, "level": "nominal"},
    fleiss_kappa: {"counts": [[1, 2], [3, 0]]},
}
RESULTS = [
    weighting.AHPResult,
    weighting.WeightResult,
    weighting.DelphiResult,
    agreement.AgreementResult,
    agreement.ICCResult,
]
OPTIONAL = ("names", "criteria_names", "expert_weights")
ARGUMENTS = [
    pytest.param(function, argument, id=f"{function.__name__}-{argument}")
    for function, right in RIGHT.items()
    for argument in right
]


def test_every_public_function_is_fed():
    public = {*weighting.__all__, *agreement.__all__}
    assert {name for name in public if name[0].islower()} == {function.__name__ for function in RIGHT}


@pytest.mark.parametrize("function", RIGHT)
def test_the_right_food_is_taken(function):
    assert not is_refused(function, RIGHT[function])


@pytest.mark.parametrize(("function", "argument"), ARGUMENTS)
def test_a_poisoned_argument_is_refused(function, argument):
    poisons = [one for one in POISONS if not (one is None and argument in OPTIONAL)]
    swallowed = [one for one in poisons if not is_refused(function, RIGHT[function] | {argument: one})]
    assert swallowed == []


CELLS = [NAN, INF, -INF, "", "1", True, [], [1], {}, object(), b"x", 1j, 10**400, np.array(1.0)]
TABLES = [
    (ahp_weights, "matrix"),
    (inconsistent_pairs, "matrix"),
    (ahp_hierarchy, "criteria"),
    (entropy_weights, "matrix"),
    (critic_weights, "matrix"),
    (delphi_round, "scores"),
    (kendall_w, "ratings"),
    (icc, "ratings"),
    (krippendorff_alpha, "ratings"),
    (fleiss_kappa, "counts"),
]


@pytest.mark.parametrize(("function", "argument"), TABLES)
def test_one_poisoned_cell_is_refused(function, argument):
    swallowed = []
    for poison in CELLS:
        table = [list(row) for row in RIGHT[function][argument]]
        table[1][0] = poison
        if not is_refused(function, RIGHT[function] | {argument: table}):
            swallowed.append(poison)
    assert swallowed == []


@pytest.mark.parametrize(
    ("function", "argument"), [one for one in TABLES if one[0] is not krippendorff_alpha]
)
def test_a_missing_cell_is_refused_where_none_may_be_missing(function, argument):
    table = [list(row) for row in RIGHT[function][argument]]
    table[1][0] = None
    assert is_refused(function, RIGHT[function] | {argument: table})


@pytest.mark.parametrize(("function", "argument"), TABLES)
def test_a_ragged_table_is_refused(function, argument):
    table = [list(row) for row in RIGHT[function][argument]]
    table[1].pop()
    assert is_refused(function, RIGHT[function] | {argument: table})


@pytest.mark.parametrize("kind", RESULTS)
@pytest.mark.parametrize(
    "poison", [*POISONS, "NaN", "[1", '{"a": 1}', '{"weights": [NaN]}'], ids=lambda one: type(one).__name__
)
def test_poisoned_json_is_refused(kind, poison):
    assert is_refused(kind.from_json, {"text": poison})


@pytest.mark.parametrize("field", ["weights", "explanation", "members", "criteria"])
@pytest.mark.parametrize("poison", ["five", [["a"]], {"a": 1}, [[1], [1, 2]]])
def test_a_stored_result_with_a_poisoned_field_is_refused(field, poison):
    data = {name: getattr(ahp_weights(SHEET), name) for name in weighting.AHPResult.__dataclass_fields__} | {
        field: poison
    }
    assert is_refused(weighting.AHPResult.from_data, {"data": data})

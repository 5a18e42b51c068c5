"""Every ranking refuses every poison with a sentence, never with a technical error."""

import pytest

from quanheng.methods import MethodError
from quanheng.methods.ranking import (
    AcceptabilityResult,
    ComparisonResult,
    EnvelopmentResult,
    GreyResult,
    TopsisResult,
    VikorResult,
    compare_rankings,
    dea_ccr,
    grey_relational,
    rank_acceptability,
    topsis,
    vikor,
)

NAN, INF = float("nan"), float("inf")
POISONS = [
    NAN,
    INF,
    -INF,
    "",
    "five",
    None,
    [],
    [[]],
    [[1], [1, 2]],
    [None],
    [[None, 1]],
    [NAN],
    [[NAN, 1], [1, 2]],
    [[INF, 1], [1, 2]],
    [["1", 1], [1, 2]],
    [[True, False], [1, 2]],
    True,
    {},
    object(),
    10**400,
    [[10**400, 1]],
    b"x",
    {1, 2},
    [[[1]]],
]
TABLE = {"matrix": [[1.0, 2.0], [2.0, 1.0]], "weights": [0.5, 0.5], "directions": [1, -1]}
RIGHT = {
    topsis: TABLE | {"normalization": "vector"},
    vikor: TABLE | {"v": 0.5},
    grey_relational: TABLE | {"rho": 0.5},
    compare_rankings: TABLE | {"normalization": "vector", "v": 0.5, "rho": 0.5},
    dea_ccr: {"inputs": [[1.0, 2.0], [2.0, 1.0]], "outputs": [[1.0], [2.0]]},
    rank_acceptability: {
        "scores": [[1.0, 2.0], [2.0, 1.0]],
        "weights": None,
        "deviations": None,
        "samples": 10,
        "seed": 0,
    },
}
FOOD = {(rank_acceptability, "weights"): (None,), (rank_acceptability, "deviations"): (None,)}
ARGUMENTS = [
    pytest.param(function, argument, id=f"{function.__name__}-{argument}")
    for function, right in RIGHT.items()
    for argument in right
]


def is_refused(function, arguments) -> bool:
    try:
        function(**arguments)
    except MethodError:
        return True
    return False


@pytest.mark.parametrize(("function", "argument"), ARGUMENTS)
def test_a_poisoned_argument_is_refused(function, argument):
    food = FOOD.get((function, argument), ())
    poisons = [one for one in POISONS if not any(one is bite for bite in food)]
    swallowed = [one for one in poisons if not is_refused(function, RIGHT[function] | {argument: one})]
    assert swallowed == []


@pytest.mark.parametrize("function", [topsis, vikor, grey_relational, compare_rankings])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"matrix": [[1, NAN], [1, 2]]}, "matrix: got nan in row 1, column 2, takes a finite number"),
        ({"weights": [-0.5, 1.5]}, "weights: got -0.5 at place 1"),
        ({"weights": [1]}, "weights: got 1 values, takes 2"),
        ({"directions": [1, 0]}, "directions: got 0.0 for column 2"),
        ({"directions": [1]}, "directions: got 1 values, takes 2"),
    ],
)
def test_a_refusal_names_argument_place_value_and_rule(function, wrong, message):
    with pytest.raises(MethodError, match=message):
        function(**(TABLE | wrong))


@pytest.mark.parametrize(
    ("function", "option", "message"),
    [
        (topsis, {"normalization": "sum"}, "takes one of: vector, minmax"),
        (vikor, {"v": 1.1}, "v: got 1.1, takes a number from 0 to 1"),
        (grey_relational, {"rho": -0.1}, "rho: got -0.1, takes a number from 0 to 1"),
    ],
)
def test_an_option_outside_its_range_is_refused(function, option, message):
    with pytest.raises(MethodError, match=message):
        function(**(TABLE | option))


@pytest.mark.parametrize(
    "kind",
    [AcceptabilityResult, ComparisonResult, EnvelopmentResult, GreyResult, TopsisResult, VikorResult],
)
@pytest.mark.parametrize("poison", ["", "[1", "NaN", '{"scores": [NaN]}', '{"a": 1}', None, 1, b"\xff"])
def test_poisoned_json_is_refused(kind, poison):
    with pytest.raises(MethodError):
        kind.from_json(poison)

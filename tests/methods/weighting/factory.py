"""Sheets of judgements, worked cases and poisons for the tests of weighting and agreement."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.trust import load_json

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
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
    [[1, 2], [1]],
    [None],
    [NAN],
    [["1", "2"], ["3", "4"]],
    [[True, False], [False, True]],
    [[1, INF], [0, 1]],
    np.array(1.0),
    np.array([[1 + 1j, 2], [3, 4]]),
    np.array([[1.0, NAN], [1.0, 1.0]]),
    np.array([["a", "b"]]),
    np.ma.masked_array([[1.0, 2.0], [0.5, 1.0]], mask=[[False, True], [False, False]]),
    np.ones((2, 2, 2)),
    True,
    {},
    object(),
    10**400,
    10**5000,
    b"x",
    {1, 2},
]


def cases_of(*methods: str, kind: str = "positive"):
    return [
        pytest.param(case, id=case["id"])
        for case in CASES
        if case["method"] in methods and case["kind"] == kind
    ]


def exact(value):
    """Return the inputs of a case with "p/q" as the exact fraction."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    return Fraction(value) if isinstance(value, str) else value


def consistent(weights):
    """Return the sheet of someone whose judgements follow from weights."""
    return [[a / b for b in weights] for a in weights]


def sheet(order, judgements):
    """Return a reciprocal sheet with the judgements above its diagonal, row after row."""
    above = iter(judgements)
    matrix = [[1.0] * order for _ in range(order)]
    for i in range(order):
        for j in range(i + 1, order):
            matrix[i][j] = next(above)
            matrix[j][i] = None if matrix[i][j] is None else 1 / matrix[i][j]
    return matrix


def judgement():
    """Give a judgement of the scale 1/9 to 9."""
    return st.integers(1, 9).flatmap(lambda n: st.sampled_from([float(n), 1 / n]))


@st.composite
def sheets(draw, least=2, most=7):
    order = draw(st.integers(least, most))
    pairs = order * (order - 1) // 2
    return sheet(order, draw(st.lists(judgement(), min_size=pairs, max_size=pairs)))


@st.composite
def tables(draw, *, low=1.0, high=100.0, rows=(3, 12), columns=(2, 5)):
    """Give a table of whole numbers, so that scaling by a power of two is exact."""
    shape = draw(st.tuples(st.integers(*rows), st.integers(*columns)))
    cells = st.integers(int(low), int(high)).map(float)
    row = st.lists(cells, min_size=shape[1], max_size=shape[1])
    return np.array(draw(st.lists(row, min_size=shape[0], max_size=shape[0])))


def is_refused(function, arguments) -> bool:
    """Return whether the function refuses in a sentence; any other error is the test's failure."""
    try:
        function(**arguments)
    except MethodError as error:
        return bool(str(error))
    return False


def written_and_read(result):
    """Return the result after its JSON; the writer refuses NaN and infinities wherever they hide."""
    text = result.to_json()
    again = type(result).from_json(text)
    assert again.to_json() == text
    assert load_json(text)["method"] == result.method
    return again


def explained(step):
    """Return every step of a tree whose children's contributions are to sum to its value."""
    adding = [child for child in step.children if child.contribution is not None]
    found = [(step.value, sum(child.contribution for child in adding))] if adding else []
    return found + [pair for child in step.children for pair in explained(child)]

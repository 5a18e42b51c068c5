"""Results as JSON: sentences stay translatable, steps keep their tree, arrays their type."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from quanheng.methods import Message, MethodError, Step
from quanheng.methods.record import Record


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result(Record):
    arrays: ClassVar = {"ranks": ("u2", (None,))}

    ranks: np.ndarray
    explanation: Step
    warnings: tuple[str, ...] = ()


INNER = Step(label="leaf", value=1.5, contribution=1.5, sources=("E1",))
OUTER = Step(label=Message("Level %(n)s", n=3), value=Message("Score"), children=(INNER,))
RESULT = Result(
    ranks=np.array([2, 1], np.uint16), explanation=OUTER, warnings=(Message("%(a)s of 1", a="x"),)
)


def written(**wrong):
    return {"ranks": [1], "explanation": {"label": "x", "value": 1}} | wrong


def test_a_sentence_keeps_its_id_and_its_values():
    (warning,) = Result.from_json(RESULT.to_json()).warnings
    assert (warning, warning.text, warning.values) == ("x of 1", "%(a)s of 1", {"a": "x"})


def test_a_tree_of_steps_comes_back_whole():
    explanation = Result.from_json(RESULT.to_json()).explanation
    assert explanation == OUTER
    assert explanation.label.values == {"n": 3}


def test_an_array_keeps_its_type():
    ranks = Result.from_json(RESULT.to_json()).ranks
    assert (ranks.dtype, ranks.tolist()) == (np.uint16, [2, 1])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ranks": [70_000]}, "ranks: got values that are no uint16"),
        ({"ranks": [-1]}, "ranks: got values that are no uint16"),
        ({"ranks": [1.5]}, "ranks: got values that are no uint16"),
        ({"ranks": [[1]]}, "ranks: got the shape"),
        ({"ranks": ["1"]}, "ranks: got '1', takes numbers only"),
        ({"explanation": 1}, "Step: got 1, takes an object"),
        ({"explanation": {"label": "x"}}, "Step: the field value is missing"),
        ({"explanation": {"label": "x", "value": 1, "children": 2}}, "children: got 2, takes a list"),
        ({"warnings": [{"text": "%(a)s", "values": {"b": 1}}]}, "without the values that it names"),
        ({"warnings": [{"text": "%(a)c", "values": {"a": 2**40}}]}, "without the values that it names"),
        ({"other": 1}, "Result: got the unknown field 'other'"),
    ],
)
def test_what_is_no_such_result_is_refused(wrong, message):
    with pytest.raises(MethodError, match=message):
        Result.from_data(written(**wrong))


def test_steps_nested_without_end_are_refused():
    text = '{"label": "x", "value": 1, "children": [' * 400 + "]}" * 400
    with pytest.raises(MethodError, match="nested too deeply"):
        Result.from_json(f'{{"ranks": [1], "explanation": {text}}}')

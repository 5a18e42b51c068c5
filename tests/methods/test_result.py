"""Every answer explains itself, and equal inputs have equal fingerprints."""

import pickle
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import numpy as np
import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message, Step, fingerprint


@dataclass(frozen=True)
class Pair:
    first: object
    second: object


def test_a_line_adds_its_weighted_value_to_its_parent():
    line = Step.line("Novelty", 80.0, weight=0.25, sources=["ind-1"], unit="points")
    assert (line.value, line.contribution, line.sources, line.unit) == (80.0, 20.0, ("ind-1",), "points")


def test_a_total_is_the_sum_of_its_lines():
    lines = [Step.line("a", 80.0, weight=0.25), Step.line("b", 60.0, weight=0.75)]
    total = Step.total("Score", lines, rule="Σ wᵢ·xᵢ")
    assert (total.value, total.children, total.rule) == (65.0, tuple(lines), "Σ wᵢ·xᵢ")


def test_a_total_of_money_stays_exact():
    lines = [Step.line("a", Decimal("0.10"), weight=3), Step.line("b", Decimal("0.20"), weight=1)]
    assert Step.total("Cost", lines).value == Decimal("0.50")


def test_a_total_does_not_depend_on_the_order_of_its_lines():
    lines = [Step.line(str(n), 0.1 * n, weight=1.0) for n in range(50)]
    assert Step.total("x", lines).value == Step.total("x", reversed(lines)).value


def test_a_total_of_nothing_is_zero_and_a_note_adds_nothing():
    assert (Step.total("x", []).value, Step.total("x", [Step(label="note", value="text")]).value) == (
        0.0,
        0.0,
    )


def test_a_message_is_its_sentence_and_can_be_translated():
    message = Message("%(code)s: one step", code="chip")
    assert (message, message.text, message.values) == (
        "chip: one step",
        "%(code)s: one step",
        {"code": "chip"},
    )


def test_a_message_crosses_a_process_border():
    copy = pickle.loads(pickle.dumps(Message("%(share)s %%", share=5)))
    assert (copy, copy.text, copy.values) == ("5 %", "%(share)s %%", {"share": 5})


def test_a_fingerprint_is_the_digest_of_the_canonical_list_of_its_parts():
    assert fingerprint("a", 1, Decimal("1.50")) == sha256(b'["a",1,"1.50"]').hexdigest()


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        (
            Pair(1, Pair("a", None)),
            b'[{"first":1,"second":{"first":"a","second":null,"type":"Pair"},"type":"Pair"}]',
        ),
        ({"b", "a", "成"}, b'[["a","b","\xe6\x88\x90"]]'),
        (frozenset({10, 9}), b"[[10,9]]"),
        (np.array([[1.0, 0.5]]), b"[[[1,0.5]]]"),
        (np.float64(0.5), b"[0.5]"),
        (np.int64(3), b"[3]"),
        ({"x": (1, {2})}, b'[{"x":[1,[2]]}]'),
    ],
    ids=["dataclass", "set of texts", "set of numbers", "array", "float64", "int64", "nested"],
)
def test_a_fingerprint_covers_what_methods_compute_with(value, canonical):
    assert fingerprint(value) == sha256(canonical).hexdigest()


def test_a_fingerprint_of_what_has_no_canonical_form_is_refused():
    with pytest.raises(MethodError, match="got object"):
        fingerprint(object())

"""An error is a finished sentence that can still be translated."""

import pickle

import pytest

from quanheng.methods import errors
from quanheng.methods.errors import MethodError, shown

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MethodError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_a_value_error_with_text_and_values(kind):
    error = kind("weight: got %(got)s, takes 0 or more", got=-1)
    assert isinstance(error, ValueError)
    assert (str(error), error.text, error.values) == (
        "weight: got -1, takes 0 or more",
        "weight: got %(got)s, takes 0 or more",
        {"got": -1},
    )


def test_a_value_may_be_called_text():
    assert str(MethodError("got %(text)s", text="x")) == "got x"


def test_an_error_crosses_a_process_border():
    copy = pickle.loads(pickle.dumps(MethodError("got %(share)s %%", share=5)))
    assert (str(copy), copy.values) == ("got 5 %", {"share": 5})


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "'a'"), (None, "None"), (10**5000, "int"), ("x" * 100, "'" + "x" * 58 + "…")],
    ids=["text", "none", "huge", "long"],
)
def test_a_value_is_shown_short(value, text):
    assert shown(value) == text

"""Weights made to sum to 1, and weights added to weights."""

import pytest

from methods.weighting.factory import explained, written_and_read
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import combine_weights, normalise_weights

PEOPLE, DATA = [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]


@pytest.mark.parametrize(
    ("given", "expected"),
    [([3, 1], [0.75, 0.25]), ((0, 5), [0, 1]), ([1e308, 1e308], [0.5, 0.5]), ([5e-324], [1])],
)
def test_weights_are_divided_by_their_sum(given, expected):
    assert normalise_weights(given).tolist() == expected


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ([], "weights: got none, takes at least one"),
        ([0, 0], "weights: got only zeros, takes a positive sum"),
        ([1, -1], "weights: got -1.0 at place 2, takes weights that are not negative"),
    ],
)
def test_what_cannot_be_divided_is_refused(given, text):
    with pytest.raises(MethodError) as refusal:
        normalise_weights(given)
    assert str(refusal.value) == text


@pytest.mark.parametrize(("share", "expected"), [(1, PEOPLE), (0, DATA), (0.5, [0.35, 0.25, 0.4])])
def test_the_share_says_how_much_people_count(share, expected):
    assert combine_weights(PEOPLE, DATA, subjective_share=share).weights.tolist() == pytest.approx(expected)


def test_data_that_outweigh_people_are_warned_of():
    assert combine_weights(PEOPLE, DATA, subjective_share=0.5).warnings == ()
    assert combine_weights(PEOPLE, DATA, subjective_share=0.49).warnings == (
        "The data outweigh the judgements: the subjective share is 0.49, below one half",
    )


@pytest.mark.clause("H-14.3")
@pytest.mark.parametrize("argument", ["subjective", "objective"])
def test_weights_are_not_normalised_in_silence(argument):
    arguments = {"subjective": PEOPLE, "objective": DATA} | {argument: [0.5, 0.3, 0.199]}
    with pytest.raises(MethodError, match=f"{argument}: got a sum of 0.99.*, takes weights that sum to 1"):
        combine_weights(**arguments, subjective_share=1)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_lies_between_nought_and_one(share):
    with pytest.raises(MethodError, match="takes a number from 0 to 1"):
        combine_weights(PEOPLE, DATA, subjective_share=share)


def test_both_take_as_many_indicators():
    with pytest.raises(MethodError, match="objective: got 2 values, takes 3"):
        combine_weights(PEOPLE, [0.5, 0.5], subjective_share=1)


def test_both_parts_of_every_weight_are_shown():
    result = combine_weights(PEOPLE, DATA, subjective_share=0.7, names=["a", "b", "c"])
    first = result.explanation.children[0]
    assert (first.label, [part.contribution for part in first.children]) == (
        "a",
        pytest.approx([0.35, 0.06]),
    )
    assert all(total == pytest.approx(value, abs=1e-12) for value, total in explained(result.explanation))
    assert written_and_read(result).information is None


def test_names_are_given_for_all_or_none():
    with pytest.raises(MethodError, match="names: got 1 values, takes 3"):
        combine_weights(PEOPLE, DATA, subjective_share=1, names=["a"])

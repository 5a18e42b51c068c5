"""The same marks in other dimensions."""

import pytest

from methods.scoring.factory import leaf, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import FOUR_DIMENSIONS, Dimension, View, ViewResult, by_dimension, evaluate

TREE = tree(
    leaf("x", weight=0.5, role="competitive", values={"technical": 0.6, "social": 0.4}),
    leaf("y", weight=0.3, role="competitive", values={"cultural": 1}),
    leaf("z", weight=0.2, role="competitive", values={"economic": 1}),
)
RESULT = evaluate(TREE, panel(3), sheet([80] * 3) + sheet([60] * 3, "C", "y"))


@pytest.mark.clause("M-1.2")
def test_four_dimensions_take_social_and_cultural_value_together():
    found = by_dimension(RESULT).dimensions
    assert {key: score.score for key, score in found.items()} == {
        "scientific": None,
        "technical": pytest.approx(80),
        "economic": None,
        "social": pytest.approx((0.2 * 80 + 0.3 * 60) / 0.5),
    }


def test_a_dimension_of_one_value_is_that_value():
    found = by_dimension(RESULT).dimensions
    assert {key: found[key] for key in ("scientific", "technical", "economic")} == {
        key: RESULT.by_value[key] for key in ("scientific", "technical", "economic")
    }


def test_a_leaf_that_a_dimension_names_feeds_it_whole_and_no_other():
    view = View(
        name="mine",
        dimensions=(Dimension(id="a", values=("technical",)), Dimension(id="b", leaves=("x", "y"))),
    )
    found = by_dimension(RESULT, view)
    assert found.dimensions["a"].score is None
    assert found.dimensions["b"].score == pytest.approx((0.5 * 80 + 0.3 * 60) / 0.8)
    assert found.warnings == ("view: feeds no dimension: z",)


def test_what_the_leaves_add_sums_to_the_dimension():
    for step in by_dimension(RESULT).explanation.children:
        added = sum(line.contribution for line in step.children)
        assert added == pytest.approx(0 if isinstance(step.value, str) else step.value)


def test_the_view_is_named_as_modelled_on_the_standard():
    assert by_dimension(RESULT).method == "modelled on GB/T 44731-2024"


def test_view_and_result_survive_their_json():
    assert View.from_json(FOUR_DIMENSIONS.to_json()) == FOUR_DIMENSIONS
    found = by_dimension(RESULT)
    assert ViewResult.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("dimensions", "sentence"),
    [
        ((), "dimensions: got none"),
        ((Dimension(id=""),), "dimension id: got an empty text"),
        ((Dimension(id="a"), Dimension(id="a")), "dimensions: got a twice"),
        ((Dimension(id="a", values=("moral",)),), "a: values: got 'moral', takes one of"),
        ((Dimension(id="a", leaves=("w",)),), "a: got 'w', takes leaves of the tree"),
        (
            (Dimension(id="a", values=("social",)), Dimension(id="b", values=("social",))),
            "dimensions: values: got social twice",
        ),
        ((Dimension(id="a", leaves=("x", "x")),), "dimensions: leaves: got x twice"),
        (5, "dimensions: got 5, takes a list"),
    ],
)
def test_a_view_that_does_not_hold_is_refused(dimensions, sentence):
    with pytest.raises(MethodError) as refusal:
        by_dimension(RESULT, View(name="mine", dimensions=dimensions))
    assert sentence in str(refusal.value)

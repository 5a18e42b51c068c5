"""The indicator tree: what holds and what is refused by name."""

import pytest

from methods.scoring.factory import ANCHORS, BANDS, GRADES, group, leaf, measured, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Band, Gate, IndicatorTree
from quanheng.methods.scoring.shape import Shape
from quanheng.methods.scoring.tree import read_tree

GATE = Gate(id="g", fact="safety", op="<", limit=1, effect="cap", grade="C")


def bands(*edges):
    return tuple(Band(label=str(low), low=low, high=high) for low, high in edges)


REFUSED = {
    "indicators: got none": IndicatorTree(indicators=(), grades=GRADES),
    "an empty text": tree(leaf("")),
    "got x twice": tree(leaf("x", weight=0.5), leaf("x", weight=0.5)),
    "x: got the parent nowhere": tree(leaf("x", parent="nowhere")),
    "a: got a parent that stands below it": tree(leaf("x"), group("a", parent="b"), group("b", parent="a")),
    "n20: got level 21, takes at most 20 levels": tree(
        group("n0"),
        *(group(f"n{i}", parent=f"n{i - 1}") for i in range(1, 20)),
        leaf("n20", parent="n19"),
    ),
    "a: got a group without children": tree(leaf("x", weight=0.5), group("a", weight=0.5)),
    "x: got children under a leaf": tree(leaf("x"), leaf("y", parent="x")),
    "x: weight: got -1": tree(leaf("x", weight=-1), leaf("y", weight=2)),
    "x: weight: got nan": tree(leaf("x", weight=float("nan"))),
    "x: kind: got 'rating'": tree(leaf("x", kind="rating")),
    "x: role: got 'owner'": tree(leaf("x", role="owner")),
    "x: values: got 'moral'": tree(leaf("x", values={"moral": 1})),
    "x: values: got shares that sum to 0.9": tree(leaf("x", values={"social": 0.9})),
    "m: anchors: takes anchor values in strict order": tree(measured(anchors=((1, 0), (1, 50)))),
    "m: anchors: takes points that only rise": tree(measured(anchors=((1, 0), (2, 50), (3, 40)))),
    "m: anchors: got 1 anchors": tree(measured(anchors=((1, 0),))),
    "m: anchors: got 120.0": tree(measured(anchors=((1, 0), (2, 120)))),
    "m: anchors: got": tree(measured(anchors=((1, 0, 2), (2, 100)))),
    "x: got anchors on a leaf that is not measured": tree(leaf("x", anchors=ANCHORS)),
    "x: bands: takes bands that cover 0 to 100": tree(leaf("x", bands=bands((0, 60), (60, 100)))),
    "x: bands: takes bands": tree(leaf("x", bands=bands((0, 50), (60, 100)))),
    "x: bands: got 101": tree(leaf("x", bands=bands((0, 59), (60, 101)))),
    "grades: got none": tree(grades=()),
    "grades: takes falling lower bounds": tree(grades=(("D", 0), ("A", 90))),
    "that every score has a grade": tree(grades=(("A", 90), ("B", 60))),
    "grades: got A twice": tree(grades=(("A", 90), ("A", 0))),
    "takes pairs of label and lower bound": tree(grades=(("A", 90, 1),)),
    "gates: got g twice": tree(gates=(GATE, GATE)),
    "g: grade: got 'Z'": tree(gates=(Gate(id="g", fact="f", op="<", limit=1, effect="cap", grade="Z"),)),
    "g: op: got '!='": tree(gates=(Gate(id="g", fact="f", op="!=", limit=1, effect="fail"),)),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_tree_that_does_not_hold_is_refused_by_name(sentence):
    with pytest.raises(MethodError) as refusal:
        read_tree(REFUSED[sentence])
    assert sentence in str(refusal.value)


@pytest.mark.clause("H-14.3")
def test_weights_of_99_9_percent_are_refused_naming_the_node():
    wrong = tree(group("team"), leaf("a", parent="team", weight=0.5), leaf("b", parent="team", weight=0.499))
    with pytest.raises(MethodError, match=r"team: got child weights that sum to 0\.999, takes a sum of 1"):
        read_tree(wrong)


def test_a_whole_tree_survives_its_json():
    full = tree(
        group("g", weight=0.5),
        leaf("x", parent="g", bands=BANDS, values={"technical": 0.4, "economic": 0.6}, rule="H-12"),
        measured(weight=0.5),
        gates=(GATE,),
    )
    assert IndicatorTree.from_json(full.to_json()) == full


def test_equal_trees_have_equal_json():
    given, read = tree(leaf(weight=1)), read_tree(tree(leaf(weight=1.0)))
    assert given.to_json() == read.to_json()


def test_parents_need_not_come_first():
    shape = Shape(read_tree(tree(leaf("x", parent="b"), group("b", parent="a"), group("a"))))
    assert shape.total_weights == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "IndicatorTree: got [], takes an object"),
        ('{"indicators": [], "grades": [], "colour": 1}', "IndicatorTree: got the unknown field 'colour'"),
        ('{"grades": []}', "IndicatorTree: the field indicators is missing"),
        ("{", "text: got no JSON at character 1, takes one JSON value"),
    ],
)
def test_json_of_another_form_is_refused(text, sentence):
    with pytest.raises(MethodError) as refusal:
        IndicatorTree.from_json(text)
    assert str(refusal.value) == sentence

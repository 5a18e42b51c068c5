"""Panel, sheets, facts and rules: what is refused, and that states are never zeros."""

import pytest

from methods.scoring.factory import ANCHORS, BANDS, group, leaf, measured, one_leaf, panel, sheet, tree
from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Fact, Mark, Panelist, Rules, evaluate

TREE = tree(
    group("g", weight=0.4),
    leaf("x", parent="g", role="competitive", bands=BANDS),
    leaf("y", weight=0.2, role="authoritative"),
    measured(weight=0.2),
    leaf("l", weight=0.2, kind="lead"),
)


def mark(**more) -> Mark:
    return Mark(**{"expert": "C1", "indicator": "x", "points": 80, **more})


MARKS_REFUSED = {
    "got a mark of C9": mark(expert="C9"),
    "got a mark for 'z'": mark(indicator="z"),
    "got a mark for 'g'": mark(indicator="g"),
    "m: got a mark, but a measured indicator takes a fact": mark(indicator="m"),
    "l: got a mark, but a lead indicator takes a fact": mark(indicator="l"),
    "C1/y: got a mark of the competitive side": mark(indicator="y"),
    "C1/x: points: got None": mark(points=None),
    "C1/x: points: got nan": mark(points=float("nan")),
    "C1/x: points: got 100.5": mark(points=100.5),
    "C1/x: points: got -1": mark(points=-1),
    "C1/x: points: got True": mark(points=True),
    "C1/x: points: got '80'": mark(points="80"),
    "C1/x: points: got 80.0, takes a number from 90 to 100": mark(band="excellent"),
    "C1/x: band: got 'superb'": mark(band="superb"),
    "C1/x: status: got 'ill'": mark(status="ill"),
    "C1/x: round: got 0": mark(round=0),
}


@pytest.mark.parametrize("sentence", MARKS_REFUSED)
def test_a_mark_that_does_not_hold_is_refused_by_name(sentence):
    with pytest.raises(MethodError) as refusal:
        evaluate(TREE, panel(3), [MARKS_REFUSED[sentence]])
    assert sentence in str(refusal.value)


def test_a_second_mark_in_one_round_is_refused():
    with pytest.raises(MethodError, match="two marks of C1 for x in round 1"):
        evaluate(TREE, panel(3), [mark(), mark(points=70)])


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([], "panel: got nobody"),
        ([*panel(1), *panel(1)], "panel: got C1 twice"),
        ([Panelist(id="C1", role="owner")], "C1: role: got 'owner'"),
        ([Panelist(id="C1", role="competitive", weight=-1)], "C1: weight: got -1"),
        ([Panelist(id="", role="competitive")], "panel: id: got an empty text"),
        (["C1"], "panel: got 'C1', takes a Panelist"),
    ],
)
def test_a_panel_that_does_not_hold_is_refused_by_name(members, sentence):
    with pytest.raises(MethodError, match=sentence):
        evaluate(TREE, members, [])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"m": Fact(value=20, unit="kPa")}, "facts: got m in 'kPa', takes it in 'MPa'"),
        ({"m": Fact(value=float("inf"), unit="MPa")}, "facts: m: value: got inf"),
        ({"m": Fact(value=20, unit="MPa", evidence="rumour")}, "facts: m: evidence: got 'rumour'"),
        ({"m": 20}, "facts: m: got 20, takes a Fact"),
        ({"l": Fact(value=90)}, "got a Fact for the performance lead indicator l"),
        ([20], "takes a mapping of names"),
    ],
)
def test_a_fact_that_does_not_hold_is_refused_by_name(facts, sentence):
    with pytest.raises(MethodError, match=sentence):
        evaluate(TREE, panel(3), [], facts)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (Rules(aggregation="mode"), "rules: aggregation: got 'mode'"),
        (Rules(trim_from=2), "rules: trim_from: got 2"),
        (Rules(drop=1.0), "rules: drop: got 1.0"),
        (Rules(minimum_scores=0), "rules: minimum_scores: got 0"),
        (Rules(coverage_minimum=1.2), "rules: coverage_minimum: got 1.2"),
        (Rules(role_weights=(("competitive", 0.5),)), "takes one weight for each side"),
        (Rules(role_weights={"competitive": 0.5, "authoritative": 0.4}), "weights that sum to 0.9"),
        ("trimmed", "rules: got 'trimmed', takes a Rules"),
    ],
)
def test_rules_that_do_not_hold_are_refused_by_name(rules, sentence):
    with pytest.raises(MethodError, match=sentence):
        evaluate(TREE, panel(3), [], rules=rules)


@pytest.mark.parametrize("status", ["abstained", "missing", "recused"])
def test_a_mark_that_is_not_scored_is_no_zero(status):
    assert one_leaf([80, 80, 80, status]).score == 80


def test_an_absent_mark_is_a_missing_one():
    silent = evaluate(tree(leaf(role="competitive")), panel(4), sheet([80, 82, 84]))
    assert silent.score == one_leaf([80, 82, 84, "missing"]).score


def test_a_zero_is_a_zero():
    assert one_leaf([90, 90, 0]).score == 60


def test_the_highest_round_counts():
    again = [Mark(expert="C1", indicator="x", points=90, round=2)]
    result = evaluate(tree(leaf(role="competitive")), panel(3), [*again, *sheet([60, 90, 90])])
    assert result.score == 90


def test_points_inside_the_chosen_band_are_taken():
    marks = [Mark(expert=f"C{i}", indicator="x", points=60, band="good") for i in (1, 2, 3)]
    result = evaluate(tree(leaf(role="competitive", bands=BANDS)), panel(3), marks)
    assert result.score == 60


def test_arguments_are_not_changed_in_place():
    given = measured(anchors=[list(pair) for pair in reversed(ANCHORS)])
    evaluate(tree(given), panel(1), [], {"m": Fact(value=30, unit="MPa")})
    assert given.anchors == [[40, 100], [20, 60], [10, 0]]

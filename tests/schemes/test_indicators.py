"""Indicators ready to mark and to compute with."""

from decimal import Decimal

import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.scoring import Mark, Panelist, evaluate

STAGES = ("basic", "applied", "industrial")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("side", ["competitive", "authoritative"])
def test_proposed_weights_of_a_side_sum_to_exactly_100(stack, stage, side):
    assert sum(i.default_weight for i in stack.stage(stage).indicators if i.role == side) == Decimal(100)


@pytest.mark.parametrize("stage", STAGES)
def test_every_indicator_has_three_bands_worded_for_itself(stack, stage):
    indicators = stack.stage(stage).indicators
    assert {tuple((b.low, b.high) for b in i.bands) for i in indicators} == {
        ((Decimal(90), Decimal(100)), (Decimal(60), Decimal("89.9")), (Decimal(0), Decimal("59.9")))
    }
    wordings = [band.wording for i in indicators for band in i.bands]
    assert len(set(wordings)) == len(wordings)


def test_what_the_guide_leaves_open_is_marked_as_our_proposal(stack):
    indicators = [i for stage in STAGES for i in stack.stage(stage).indicators]
    assert {i.weight_status for i in indicators} == {"proposal"}
    assert {band.status for i in indicators for band in i.bands} == {"proposal"}


@pytest.mark.clause("M-1.2")
def test_every_indicator_feeds_the_five_values_with_shares_that_sum_to_1(stack):
    for stage in STAGES:
        for indicator in stack.stage(stage).indicators:
            assert sum(indicator.values.values()) == pytest.approx(1)


@pytest.mark.clause("M-1.1")
def test_no_shipped_indicator_counts_papers_titles_degrees_or_prizes(stack):
    assert [i.id for stage in STAGES for i in stack.stage(stage).indicators if i.counts] == []


def whole_panel(template) -> list[Panelist]:
    side = {role: side for side in ("competitive", "authoritative") for role in template.raters(side)}
    return [
        Panelist(id=f"{role}-{n}", role=side[role])
        for role, seats in template.seats.items()
        for n in range(seats)
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_the_tree_of_a_stage_can_be_marked_by_its_panel(stack, stage):
    tree, panel = stack.indicator_tree(stage), whole_panel(stack.stage(stage))
    marks = [
        Mark(expert=e.id, indicator=leaf.id, points=75.0)
        for e in panel
        for leaf in tree.leaves
        if leaf.role == e.role
    ]
    result = evaluate(tree, panel, marks, rules=stack.scoring_rules())
    assert (result.score, result.grade, result.coverage) == (75.0, "国内领先", pytest.approx(1))


def test_weights_of_a_case_take_the_place_of_the_proposed_ones(stack):
    weights = {
        "performance_lead": Decimal(100),
        "intellectual_property": Decimal(60),
        "technical_barrier": Decimal(40),
    }
    tree = stack.indicator_tree("industrial", weights)
    assert [(leaf.id, leaf.weight) for leaf in tree.leaves] == [
        ("performance_lead", 1.0),
        ("intellectual_property", 0.6),
        ("technical_barrier", 0.4),
    ]


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (
            {"performance_lead": Decimal("99.9"), "intellectual_property": Decimal(100)},
            "competitive sums to 99.9",
        ),
        ({"performance_lead": Decimal(100)}, "authoritative sums to 0"),
        ({"papers": Decimal(100)}, "got papers"),
    ],
)
def test_weights_that_miss_100_or_name_nothing_are_refused(stack, weights, reason):
    with pytest.raises(MethodError, match=reason):
        stack.indicator_tree("industrial", weights)


def test_the_scoring_rules_trim_from_seven_marks(stack):
    rules = stack.scoring_rules()
    assert (rules.aggregation, rules.trim_from, rules.minimum_scores) == ("trimmed", 7, 3)
    assert rules.role_weights == (("competitive", 0.5), ("authoritative", 0.5))


def test_grades_fall_from_world_leading_to_zero(stack):
    grades = stack.grades()
    assert [grade.label for grade in grades] == ["国际领先", "国际先进", "国内领先", "国内先进", "国内一般"]
    assert [grade.lower for grade in grades] == [90, 80, 70, 60, 0]

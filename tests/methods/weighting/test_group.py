"""Several experts' sheets, and sheets over two levels."""

import pytest

from methods.weighting.factory import consistent, explained, sheet, written_and_read
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import ahp_group, ahp_hierarchy, ahp_weights

CALM, WILD = sheet(3, [2, 4, 2]), sheet(3, [9, 1 / 9, 9])


@pytest.mark.clause("H-14.3")
def test_experts_who_agree_are_as_one():
    assert ahp_group([CALM, CALM, CALM]).weights.tolist() == pytest.approx(
        ahp_weights(CALM).weights.tolist(), abs=1e-15
    )


def test_an_expert_counts_as_often_as_his_weight_says():
    twice = ahp_group([CALM, CALM, WILD]).weights.tolist()
    assert ahp_group([CALM, WILD], expert_weights=[2, 1]).weights.tolist() == pytest.approx(twice, abs=1e-15)


def test_every_experts_own_consistency_is_kept_and_the_bad_one_named():
    result = ahp_group([CALM, WILD])
    assert [member.consistent for member in result.members] == [True, False]
    assert result.members[1].consistency_ratio == ahp_weights(WILD).consistency_ratio
    assert "Expert 2: consistency ratio 6.1303, takes less than 0.10" in result.warnings


def test_an_expert_without_weight_is_kept_but_not_counted():
    result = ahp_group([CALM, WILD], expert_weights=[1, 0])
    assert result.weights.tolist() == pytest.approx(ahp_weights(CALM).weights.tolist(), abs=1e-15)
    assert (len(result.members), result.warnings) == (2, ("Expert 2 has weight 0 and is not counted",))


def test_what_one_expert_left_out_the_others_judge():
    gap = sheet(3, [2, None, 2])
    result = ahp_group([gap, CALM])
    assert result.weights.tolist() == pytest.approx(ahp_weights(CALM).weights.tolist(), abs=1e-15)
    assert result.consistency_ratio is not None
    assert result.warnings == ("Expert 1 left pairs without a judgement",)


def test_a_pair_that_nobody_judged_stays_open():
    gap = sheet(3, [2, None, 2])
    result = ahp_group([gap, gap])
    assert (result.consistency_ratio, result.consistent) == (None, None)
    assert result.method == (
        "AHP group (geometric mean of judgements), eigenvector, incomplete judgements (Harker 1987)"
    )


def test_an_experts_slip_is_repaired_under_his_number():
    result = ahp_group([CALM, [[1, 3, 6], [0.33, 1, 2], [1 / 6, 0.5, 1]]])
    assert result.warnings == (
        "Expert 2: Row 2, column 1: got 0.33, used 0.333333, the reciprocal of the opposite cell",
    )


GROUP_REFUSED = {
    "nobody": ({"matrices": []}, "matrices: got none, takes at least one"),
    "sizes": (
        {"matrices": [CALM, [[1, 2], [0.5, 1]]]},
        "matrices: got 2 items in sheet 2, takes 3 as in the first",
    ),
    "one bad sheet": (
        {"matrices": [CALM, [[1, 2], [2, 1]]]},
        r"matrices[1]: got 2 in row 1, column 2 and 2 in row 2, column 1, takes reciprocals",
    ),
    "weights": (
        {"matrices": [CALM, CALM], "expert_weights": [1]},
        "expert_weights: got 1 values, takes 2",
    ),
    "negative": (
        {"matrices": [CALM, CALM], "expert_weights": [1, -1]},
        "expert_weights: got -1.0 at place 2, takes weights that are not negative",
    ),
    "zeros": (
        {"matrices": [CALM, CALM], "expert_weights": [0, 0]},
        "expert_weights: got only zeros, takes a positive sum",
    ),
}


@pytest.mark.parametrize("kind", GROUP_REFUSED)
def test_a_group_that_cannot_be_joined_is_refused(kind):
    arguments, text = GROUP_REFUSED[kind]
    with pytest.raises(MethodError) as refusal:
        ahp_group(**arguments)
    assert str(refusal.value) == text


CRITERIA = consistent([0.75, 0.25])
LOCAL = [consistent([0.6, 0.3, 0.1]), consistent([0.2, 0.2, 0.6])]


def test_a_hierarchy_weighs_local_weights_by_their_criterion():
    result = ahp_hierarchy(CRITERIA, LOCAL)
    assert result.weights.tolist() == pytest.approx([0.5, 0.275, 0.225], abs=1e-15)
    assert result.criteria.weights.tolist() == pytest.approx([0.75, 0.25], abs=1e-15)
    assert [one.weights.tolist() for one in result.local] == [
        pytest.approx([0.6, 0.3, 0.1]),
        pytest.approx([0.2, 0.2, 0.6]),
    ]
    assert (result.consistent, result.lambda_max) == (True, None)


def test_a_hierarchy_is_consistent_only_if_every_sheet_is():
    result = ahp_hierarchy(CRITERIA, [LOCAL[0], WILD], criteria_names=["price", "range"])
    assert result.consistent is False
    assert result.warnings[0].startswith("Criterion range: The judgements contradict each other")


def test_the_total_ordering_has_its_own_ratio():
    wild, calm = ahp_weights(WILD), ahp_weights(CALM)
    result = ahp_hierarchy(CRITERIA, [CALM, WILD])
    index = 0.75 * calm.consistency_index + 0.25 * wild.consistency_index
    assert result.consistency_index == pytest.approx(index, abs=1e-15)
    assert result.consistency_ratio == pytest.approx(index / 0.58, abs=1e-15)


def test_a_gap_below_a_criterion_leaves_the_total_ratio_open():
    result = ahp_hierarchy(CRITERIA, [sheet(3, [2, None, 2]), CALM])
    assert (result.consistency_ratio, result.consistent) == (None, None)


def test_a_hierarchy_takes_one_sheet_per_criterion():
    with pytest.raises(MethodError, match="alternatives_by_criterion: got 1 values, takes 2"):
        ahp_hierarchy(CRITERIA, [CALM])


@pytest.mark.parametrize("options", [{"prioritization": "geometric"}, {"random_index": "textbook_cn"}])
def test_options_reach_every_sheet(options):
    result = ahp_hierarchy(CRITERIA, [CALM, WILD], **options)
    expected = ahp_weights(WILD, **options)
    assert result.local[1].to_json() == expected.to_json()
    assert ahp_group([CALM, WILD], **options).members[1].to_json() == expected.to_json()


@pytest.mark.parametrize(
    "result", [ahp_group([CALM, WILD]), ahp_hierarchy(CRITERIA, LOCAL)], ids=["group", "tree"]
)
def test_the_whole_is_explained_and_comes_back_from_json(result):
    again = written_and_read(result)
    assert (len(again.members), len(again.local)) == (len(result.members), len(result.local))
    assert all(total == pytest.approx(value, abs=1e-12) for value, total in explained(result.explanation))

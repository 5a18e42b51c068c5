"""Several experts, one value; and what reserve and start price follow from it."""

from decimal import Decimal

import pytest

from quanheng.methods.errors import InsufficientOpinions, MethodError
from quanheng.methods.valuation import cost, income, pooling, reserve
from quanheng.methods.valuation.pooling import pool_opinions

FIVE = [(200, 300, 450), (240, 360, 560), (280, 420, 700), (330, 500, 820), (3000, 5000, 9000)]
FOUR = FIVE[:4]
FAMILIES = {"cost", "income", "market", "option"}


def advise(level, *, walk_away=260, floor=0, opinions=FOUR):
    return reserve.suggest_reserve(
        pool_opinions(opinions), seller_walk_away=walk_away, legal_floor=floor, level=level
    )


def test_an_outlier_is_flagged_and_still_counts():
    pooled = pool_opinions(FIVE)
    assert (pooled.outliers, pooled.p50) == ((4,), 420)
    assert pooled.warnings[0] == "Opinion 5 is an outlier and needs a ruling"


def test_a_ruling_to_keep_answers_the_flag():
    pooled = pool_opinions(FIVE, rulings=[(4, "keep", "has sold such a sensor")])
    assert (pooled.outliers, pooled.p50) == ((4,), 420)
    assert pooled.warnings == (
        "The highest opinion is 16.67 times the lowest: a written explanation is needed",
    )


def test_a_ruling_to_exclude_takes_the_opinion_out():
    pooled = pool_opinions(FIVE, rulings=[(4, "exclude", "another product")])
    assert (pooled, pooled.warnings) == (pool_opinions(FOUR), ())


def test_excluding_who_is_no_outlier_is_warned_of():
    pooled = pool_opinions(FOUR, rulings=[(0, "exclude", "too low")])
    assert pooled.warnings == ("Opinion 1 was excluded by a ruling although it is no outlier",)


@pytest.mark.parametrize(
    ("ruling", "sentence"),
    [
        ((4, "exclude", " "), "rulings[0].reason: got ' ', takes a text"),
        ((5, "keep", "why"), "rulings[0].index: got 5, takes the index of an opinion, once each"),
        ((4, "drop", "why"), "rulings[0].decision: got 'drop', takes keep | exclude"),
        ((4, "keep"), "rulings[0]: got (4, 'keep'), takes (index, keep | exclude, reason)"),
    ],
)
def test_a_ruling_needs_an_opinion_a_decision_and_a_reason(ruling, sentence):
    with pytest.raises(MethodError) as refused:
        pool_opinions(FIVE, rulings=[ruling])
    assert str(refused.value) == sentence


def test_one_opinion_is_ruled_on_once():
    with pytest.raises(MethodError, match=r"rulings\[1\].index: got 4"):
        pool_opinions(FIVE, rulings=[(4, "keep", "a"), (4, "exclude", "b")])


@pytest.mark.clause("H-14.5")
def test_two_opinions_give_no_interval():
    with pytest.raises(InsufficientOpinions, match="got 2 that count, takes at least 3"):
        pool_opinions(FOUR[:2])


def test_a_ruling_may_leave_too_few():
    with pytest.raises(InsufficientOpinions):
        pool_opinions(FOUR[:3], rulings=[(0, "exclude", "why")])


@pytest.mark.parametrize(
    ("opinion", "sentence"),
    [
        ((2, 1, 3), "opinions[3]: got 2, 1, 3, takes P10 ≤ P50 ≤ P90"),
        ((0, 1, 3), "opinions[3]: got 0, takes a number above 0"),
        ((1, 3), "opinions[3]: got (1, 3), takes (P10, P50, P90)"),
    ],
)
def test_an_opinion_that_is_none_is_named(opinion, sentence):
    with pytest.raises(MethodError) as refused:
        pool_opinions([*FOUR[:3], opinion])
    assert str(refused.value) == sentence


def test_only_the_ratios_of_the_weights_matter():
    assert (
        pool_opinions(FIVE, weights=[1, 2, 3, 2, 1]).p50
        == pool_opinions(FIVE, weights=["0.1", "0.2", "0.3", "0.2", "0.1"]).p50
    )


def test_half_of_the_weight_averages_with_the_next_that_has_any():
    pooled = pool_opinions([(1, 100, 900), (1, 200, 900), (1, 400, 900)], weights=[1, 0, 1])
    assert pooled.p50 == 200


def test_where_most_agree_exactly_the_mean_deviation_finds_the_outlier():
    pooled = pool_opinions([(90, 100, 110)] * 9 + [(900, 1000, 1100)])
    assert pooled.outliers == (9,)


def test_the_log_mean_without_extremes_needs_five():
    assert pool_opinions(FOUR).trimmed is None


def test_the_pooled_value_is_explained_by_the_middle_opinions(adds_up):
    tree = pool_opinions(FOUR).explanation
    assert ([step.contribution > 0 for step in tree.children], adds_up(tree)) == (
        [False, True, True, False, False],
        True,
    )


@pytest.mark.clause("H-26.4")
def test_methods_are_reconciled_by_preset_weights_and_a_reason(adds_up):
    results = [cost.cost_value(100, used_years=0, remaining_years=1), income.discounted_cash_flow([150], 0)]
    joint = pooling.reconcile(results, ["0.4", "0.6"], "income is better documented")
    assert (joint.value, joint.low, joint.high) == (130, 100, 150)
    assert (joint.method, adds_up(joint.explanation)) == (
        "pooling.reconcile, cost.newness + income.dcf",
        True,
    )


def test_methods_a_factor_of_two_apart_demand_a_note():
    results = [income.discounted_cash_flow([100], 0), income.discounted_cash_flow([201], 0)]
    joint = pooling.reconcile(results, ["0.5", "0.5"], "both hold")
    assert joint.warnings == ("The methods are more than a factor of 2 apart: a note is needed",)


@pytest.mark.parametrize(
    ("results", "reason", "sentence"),
    [
        ([income.discounted_cash_flow([1], 0)], "", "reason: got '', takes a text"),
        ([Decimal(1)], "why", "results[0]: got 1, takes the result of a valuation method"),
    ],
)
def test_nothing_is_averaged_in_silence(results, reason, sentence):
    with pytest.raises(MethodError) as refused:
        pooling.reconcile(results, [1], reason)
    assert str(refused.value) == sentence


@pytest.mark.clause("H-14.6")
def test_the_cost_approach_is_the_default_of_the_basic_stage():
    policy = reserve.allowed_methods(3)
    assert (policy.required, policy.default) == ((), ("cost.multiplier", "cost.ledger"))


@pytest.mark.clause("H-20.3")
def test_the_applied_stage_requires_income():
    assert [reserve.allowed_methods(level).required for level in (5, 6, 7)] == [("income",)] * 3


@pytest.mark.clause("H-26.4")
def test_the_industrial_stage_requires_income_and_market():
    assert {reserve.allowed_methods(level).required for level in range(8, 14)} == {("income", "market")}


def test_every_level_knows_the_same_methods_and_each_once():
    policies = [reserve.allowed_methods(level) for level in range(1, 14)]
    known = {tuple(sorted(policy.default + policy.with_reason)) for policy in policies}
    assert (len(known), len(set(*known))) == (1, 10)
    assert {code.split(".")[0] for code in policies[0].default + policies[0].with_reason} == FAMILIES


@pytest.mark.clause("H-14.6")
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_basic_stage_gets_a_cost_floor_in_words_and_no_number(level):
    advice = advise(level)
    assert (advice.reserve, advice.start) == (None, None)
    assert "replacement cost less obsolescence" in advice.rationale
    assert not any(sign.isdigit() for sign in advice.rationale)


def test_the_basic_stage_needs_no_pooled_value():
    assert reserve.suggest_reserve(None, seller_walk_away=1, legal_floor=0, level=2).reserve is None


def test_above_the_basic_stage_a_pooled_value_is_needed():
    with pytest.raises(MethodError, match="pooled: got None, takes the result of pool_opinions"):
        reserve.suggest_reserve(None, seller_walk_away=1, legal_floor=0, level=5)


@pytest.mark.parametrize(
    ("walk_away", "floor", "decides"),
    [(1, 0, "The lower quartile"), (900, 0, "The seller's walk-away"), (1, 900, "The legal floor")],
)
def test_the_rationale_names_what_decides_the_reserve(walk_away, floor, decides):
    assert advise(6, walk_away=walk_away, floor=floor).rationale.startswith(decides)


def test_a_reserve_equal_to_the_start_is_public_in_effect():
    advice = advise(9, walk_away=1, floor=900)
    assert (advice.reserve, advice.start) == (900, 900)
    assert advice.warnings == ("Start and reserve price are equal: the reserve price is public in effect",)


def test_an_unruled_flag_reaches_the_advice():
    assert "Opinion 5 is an outlier and needs a ruling" in advise(6, opinions=FIVE).warnings


def test_reserve_and_start_are_explained(adds_up):
    advice = advise(6, walk_away=450, floor=400)
    start = advice.explanation.children[-1]
    assert (advice.explanation.value, start.value) == (advice.reserve, advice.start)
    assert (adds_up(advice.explanation), adds_up(start)) == (True, True)

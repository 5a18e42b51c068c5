"""H-14, H-20 and H-26: the three approaches and what they warn of."""

from decimal import Decimal

import pytest

from quanheng.methods.errors import InsufficientComparables, MethodError
from quanheng.methods.valuation import cost, income, market, rates
from quanheng.methods.valuation.reserve import allowed_methods

FLOWS = ["10", "12", "14", "16", "18"]


def labels(result):
    return [step.label for step in result.explanation.children]


@pytest.mark.clause("H-14.7")
def test_the_cost_value_deducts_age_and_both_losses():
    result = cost.cost_value(100, used_years=1, remaining_years=3, functional_loss=10, economic_loss=5)
    contributions = [step.contribution for step in result.explanation.children]
    assert (result.value, contributions) == (60, [100, -25, -10, -5])


@pytest.mark.clause("H-14.7")
def test_a_cost_value_below_nothing_is_raised_to_nothing_with_a_warning():
    result = cost.cost_value(100, used_years=0, remaining_years=3, economic_loss=130)
    assert (result.value, result.explanation.children[-1].contribution) == (0, 30)
    assert result.warnings == ("Obsolescence is larger than the replacement cost: the value is set to 0",)


def test_age_and_functional_loss_together_are_warned_of():
    result = cost.cost_value(100, used_years=1, remaining_years=3, functional_loss=1)
    assert result.warnings == (
        "Age and functional loss are both deducted: they must not have the same cause",
    )


def test_a_ledger_is_explained_item_by_item():
    items = [("equipment", 100, 2021), ("salaries", 200, 2023)]
    result = cost.replacement_by_ledger(
        items, index={2021: 100, 2023: 104, 2025: 110}, profit=0, capital_cost=0
    )
    recorded = result.explanation.children[0]
    assert [(s.label, s.contribution) for s in recorded.children] == [
        ("equipment (2021)", 100),
        ("salaries (2023)", 200),
    ]


def test_a_value_that_is_whole_comes_out_whole():
    result = cost.replacement_by_multiplier(35, 30, creativity="1.2", risk="0.4", profit="0.2")
    assert result.value == 142


@pytest.mark.clause("H-20.3")
def test_the_discounted_cash_flow_prints_rate_and_timing():
    result = income.discounted_cash_flow(FLOWS, "0.10", timing="mid")
    assert result.explanation.rule == "Σ CFₜ·dₜ, rate 0.10, timing middle of the year"
    assert result.method == "income.dcf, timing mid, rate 0.10, no terminal value"


@pytest.mark.parametrize(("base", "warned"), [([-200, 100], True), ([-100, 100], False)])
def test_a_value_below_zero_is_said_in_words(base, warned):
    result = income.income_split(base, "0.1", "0", basis="profit")
    sentence = "The value is below zero: the forecast loses more than it earns"
    assert (result.warnings == (sentence,), result.value < 0) == (warned, warned)


@pytest.mark.clause("H-20.3")
def test_the_income_split_prints_rate_and_timing_and_shows_tax_apart():
    result = income.income_split([200, 200], "0.25", "0", basis="profit", tax="0.2")
    assert result.explanation.rule == "Σ Bₜ·kₜ·(1 − T)·dₜ, rate 0, timing end of the year"
    assert [step.contribution for step in result.explanation.children] == [50, 50, -20]


@pytest.mark.clause("H-20.3")
def test_both_income_methods_are_preselected_in_the_applied_stage():
    assert allowed_methods(6).default[:2] == ("income.dcf", "income.split")


def test_a_technology_does_not_live_for_ever_unless_told_so():
    assert labels(income.discounted_cash_flow(["10", "10"], "0.1")) == ["Year 1", "Year 2"]


def test_a_terminal_value_above_half_of_the_value_is_warned_of():
    result = income.discounted_cash_flow(FLOWS, "0.10", terminal_growth="0.03")
    assert (labels(result)[-1], result.warnings) == (
        "Terminal value",
        ("The terminal value is more than half of the value",),
    )


def test_a_small_terminal_value_is_not_warned_of():
    result = income.discounted_cash_flow([100, 100, 100, "1"], "0.10", terminal_growth="0")
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("rate", "basis", "warnings"),
    [
        ("0.2", "revenue", ()),
        ("0.21", "revenue", ("Split rate 0.21 on revenue is above 0.2: is it meant for profit?",)),
        ("0.4", "profit", ()),
        ("0.41", "profit", ("Split rate 0.41 on profit is above 0.4: unusually high",)),
    ],
)
def test_a_split_rate_that_fits_another_basis_is_warned_of(rate, basis, warnings):
    assert income.income_split(FLOWS, rate, "0.1", basis=basis).warnings == warnings


def test_one_split_rate_stands_for_every_year():
    once = income.income_split(FLOWS, "0.1", "0.1", basis="profit")
    assert once.value == income.income_split(FLOWS, ["0.1"] * 5, "0.1", basis="profit").value


def test_the_amortisation_benefit_is_a_line_of_its_own():
    result = income.relief_from_royalty([1000, 1000], "0.05", "0.1", tax="0.25", amortisation_years=5)
    assert labels(result) == ["Year 1", "Year 2", "Tax", "Tax amortisation benefit"]


def test_a_benefit_as_large_as_the_value_is_refused():
    with pytest.raises(MethodError, match="takes one at which the tax benefit stays below the value itself"):
        income.amortisation_benefit("0.9", 5, "-0.5")


def test_a_built_up_rate_is_the_sum_of_its_parts():
    parts = [("risk-free", "0.02"), ("market", "0.06"), ("specific", "0.03")]
    assert rates.build_up(parts) == rates.build_up(dict(parts)) == Decimal("0.11")


def test_no_factor_leaves_the_price_as_it_is():
    assert market.adjusted_price("500.00", {}).value == 500


def test_large_adjustments_are_warned_of_one_by_one_and_together():
    result = market.adjusted_price(100, {"date": "1.25", "region": "1.1"})
    assert result.warnings == (
        "Hardly comparable: the factor date is 1.25, more than 20 % off",
        "Hardly comparable: all factors together are 1.375, more than 30 % off",
    )


@pytest.mark.clause("H-26.4")
def test_two_comparable_deals_are_no_market_value():
    with pytest.raises(InsufficientComparables, match="got 2 comparable deals, takes at least 3"):
        market.market_value([538, 500])


@pytest.mark.clause("H-26.4")
def test_a_market_value_takes_adjusted_prices_and_hands_on_their_warnings():
    deals = [market.adjusted_price(p, {"date": k}) for p, k in [(100, "1.5"), (120, 1), (140, 1)]]
    result = market.market_value(deals, rule="median")
    assert (result.value, result.low, result.high) == (140, 120, 150)
    assert result.warnings == deals[0].warnings


def test_a_value_of_another_method_is_no_comparable():
    other = cost.cost_value(100, used_years=0, remaining_years=1)
    with pytest.raises(
        MethodError, match=r"adjusted\[2\]: got a result of cost.newness, takes one of market.adjusted"
    ):
        market.market_value([1, 2, other])


@pytest.mark.parametrize(
    ("prices", "options", "value"),
    [
        ([100, 200, 300], {}, 200),
        ([100, 110, 130, 140], {"rule": "median"}, 120),
        ([100, 110, 120], {"rule": "weighted", "weights": ["0.5", "0.3", "0.2"]}, 107),
    ],
)
def test_the_rule_weighs_the_adjusted_prices(prices, options, value):
    assert market.market_value(prices, **options).value == value


def test_adjusted_prices_far_apart_are_warned_of():
    result = market.market_value([100, 120, 151])
    assert result.warnings == ("The adjusted prices are far apart: the highest is 1.51 times the lowest",)

"""Exact numbers in, sentences out when they are not."""

import subprocess
import sys
from decimal import ROUND_DOWN, Context, Decimal, localcontext
from pathlib import Path

import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.valuation import cost, income, market, rates, reserve

FLOWS = ["100", "100", "100"]
SOURCES = Path(__file__).parents[3] / "src"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.5, "flows[2]: got 1.5 (float), takes Decimal, int or str"),
        (True, "flows[2]: got True (bool), takes Decimal, int or str"),
        (None, "flows[2]: got None (NoneType), takes Decimal, int or str"),
        ("1,200", "flows[2]: got '1,200', takes a finite number"),
        ("NaN", "flows[2]: got 'NaN', takes a finite number"),
        (Decimal("sNaN"), "flows[2]: got sNaN, takes a finite number"),
        (Decimal("-Infinity"), "flows[2]: got -Infinity, takes a finite number"),
    ],
)
def test_a_number_that_is_not_exact_is_named_with_its_place(value, sentence):
    with pytest.raises(MethodError) as refused:
        income.present_value([1, 2, value], "0.1")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: income.present_value("100", "0.1"), "flows: got '100' (str), takes a list"),
        (lambda: income.present_value(5, "0.1"), "flows: got 5 (int), takes a list"),
        (lambda: income.present_value([], "0.1"), "flows: got none, takes at least one"),
        (lambda: income.present_value(FLOWS, "-1"), "rate: got -1, takes a rate above -1"),
        (lambda: income.present_value(FLOWS, "0.1", timing="start"), "timing: got 'start', takes end | mid"),
        (
            lambda: income.income_split(FLOWS, ["0.1"], "0.1", basis="profit"),
            "split_rates: got 1 values, takes 3",
        ),
        (
            lambda: income.income_split(FLOWS, "1.1", "0.1", basis="profit"),
            "split_rates: got 1.1, takes a share from 0 to 1",
        ),
        (
            lambda: income.income_split(FLOWS, "0.1", "0.1", basis="sales"),
            "basis: got 'sales', takes revenue | profit",
        ),
        (
            lambda: income.income_split(FLOWS, "0.1", "0.1", basis="profit", tax=1),
            "tax: got 1, takes a share of at least 0 and below 1",
        ),
        (
            lambda: income.discounted_cash_flow(FLOWS, "0.05", terminal_growth="0.06"),
            "terminal_growth: got 0.06, takes one below the rate 0.05",
        ),
        (
            lambda: income.split_rate_by_score(0, 1, ["0.5", "0.4"], [1, 1]),
            "weights: got a sum of 0.9, takes weights that sum to 1",
        ),
        (
            lambda: income.split_rate_by_score("0.5", "0.4", [1], [1]),
            "low: got 0.5, takes at most the high 0.4",
        ),
        (
            lambda: income.split_rate_by_profit([1], [-1], "0.1"),
            "total_profit_series: got a present value of -0.9090909090909090909090909090909091, takes one above 0",
        ),
        (
            lambda: income.split_rate_by_profit([3], [2], 0),
            "technology_profit_series: got a present value of 3, takes one from 0 to the total of 2",
        ),
        (
            lambda: income.split_rate_by_investment(0, 0, 0, 0),
            "technology_cost, licensee_cost: got a sum of 0, takes a sum above 0",
        ),
        (
            lambda: income.amortisation_benefit("0.25", 0, "0.1"),
            "years: got 0, takes a whole number of at least 1",
        ),
        (
            lambda: cost.replacement_by_multiplier(1, -1, creativity=1, risk=0, profit=0),
            "labour: got -1, takes 0 or more",
        ),
        (
            lambda: cost.replacement_by_multiplier(1, 1, creativity=1, risk=1, profit=0),
            "risk: got 1, takes a share of at least 0 and below 1",
        ),
        (
            lambda: cost.replacement_by_ledger([("a", 1, 2020)], index={2021: 1}, profit=0, capital_cost=0),
            "items[0].year: got 2020, takes a year of the price index (2021)",
        ),
        (
            lambda: cost.replacement_by_ledger([("a", 1, "2021")], index={2021: 1}, profit=0, capital_cost=0),
            "items[0].year: got '2021' (str), takes a whole number (int)",
        ),
        (
            lambda: cost.replacement_by_ledger([("a", 1)], index={2021: 1}, profit=0, capital_cost=0),
            "items[0]: got ('a', 1), takes (label, amount, year)",
        ),
        (
            lambda: cost.cost_value(1, used_years=0, remaining_years=0),
            "used_years, remaining_years: got a sum of 0, takes a sum above 0",
        ),
        (lambda: rates.wacc("1.2", 0, 0, 0), "equity_weight: got 1.2, takes a share from 0 to 1"),
        (lambda: rates.build_up([("risk-free",)]), "items[0]: got ('risk-free',), takes (label, rate)"),
        (lambda: market.adjusted_price(100, {"date": 0}), "factors['date']: got 0, takes a number above 0"),
        (
            lambda: market.adjusted_price(100, ["1.1"]),
            "factors: got ['1.1'], takes adjustment factors by name",
        ),
        (
            lambda: market.market_value([1, 1, 1], weights=[1, 0, 0]),
            "weights: got [1, 0, 0] with rule mean, takes weights with rule weighted and only then",
        ),
        (lambda: reserve.allowed_methods(0), "level: got 0, takes 1 to 13: below level 1 nothing is valued"),
        (lambda: reserve.allowed_methods(True), "level: got True (bool), takes a whole number (int)"),
    ],
)
def test_a_refusal_names_the_argument_what_it_got_and_what_it_takes(call, sentence):
    with pytest.raises(MethodError) as refused:
        call()
    assert str(refused.value) == sentence


def test_numbers_that_leave_every_range_are_refused_and_not_crashed_on():
    with pytest.raises(MethodError, match=r"present_value: got numbers that lead beyond 10\^999999"):
        income.present_value(["1e999999"] * 9, "-0.999999")


def test_a_long_number_is_cut_in_the_sentence_that_names_it():
    with pytest.raises(MethodError) as refused:
        reserve.allowed_methods(10**5000)
    assert len(str(refused.value)) < 120


def test_the_decimal_context_of_the_caller_changes_nothing():
    usual = income.present_value(FLOWS, "0.07")
    with localcontext(Context(prec=3, rounding=ROUND_DOWN, Emax=9, Emin=-9)):
        coarse = income.present_value(FLOWS, "0.07")
    assert coarse == usual


def test_the_inputs_are_left_as_they_were():
    flows, factors = [1, Decimal(2), "3"], {"date": "1.1"}
    income.discounted_cash_flow(flows, "0.1")
    market.adjusted_price(100, factors)
    assert (flows, factors) == ([1, Decimal(2), "3"], {"date": "1.1"})


def test_the_exact_methods_load_neither_numpy_nor_scipy():
    program = (
        "import sys; from quanheng.methods.valuation import cost, income, market, pooling, rates, reserve; "
        "print(sorted({'numpy', 'scipy', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"

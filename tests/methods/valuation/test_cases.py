"""The worked cases of tests/cases/valuation.json, published answers that are wrong included."""

import importlib
import json
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path

import pytest

from quanheng.methods import errors
from quanheng.methods.valuation import pooling
from quanheng.methods.valuation.result import ValueResult

CASES = json.loads((Path(__file__).parents[2] / "cases" / "valuation.json").read_text("utf-8"))["cases"]
PROMISED = {
    "cost": "replacement_by_multiplier replacement_by_ledger cost_value",
    "income": "present_value discounted_cash_flow split_rate_by_investment split_rate_by_score split_rate_by_profit "
    "income_split relief_from_royalty excess_earnings amortisation_benefit risk_adjusted",
    "rates": "capm wacc build_up",
    "market": "adjusted_price market_value find_comparables",
    "options": "black_scholes_merton binomial_option",
    "simulation": "simulate",
    "pooling": "pool_opinions reconcile",
    "reserve": "suggest_reserve allowed_methods",
}
STILL_TO_COME = {
    "market.find_comparables",
    "options.black_scholes_merton",
    "options.binomial_option",
    "simulation.simulate",
}


def module_of(name):
    full = f"quanheng.methods.valuation.{name}"
    return importlib.import_module(full) if find_spec(full) else None


def method(name):
    module, function = name.split(".")
    return getattr(module_of(module), function)


def exact(value):
    """Return the case's input with its number strings as Decimals, words and whole numbers as they are."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        return value


def run(case):
    inputs, options = exact(case["inputs"]), exact(case["options"])
    if "pooled" in inputs:
        inputs["pooled"] = pooling.pool_opinions(inputs["pooled"]["opinions"])
    if "index" in options:
        options["index"] = {int(year): level for year, level in options["index"].items()}
    return method(case["method"])(*inputs.values(), **options)


def built(kinds):
    chosen = [case for case in CASES if case["kind"] in kinds and case["method"] not in STILL_TO_COME]
    return [pytest.param(case, id=case["id"]) for case in chosen]


def attribute(result, name):
    found = result if name == "return" else getattr(result, name)
    return list(found) if isinstance(found, tuple) else found


def test_exactly_the_named_functions_are_still_to_come():
    promised = {f"{module}.{name}" for module, names in PROMISED.items() for name in names.split()}
    missing = {name for name in promised if not hasattr(module_of(name.split(".")[0]), name.split(".")[1])}
    assert missing == STILL_TO_COME


@pytest.mark.parametrize("case", built({"worked_example", "trap", "fixture", "derived"}))
def test_a_worked_case_gives_the_expected_numbers(case):
    result = run(case)
    got = {name: attribute(result, name) for name in case["expected"]}
    tolerance = {name: Decimal(case["tolerance"].get(name, "0")) for name in got}
    differs = {
        name: got[name]
        for name, wanted in exact(case["expected"]).items()
        if (abs(got[name] - wanted) > tolerance[name] if isinstance(wanted, Decimal) else got[name] != wanted)
    }
    assert differs == {}


@pytest.mark.parametrize(
    "case", [p for p in built({"worked_example", "trap", "fixture"}) if "must_not_equal" in p.values[0]]
)
def test_a_wrong_published_answer_is_not_reproduced(case):
    result = run(case)
    near = {
        name: wrong
        for name, wrong in exact(case["must_not_equal"]).items()
        if abs(attribute(result, name) - wrong) <= Decimal(case["tolerance"][name])
    }
    assert near == {}


@pytest.mark.parametrize("case", built({"error"}))
def test_a_wrong_input_is_refused_by_its_own_error(case):
    wanted = getattr(errors, case["expected"]["raises"])
    with pytest.raises(errors.MethodError) as refused:
        run(case)
    assert type(refused.value) is wanted


@pytest.mark.parametrize("case", built({"worked_example", "trap", "derived"}))
def test_the_explanation_of_a_worked_case_adds_up(case, adds_up):
    result = run(case)
    if isinstance(result, ValueResult):
        assert (result.explanation.value, adds_up(result.explanation)) == (result.value, True)
    else:
        assert isinstance(result, Decimal)

"""The sheets give what the methods give, and say what they lack."""

from decimal import Decimal

import pytest
from django.utils import translation

from factories.valuation import FIGURES, STAGE_FIGURES
from quanheng.methods.errors import InsufficientComparables, MethodError
from quanheng.methods.money import yuan
from quanheng.methods.valuation import income
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.valuation.runs import outcome_of
from quanheng.platform.valuation.sheets.catalogue import SHEETS, needs_reason, offers
from quanheng.platform.valuation.sheets.income import INCOME_SPLIT
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS


def stored(code: str, **changes: object) -> dict[str, object]:
    """Return the figures of the factory as a calculation reads them."""
    sheet, found = SHEETS[code], {}
    for name, value in (FIGURES[code] | changes).items():
        if not value:
            continue
        base = name.partition(".")[0]
        if sheet.spec(base).per_row:
            found.setdefault(base, []).append(value)
        else:
            found[name] = value
    return {name: value for name, value in found.items() if value}


def value(code: str, **changes: object) -> Decimal:
    return outcome_of(SHEETS[code], stored(code, **changes)).value


@pytest.mark.clause("H-14.7")
def test_the_cost_method_deducts_obsolescence():
    # 142 of the question bank in ten-thousands, two of ten years used
    assert value("cost.multiplier") == Decimal("1136000.00")


@pytest.mark.clause("H-14.7")
@pytest.mark.parametrize("code", ["cost.multiplier", "cost.ledger"])
def test_a_cost_value_never_exceeds_the_replacement_cost(code):
    tree = outcome_of(SHEETS[code], stored(code, used_years="0")).result.explanation
    assert tree.value == tree.children[0].value


@pytest.mark.clause("H-20.3")
def test_the_income_split_of_the_wireframe_comes_out():
    assert value("income.split") == Decimal("1919520.35")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "rate 0.18, timing end of the year"), ("zh-hans", "折现率 0.18，折现时点 年末")],
)
def test_the_formula_says_the_timing_in_words(language, words):
    rule = outcome_of(SHEETS["income.split"], stored("income.split")).result.explanation.rule
    with translation.override(language):
        assert sentence(rule).endswith(words)


def test_flows_in_the_middle_of_the_year_are_worth_more():
    assert value("income.split", timing="mid") == Decimal("2085132.82")


def test_a_rate_is_built_up_from_its_premiums():
    built, direct = value("income.dcf"), value("income.dcf", rate_way="direct", rate="0.15")
    assert built == direct == Decimal("1099202.76")


def test_a_rate_comes_from_the_capital_market():
    changes = {
        "rate_way": "capm",
        "risk_free": "0.02",
        "beta": "1.1",
        "market_return": "0.08",
        "specific": "0.064",
    }
    assert value("income.dcf", **changes) == Decimal("1099202.76")


@pytest.mark.parametrize(
    ("way", "figures", "rate"),
    [
        (
            "investment",
            {
                "technology_cost": "100",
                "technology_margin": "4",
                "licensee_cost": "4000",
                "licensee_margin": "0.125",
            },
            income.split_rate_by_investment(100, 4, 4000, "0.125"),
        ),
        (
            "score",
            {
                "split_low": "0.01",
                "split_high": "0.03",
                "criteria": [
                    {"label": "a", "weight": "0.5", "score": "1"},
                    {"label": "b", "weight": "0.5", "score": "0"},
                ],
            },
            Decimal("0.02"),
        ),
        ("profit", {"technology_profit": ["10"], "total_profit": ["100"]}, Decimal("0.1")),
    ],
)
def test_a_split_rate_is_found_in_its_own_way(way, figures, rate):
    one_year = {"base": ["1180000.00"], "split_way": way, "split_rate": ""}
    assert value("income.split", **one_year, **figures) == yuan(1_000_000 * rate)


def test_figures_of_a_way_not_chosen_do_not_count():
    used = INCOME_SPLIT.inputs(stored("income.split", technology_cost="5"))
    assert "technology_cost" not in used


@pytest.mark.clause("H-26.4")
def test_comparables_are_adjusted_factor_by_factor():
    # the mean of 1.6 million times 1.02 times 0.95
    assert value("market.comparables") == Decimal("1550400.00")


@pytest.mark.clause("H-26.4")
def test_two_comparables_give_no_market_value():
    outcome = outcome_of(SHEETS["market.comparables"], stored("market.comparables", **{"deals.3": ""}))
    assert str(outcome.missing[0]) == "Comparable deals: got 2 rows, takes at least 3"
    with pytest.raises(InsufficientComparables):
        SHEETS["market.comparables"].compute({"deals": [{"price": 1}, {"price": 2}]})


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_the_steps_sum_to_the_value_on_every_sheet(code):
    def sums(step):
        given = [child.contribution for child in step.children if child.contribution is not None]
        assert (
            not given or not any(given) or abs(sum(given) - step.value) <= abs(step.value) * Decimal("1e-12")
        )
        for child in step.children:
            sums(child)

    sums(outcome_of(SHEETS[code], stored(code)).result.explanation)


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_every_sheet_says_what_its_value_hangs_on(code):
    assert outcome_of(SHEETS[code], stored(code)).moves


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_an_empty_sheet_names_everything_it_needs(code):
    sheet = SHEETS[code]
    needed = {spec.name for spec in sheet.used({}) if spec.required and not spec.default}
    assert {part.section for part in outcome_of(sheet, {}).missing} == {f"#id_{name}" for name in needed}


def test_a_refusal_of_the_method_names_the_box_it_is_about():
    outcome = outcome_of(SHEETS["income.dcf"], stored("income.dcf", terminal_growth="0.2"))
    assert (outcome.field, outcome.result) == ("terminal_growth", None)


def test_a_row_that_lacks_a_cell_is_named():
    rows = {"deals.2": {"label": "Deal 2", "price": "5"}}
    outcome = outcome_of(SHEETS["market.comparables"], stored("market.comparables", **rows))
    assert str(outcome.missing[0]) == "Comparable deals, row 2: Closed on not entered"


@pytest.mark.clause("H-14.6")
def test_at_level_3_cost_is_the_default_and_everything_else_needs_a_reason():
    standings = {offer.code: offer.standing for offer in offers(3)}
    assert {code for code, standing in standings.items() if standing == "default"} == {
        "cost.multiplier",
        "cost.ledger",
    }
    assert all(needs_reason(3, code) for code, standing in standings.items() if standing == "with_reason")


@pytest.mark.parametrize(("level", "required"), [(4, set()), (6, {"income"}), (9, {"income", "market"})])
def test_a_level_requires_its_families(level, required):
    assert {offer.sheet.approach for offer in offers(level) if offer.standing == "required"} == required


def test_level_0_is_not_valued():
    with pytest.raises(MethodError):
        offers(0)


@pytest.mark.clause("H-14.7", "H-20.4")
def test_the_guide_names_the_figures_of_each_stage():
    names = {stage: [spec.name for spec in sheet.specs] for stage, sheet in STAGE_SHEETS.items()}
    assert names == {
        "basic": ["research_cost", "expected_income", "market_size"],
        "applied": ["expected_income", "market_size"],
        "industrial": ["expected_income", "like_deals"],
    }
    assert {name for row in names.values() for name in row} == set(STAGE_FIGURES)

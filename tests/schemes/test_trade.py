"""Trade, experts and avoidance as the rooms read them."""

from decimal import Decimal

import pytest

from quanheng.methods.experts import Relation, Subject, find_conflicts


def test_deposits_lie_between_5_and_20_percent_and_above_30_are_refused(stack):
    keys = (
        "deposit.percent_minimum",
        "deposit.percent",
        "deposit.percent_maximum",
        "deposit.percent_refused",
    )
    assert [stack.number(key) for key in keys] == [5, 10, 20, 30]


def test_the_extension_is_five_minutes_from_the_bid(stack):
    keys = ("bidding.extension_rule", "bidding.extension_window", "bidding.extension")
    assert [stack.value(key) for key in keys] == ["from_bid", 300, 300]


def test_the_step_ladder_rises_from_zero(stack):
    ladder = stack.increments()
    assert ladder[0] == (Decimal(0), Decimal(1000))
    assert list(ladder) == sorted(ladder)


def test_each_guard_names_its_law_and_a_way_out(stack):
    for trade in ("listing", "auction"):
        for guard in stack.guards(trade):
            assert guard.law
            assert guard.remedy
            assert guard.remedy_en


@pytest.mark.parametrize(
    ("trade", "guard", "effect"),
    [
        ("listing", "no_valid_report", "block"),
        ("listing", "basic_report_price", "warn"),
        ("listing", "priority_not_notified", "block"),
        ("auction", "notice_short", "block"),
        ("auction", "notice_tight", "warn"),
        ("auction", "below_reserve", "block"),
        ("listing", "bid_far_above", "confirm"),
        ("listing", "blacklisted", "block"),
        ("listing", "dishonesty", "warn"),
    ],
)
def test_the_effect_of_a_guard(stack, trade, guard, effect):
    assert {g.id: g.effect for g in stack.guards(trade)}[guard] == effect


def test_a_guard_of_the_auction_law_does_not_stand_before_a_listing(stack):
    assert "notice_short" not in {guard.id for guard in stack.guards("listing")}


def test_the_entrustment_contract_has_the_nine_items_of_the_law(stack):
    assert len(stack.items("entrust_contract")) == 9


def test_the_five_contract_kinds_and_their_forms(stack):
    kinds = [kind for kind in stack.contract_kinds() if not kind.parent]
    assert [kind.title for kind in kinds] == [
        "技术开发合同",
        "技术转让合同",
        "技术许可合同",
        "技术咨询合同",
        "技术服务合同",
    ]


def test_the_rules_of_avoidance_are_c01_to_c15(stack):
    rules = stack.conflict_rules()
    assert [rule.id for rule in rules] == [f"C{n:02}" for n in range(1, 16)]
    assert [rule.id for rule in rules if rule.severity == "soft"] == ["C12"]
    assert {rule.id: rule.years for rule in rules if rule.id in {"C02", "C03", "C04", "C06"}} == {
        "C02": 0,
        "C03": 3,
        "C04": 5,
        "C06": None,
    }


def test_the_rules_of_avoidance_run_in_the_engine(stack, now):
    relations = [Relation("work", "expert", "paper"), Relation("work", "owner", "paper")]
    subject = Subject("item", ["owner"], [])
    found = find_conflicts(subject, ["expert"], relations, stack.conflict_rules(), on=now.date())
    assert [(conflict.rule, conflict.severity) for conflict in found] == [("C04", "hard")]


def test_the_yearly_score_of_an_expert_is_made_of_100_points(stack):
    parts = ("attendance", "timeliness", "reasons", "complaints")
    assert sum(stack.number(f"pool.score_{part}") for part in parts) == 100


def test_a_valuation_says_that_it_is_no_appraisal_report(stack):
    assert stack.text("valuation_opinion").zh.endswith("非《资产评估法》所称资产评估报告。")

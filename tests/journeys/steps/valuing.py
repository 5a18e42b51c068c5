"""Steps 6 and 7: the result explains itself; the value comes from the allowed methods, the experts and their reasons."""

from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

SOURCE = {"source": "课题组测算表 2026 版", "date": "2026-08-20"}
STAGE = {"expected_income": "95000000", "market_size": "600000000"}
SPLIT = {
    "base": "8000000\n15000000\n22000000\n26000000\n24000000",
    "tax": "0",
    "split_rate": "3.5",
    "rate": "18",
}
FLOWS = {"flows": "400000\n600000\n800000\n900000", "rate": "16"}
DISCLOSED = ("basis", "not_used", "legal", "technical", "economic", "implementation", "special", "use_limits")
BASIS = {
    "purpose": "挂牌交易定价参考",
    "users": "成果持有方和意向方",
    "value_type": "market",
    "value_definition": "自愿买方和自愿卖方在公平交易中的金额",
    "territory": "中国境内",
    "valuation_date": "2026-08-31",
    "valid_until": "2027-08-30",
    "assumptions": "产线按设计运行",
}
OPINIONS = (
    ("800000", "1200000", "1900000"),
    ("900000", "1300000", "2000000"),
    ("700000", "1100000", "1800000"),
)


def see_result(walk: Walk) -> None:
    """Scoring is closed; the score, both sides, the grade and every step behind them stand on one page."""
    lead = walk.of("lead").go(f"{walk.case}close-scoring/").send().shot("marks_coded")
    lead.go(f"{walk.case}result/").see("竞争性评价", "权威性评价", "逐步说明").shot("result")
    lead.page.locator("main details summary").first.click()
    lead.go(f"{walk.case}result/?open=all").shot("result_explained")


def value(walk: Walk) -> None:
    lead = walk.of("lead").go("/valuations/").shot("valuations").follow("main a[href^='/valuations/GZ']")
    walk.note("valuation", lead)
    lead.shot("valuation_draft")
    fill_in(walk, lead)
    lead.go(path(walk, "lock/")).shot("valuation_lock").send().shot("valuation_locked")
    give_opinions(walk)
    conclude(walk, lead)


def path(walk: Walk, page: str = "") -> str:
    return f"/valuations/{walk.numbers['valuation']}/{page}"


def sourced(figures: dict[str, str]) -> dict[str, str]:
    """Return the answers of a bench: each figure with its source and date."""
    extra = {f"{name}__{part}": value for name in figures for part, value in SOURCE.items()}
    return figures | extra


def fill_in(walk: Walk, lead: Visitor) -> None:
    lead.go(path(walk, "edit/basis/")).fill(**BASIS).send()
    lead.go(path(walk, "edit/methods/")).fill(
        **{f"methods-{n}-why": "收益可以预测，适合本阶段" for n in (0, 1)}
    )
    lead.shot("valuation_methods").send()
    lead.go(path(walk, "edit/disclosures/")).fill(**dict.fromkeys(DISCLOSED, "见成果资料和举证材料。")).send()
    lead.go(path(walk, "figures/")).fill(**sourced(STAGE)).send()
    lead.go(path(walk, "income/?method=split")).fill(**sourced(SPLIT))
    expect(lead.page.locator("#result")).to_contain_text("191.95")
    lead.shot("workbench_typing").send().shot("workbench")
    lead.go(path(walk, "income/?method=dcf")).fill(**sourced(FLOWS)).send().shot("workbench_dcf")


def give_opinions(walk: Walk) -> None:
    """Every valuer answers on the phone, blind to the others."""
    asked = 0
    for username in walk.numbers["experts"].split():
        expert = walk.of(username, phone=True).go("/inbox/")
        link = expert.page.locator("main a[href^='/opinions/']")
        if link.count():
            low, middle, high = OPINIONS[asked % 3]
            expert.follow("main a[href^='/opinions/']").fill(
                p10=low, p50=middle, p90=high, reason="参考同类产线成交价格。"
            )
            if asked == 0:
                expert.see("捌拾万元整").shot("phone_opinion")
            expert.send().see("捌拾万元整" if asked == 0 else "元整")
            if asked == 0:
                expert.shot("phone_opinion_check")
            expert.send()
            asked += 1
    assert asked == 6, asked


def conclude(walk: Walk, lead: Visitor) -> None:
    lead.go(path(walk, "open/")).send().go(path(walk, "pool/")).shot("valuation_pool")
    lead.go(path(walk, "reconcile/"))
    lead.fill(reason="收益分成法的参数依据最充分。", note="两种收益法口径不同，已说明。").shot(
        "valuation_reconcile"
    ).send()
    lead.go(path(walk, "reconciliation/")).shot("valuation_reconciliation")
    lead.go(path(walk, "sign/")).shot("valuation_sign").send().go(path(walk)).shot("valuation_signed")

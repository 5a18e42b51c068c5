"""Step 9, first half: guards, examination and notice by two officers, two buyers, deposits confirmed by two."""

from journeys.names import DECISION_MARK, VOUCHER_MARK
from journeys.walk import Walk

BUYERS = ("buyer1", "buyer2")
TERMS = {
    "transfer_way": "licence",
    "base_price": "3000000",
    "deposit_percent": "10",
    "defects": "本单位 2024 年自主研发；一件专利申请尚在审查。",
    "conditions": "限于轴承领域使用。",
    "share_1": "60",
    "days_1": "5",
    "share_2": "40",
    "days_2": "90",
}
RULES = {"extension_rule": "from_bid", "window": "20", "extension": "15", "reserve": "start"}
"""Seconds, so that a test can wait for the end; a sale has minutes."""


def sell(walk: Walk) -> None:
    offer(walk)
    examine(walk)
    for buyer in BUYERS:
        apply(walk, buyer)
        deposit(walk, buyer)
    walk.days_pass(30)
    walk.of("officer").go(path(walk)).shot("listing_selecting")


def path(walk: Walk, page: str = "") -> str:
    return f"/listings/{walk.numbers['listing']}/{page}"


def offer(walk: Walk) -> None:
    """What is missing is said at once; with terms and papers the listing goes to the office."""
    owner = (
        walk.of("owner")
        .go(f"/listings/new/?achievement={walk.numbers['achievement']}")
        .shot("listing_new")
        .send()
    )
    walk.note("listing", owner)
    owner.shot("listing_guards_missing").go(path(walk, "submit/")).shot("listing_missing")
    owner.go(path(walk, "edit/terms/")).fill(**TERMS).see("叁佰万元整").shot("listing_terms").send()
    decision = walk.papers.paper("decision", "校务会关于成果许可的决定", DECISION_MARK)
    told = walk.papers.paper("priority", "优先购买权告知书", "已告知完成人林薇。")
    owner.go(path(walk, "edit/papers/"))
    owner.fill(decision_paper=decision, priority_paper=told, priority_told_on="2026-08-01").send()
    owner.go(path(walk, "guards/")).shot("listing_guards").go(path(walk, "submit/")).shot(
        "listing_submit"
    ).send()


def examine(walk: Walk) -> None:
    officer = walk.of("officer").go(path(walk, "examine/")).shot("listing_examine")
    officer.fill(decision="approve", opinion="材料齐全。").send().shot("listing_approved")
    second = walk.of("officer2").go(path(walk, "publish/")).fill(**RULES).shot("listing_publish").send()
    second.shot("listing_published")
    walk.windows.visitor().go(path(walk)).see("氮化硅轴承球批量制备").shot("listing_public").close()


def apply(walk: Walk, buyer: str) -> None:
    visitor = walk.of(buyer).go(path(walk)).shot(f"listing_{buyer}").go(path(walk, "apply/"))
    visitor.fill(statement="本公司从事精密轴承制造，具备实施条件。", rules_accepted=True).shot(
        f"apply_{buyer}"
    ).send()
    visitor.go(path(walk, "registration/")).shot(f"registered_{buyer}")


def deposit(walk: Walk, buyer: str) -> None:
    """One officer records the bank's slip, the other confirms it; only then there is a bidder code."""
    voucher = f"{VOUCHER_MARK}{buyer[-1]}"
    for username, verb in (("officer", "record"), ("officer2", "confirm")):
        officer = walk.of(username).go("/deposits/").shot(f"deposits_{verb}")
        officer.follow(f"main a[href*='/{verb}/']")
        if verb == "record":
            officer.fill(voucher=voucher)
        officer.shot(f"deposit_{verb}").send()
    walk.of(buyer).go(path(walk, "registration/")).shot(f"code_{buyer}")

"""Step 9, second half: result, publicity, contract, instalments, registration, the case closed."""

from playwright.sync_api import expect

from journeys.names import VOUCHER_MARK
from journeys.steps.listing import path
from journeys.steps.registering import UNIVERSITY
from journeys.walk import Walk

WINNER = "北辰轴承集团有限公司"


def close(walk: Walk) -> None:
    confirm(walk)
    contract(walk)
    for order in (1, 2):
        pay(walk, order)
    register(walk)


def deal(walk: Walk, page: str = "") -> str:
    return f"/deals/{walk.numbers['deal']}/{page}"


def confirm(walk: Walk) -> None:
    """The worker writes the result down; two officers confirm it; its publicity runs out."""
    walk.server.command("tick")
    officer = walk.of("officer").go(path(walk))
    expect(officer.page.locator("main a[href$='/confirm/']").first).to_be_visible()
    officer.go(path(walk, "confirm/")).shot("result_propose").send()
    walk.of("officer2").go(path(walk, "confirm/")).shot("result_confirm").send().shot("listing_result_public")
    walk.days_pass(12)


def contract(walk: Walk) -> None:
    owner = walk.of("owner").go("/deals/").shot("deals").follow("main a[href^='/deals/CJ']")
    walk.note("deal", owner)
    owner.shot("deal_contracting")
    paper = walk.papers.paper(
        "contract", "专利实施许可合同", "许可方、被许可方就氮化硅轴承球批量制备技术订立本合同。"
    )
    owner.go(deal(walk, "contract/"))
    kind = owner.page.locator("[name=kind] option[value]:not([value=''])").first.get_attribute("value")
    owner.fill(kind=kind, contract_number="HT-2026-019", file=paper).shot("deal_contract").send()
    owner.go(deal(walk, "sign/")).fill(word=UNIVERSITY).shot("deal_sign").send()
    buyer = walk.of("buyer1").go(deal(walk)).shot("deal_buyer").go(deal(walk, "sign/"))
    buyer.fill(word=WINNER).send().shot("deal_signed")


def pay(walk: Walk, order: int) -> None:
    officer = walk.of("officer").go(deal(walk, f"payments/{order}/record/"))
    officer.fill(voucher=f"{VOUCHER_MARK}9{order}").shot(f"payment_{order}_record").send()
    walk.of("officer2").go(deal(walk, f"payments/{order}/confirm/")).send().shot(f"payment_{order}_confirmed")


def register(walk: Walk) -> None:
    owner = walk.of("owner").go(deal(walk, "register/"))
    owner.fill(number="2026130101000001", contract_amount="3040000", technology_amount="3000000")
    owner.shot("deal_register").send()
    walk.of("officer").go(deal(walk, "close/")).shot("deal_close").send()
    walk.of("owner").go(deal(walk)).see("已办结").shot("deal_closed")

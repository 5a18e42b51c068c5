"""Step 2: the office enters the dossier, the institution accepts it, both sign, the plan is locked by a second person."""

from datetime import UTC, datetime

from journeys.steps.registering import UNIVERSITY
from journeys.walk import Walk

LEAD, COMPETITIVE = "李敏", ("route_novelty", "performance_lead", "prototype_completion")
WANTED = f"{datetime.now(tz=UTC).year + 1}-06-01"
WORDS = {
    "scope_note": "成熟度定级、竞争性与权威性评价、估值参考意见和评价报告。",
    "secrecy": "双方对在委托中知悉的对方秘密负有保密义务。",
    "liability": "评价机构对自身过错承担责任；委托方对材料真实性负责。",
}


def commission(walk: Walk) -> None:
    enter_library(walk)
    entrust(walk)
    accept(walk)
    sign_contract(walk)
    plan(walk)


def enter_library(walk: Walk) -> None:
    officer = walk.of("officer").shot("inbox_officer").go(f"{walk.achievement}review/").shot("library_review")
    officer.fill(decision="publish").send()


def entrust(walk: Walk) -> None:
    owner = (
        walk.of("owner").go(f"/evaluations/new/?achievement={walk.numbers['achievement']}").shot("commission")
    )
    chosen = owner.page.locator("[name=institution]").first.get_attribute("value")
    owner.fill(institution=chosen, case_kind="full", purpose="listing_price", wanted_on=WANTED).send()
    walk.note("case", owner)
    owner.shot("commission_submit").fill(truth=True, no_classified=True).send().shot("case_submitted")


def accept(walk: Walk) -> None:
    intake = walk.of("intake").shot("inbox_intake").go(f"{walk.case}accept/").shot("accept")
    lead = intake.page.locator("[name=lead] option", has_text=LEAD).get_attribute("value")
    intake.fill(lead=lead, no_conflict=True, in_scope=True).send().shot("case_accepted")


def sign_contract(walk: Walk) -> None:
    lead = walk.of("lead").go(f"{walk.case}contract/edit/")
    lead.fill(finish_on=WANTED, fee="80000", fee_basis="fixed", **WORDS).see("捌万元整").shot(
        "contract_terms"
    ).send()
    lead.go(f"{walk.case}contract/").fill(word=walk.facts["institution"]).send().shot("contract_half_signed")
    owner = walk.of("owner").go(f"{walk.case}contract/").shot("contract_owner")
    owner.fill(word=UNIVERSITY).send().shot("case_contracted")


def plan(walk: Walk) -> None:
    """A plan whose weights miss 100 is named so; corrected it is proposed, and another person locks it."""
    lead = walk.of("lead").go(f"{walk.case}plan/")
    lead.fill(
        team="李敏、赵强", timetable="2027年5月前完成专家论证，6月出具报告。", weight_route_novelty="29.9"
    ).send()
    lead.see("99.9").shot("plan_weights_99.9").go(f"{walk.case}plan/")
    lead.fill(weight_route_novelty="30").shot("plan").send().shot("plan_check").send()
    reviewer = (
        walk.of("reviewer").shot("inbox_reviewer").go(f"{walk.case}plan/lock/").shot("plan_lock").send()
    )
    reviewer.shot("case_planned")

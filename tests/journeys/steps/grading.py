"""Step 3: evidence is judged element by element; level, index and gaps appear; two persons confirm the level."""

from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

REFUSED = (6, "缺少试验条件和判定依据，不能证明性能合格")
OPEN_FORMS = "#cell .qh-element > form"


def grade(walk: Walk) -> None:
    matrix = f"/maturity/{walk.numbers['case']}/matrix/"
    lead = walk.of("lead").go(f"{walk.case}start-grading/").send().shot("grading_started")
    lead.go(f"/maturity/{walk.numbers['case']}/packages/").shot("grading_packages").send()
    lead.go(matrix).shot("matrix_unjudged")
    while (pending := lead.page.locator("#strip [data-next]")).count():
        pending.click()
        lead.page.locator(OPEN_FORMS).first.wait_for()
        judge_cell(lead)
    lead.shot("matrix_gaps")
    confirm(walk, lead)


def judge_cell(lead: Visitor) -> None:
    """Judge every open element of the cell on the right."""
    forms = lead.page.locator(OPEN_FORMS)
    for left in range(forms.count(), 0, -1):
        level, reason = REFUSED
        form = forms.first
        if form.locator("[name=level]").get_attribute("value") == str(level):
            form.locator("[name=reason]").fill(reason)
            form.locator("[data-refuse]").click()
        else:
            form.locator("[data-accept]").click()
        expect(forms).to_have_count(left - 1)


def confirm(walk: Walk, lead: Visitor) -> None:
    lead.go(f"/maturity/{walk.numbers['case']}/result/").see("第5级").shot("grading_result")
    lead.go(f"{walk.case}level/").see("第5级").shot("level").send()
    walk.of("reviewer").go(f"{walk.case}level/confirm/").shot("level_confirm").send().shot(
        "case_level_confirmed"
    )

"""A member of a weighting group compares on a phone: every pair answered, the ratio changes, the contradiction is mended."""

import pytest
from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

pytestmark = pytest.mark.browser
CIRCLE = {"1-2": "5", "1-3": "1/5", "1-4": "3", "2-3": "5", "2-4": "3", "3-4": "3"}
SOUND = {"1-2": "2", "1-3": "3", "1-4": "4", "2-3": "2", "2-4": "2", "3-4": "1"}


@pytest.fixture(scope="module")
def setup() -> str:
    return "journeys.comparing"


def sheet(walk: Walk) -> str:
    return f"/evaluations/{walk.facts['numbers']['comparing']}/weighting/1/pairs/"


def choose(visitor: Visitor, answers: dict[str, str]) -> None:
    for pair, value in answers.items():
        visitor.page.locator(f'label:has(input[name="pair-{pair}"][value="{value}"])').tap()


def bar(visitor: Visitor):
    """Return the line at the foot of the phone: pairs done, ratio, verdict."""
    return visitor.page.locator(".qh-pw-bar")


def test_every_step_is_a_target_of_48_pixels_on_a_phone_and_nothing_runs_over_the_edge(walk: Walk):
    page = walk.of("member1", phone=True).go(sheet(walk)).page
    boxes = page.locator(".qh-pw-step").evaluate_all(
        "steps => steps.map(step => [step.offsetWidth, step.offsetHeight])"
    )
    assert len(boxes) == 6 * 17
    assert min(min(box) for box in boxes) >= 48
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_answering_all_pairs_on_a_phone_shows_weights_ratio_and_what_contradicts(walk: Walk):
    member = walk.of("member1", phone=True).go(sheet(walk))
    expect(bar(member)).to_contain_text("0 / 6")
    choose(member, CIRCLE)
    expect(bar(member)).to_contain_text("6 / 6")
    expect(bar(member)).to_contain_text("自相矛盾")
    before = bar(member).locator("b").inner_text()
    expect(member.page.locator(".qh-pw-hints li")).to_have_count(3)
    choose(member, SOUND)
    expect(bar(member)).to_contain_text("一致性比率 0.0")
    assert float(bar(member).locator("b").inner_text()) < 0.1 <= float(before)


def test_the_choices_are_there_after_coming_back_and_are_handed_in(walk: Walk):
    member = walk.of("member2", phone=True).go(sheet(walk))
    choose(member, SOUND)
    expect(member.page.locator("[data-draft-state]")).to_contain_text("已于")
    member.reload()
    expect(member.page.locator("input:checked")).to_have_count(6)
    member.send().see("核对比较").send().see("您的比较已提交")


def test_without_javascript_a_member_calculates_and_hands_in(walk: Walk):
    member = walk.windows.visitor("member3", scripts=False).sign_in("member3", walk.windows.password)
    member.go(sheet(walk)).fill(**{f"pair-{pair}": value for pair, value in SOUND.items()})
    member.follow("button[name=save_draft]")
    expect(member.page.locator("#live")).to_contain_text("一致：低于 0.10")
    member.send().see("核对比较").send().see("您的比较已提交")

"""Two at once, twice in two tabs, too late after the sign-in ended: one act, one sentence, every answer kept."""

import pytest
from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

pytestmark = pytest.mark.browser
HALF = "写了一半的摘要，会话已经结束。"


@pytest.fixture(scope="module")
def setup() -> str:
    return "journeys.situations"


def press(visitor: Visitor) -> None:
    """Press the main button and do not wait for what comes."""
    visitor.page.locator("main form .btn-primary").first.click(no_wait_after=True)


def outcomes(visitors: list[Visitor], done: str) -> list[bool]:
    """Wait until each page shows the end of the act or a refusal; say which it was."""
    for visitor in visitors:
        end = visitor.page.locator(f"main .qh-notice-ok:has-text('{done}'), main [data-problems]")
        expect(end.first).to_be_visible()
    return [visitor.page.locator("[data-problems]").count() == 0 for visitor in visitors]


def test_of_two_managers_who_accept_a_case_at_once_one_accepts_and_the_other_reads_why_not(walk: Walk):
    case = f"/evaluations/{walk.facts['numbers']['commission']}/"
    managers = [walk.of(username).go(f"{case}accept/") for username in ("manager1", "manager2")]
    for manager in managers:
        manager.fill(no_conflict=True, in_scope=True)
    with walk.windows.troubles.expected(409, 422):
        for manager in managers:
            press(manager)
        accepted = outcomes(managers, "委托已受理")
    assert sorted(accepted) == [False, True]
    lines = managers[0].go(f"{case}history/").page.locator(".qh-timeline li", has_text="受理委托")
    expect(lines).to_have_count(1)


def test_an_expert_who_hands_in_from_two_tabs_hands_in_once(walk: Walk):
    sheet = f"/marking/{walk.facts['numbers']['scoring']}/"
    first = walk.of("expert", phone=True).go(f"{sheet}check/")
    second = first.tab(f"{sheet}check/")
    for tab in (first, second):
        tab.fill(password=walk.windows.password)
    with walk.windows.troubles.expected(409, 422):
        press(first)
        press(second)
        handed_in = outcomes([first, second], "评分表已提交")
    hashes = {
        tab.go(f"{sheet}receipt/").page.locator("main code").first.inner_text() for tab in (first, second)
    }
    assert (sorted(handed_in), len(hashes)) == ([False, True], 1)


def sign_out_elsewhere(walk: Walk) -> None:
    """End every other sign-in of the owner from a second browser, as after a lost laptop."""
    other = walk.windows.visitor("owner").sign_in("owner", walk.windows.password).go("/me/")
    button = "form[action*='/end/'] button"
    while other.page.locator(button).count():
        other.follow(button)
    other.close()


def test_what_was_sent_after_the_sign_in_ended_is_there_after_signing_in_again(walk: Walk):
    page = f"/achievements/{walk.facts['numbers']['draft']}/edit/basics/"
    owner = walk.windows.visitor("owner", scripts=False).sign_in("owner", walk.windows.password).go(page)
    sign_out_elsewhere(walk)
    owner.fill(abstract=HALF, need="没有脚本也不丢失。").send()
    owner.fill(username="owner", password=walk.windows.password).send()
    expect(owner.page.locator("[name=abstract]")).to_have_value(HALF)
    expect(owner.page.locator("[name=need]")).to_have_value("没有脚本也不丢失。")


def test_a_sign_in_that_ends_while_typing_is_said_at_once_and_the_text_is_kept_after_signing_in_beside_it(
    walk: Walk,
):
    page = f"/achievements/{walk.facts['numbers']['draft']}/edit/people/"
    owner = walk.windows.visitor("owner").sign_in("owner", walk.windows.password).go(page)
    sign_out_elsewhere(walk)
    with walk.windows.troubles.expected(401):
        owner.fill(**{"rows-0-name": "林薇"})
        dialog = owner.page.locator("[data-dialog=sign-in]")
        expect(dialog).to_be_visible()
    with owner.page.expect_popup() as beside:
        dialog.locator("a.btn-primary").click()
    beside.value.locator("[name=username]").fill("owner")
    beside.value.locator("[name=password]").fill(walk.windows.password)
    beside.value.locator("main .btn-primary").click()
    beside.value.wait_for_url("**/inbox/")
    dialog.locator("[data-resend]").click()
    expect(owner.page.locator("[data-draft-state]")).to_contain_text("已于")
    expect(owner.reload().page.locator("[name='rows-0-name']")).to_have_value("林薇")

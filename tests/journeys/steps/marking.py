"""Step 5: the drawn experts, on their phones: accept, declare, mark band by band, abstain once, sign with the password."""

from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

QUESTIONS = (
    "people",
    "employment",
    "adjunct",
    "work",
    "team",
    "supervision",
    "kin",
    "holding",
    "acquaintance",
)
BANDS = {"high": "92", "middle": "84"}
"""Points that are given in a band; above 90 a remark is due."""
ABSTAINS = 1
"""Which expert, in the order of the seats, abstains from the first indicator."""


def mark(walk: Walk) -> None:
    experts = invited(walk)
    walk.numbers["experts"] = " ".join(experts)
    for place, username in enumerate(experts):
        take_seat(walk, username, shots=place == 0)
    walk.of("lead").go(walk.case).shot("case_scoring")
    for place, username in enumerate(experts):
        fill_sheet(walk, username, place)
        hand_in(walk, username, shots=place == 0)
        if place == 0:
            blind(walk)


def invited(walk: Walk) -> list[str]:
    """Return the accounts of those whom the pool manager sees as invited."""
    pool = walk.of("pool").go(f"{walk.numbers['draw']}?part=seats")
    text = pool.page.locator("main tr", has_text="已邀请").all_inner_texts()
    return [username for username, name in walk.facts["experts"].items() if any(name in row for row in text)]


def take_seat(walk: Walk, username: str, *, shots: bool) -> None:
    expert = walk.of(username, phone=True)
    snap = expert.shot if shots else lambda name: expert
    snap("phone_inbox")
    expert.follow("main a[href^='/invitations/']")
    invitation = expert.page.url
    snap("phone_invitation")
    expert.go(f"{invitation}accept/").send()
    expert.fill(**dict.fromkeys(QUESTIONS, "no"), confidential=True)
    snap("phone_declaration")
    expert.send()


def fill_sheet(walk: Walk, username: str, place: int) -> None:
    expert = walk.of(username, phone=True).go("/marking/")
    if place == 0:
        expert.shot("phone_desk").go(f"/marking/{walk.numbers['case']}/").shot("phone_sheet")
    expert.go(f"/marking/{walk.numbers['case']}/1/")
    for number in range(20):
        answer(expert, place, number)
        if place == 0 and number == 1:
            expert.shot("phone_item")
        expert.send()
        if "/check/" in expert.page.url:
            return
    raise AssertionError(expert.page.url)


def answer(expert: Visitor, place: int, number: int) -> None:
    """Choose a band, then points inside it; each change is kept by itself."""
    if place == ABSTAINS and number == 0:
        expert.fill(reason="与本人研究方向相距较远，不作评价。", abstain=True)
        return
    band = "high" if (place + number) % 3 == 0 else "middle"
    expert.page.locator(f".qh-band:has([value={band}])").click()
    points = str(float(BANDS[band]) - place % 3 if band == "middle" else float(BANDS[band]))
    expert.fill(points=points, reason="检测报告和对比数据充分。" if band == "high" else "")
    expect(expert.page.locator("[data-draft-state]")).to_contain_text("已")


def hand_in(walk: Walk, username: str, *, shots: bool) -> None:
    expert = walk.of(username, phone=True)
    expert.fill(opinion="技术路线清晰，证据充分，建议尽快开展环境试验。", password=walk.windows.password)
    if shots:
        expert.shot("phone_check")
    expert.send()
    assert expert.page.url.endswith("/receipt/")
    if shots:
        expert.shot("phone_receipt")


def blind(walk: Walk) -> None:
    """Before all sheets are in, the institution counts them and reads no mark."""
    lead = walk.of("lead").go(f"{walk.case}marks/").shot("marks_count")
    assert "建议尽快开展环境试验" not in lead.text()

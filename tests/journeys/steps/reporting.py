"""Step 8: the report is written, reviewed, heard, signed by three; its PDF is opened, and anyone can check it."""

import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.names import EXPERT_MARK
from journeys.walk import Walk

TEXTS = {
    "summary": "氮化硅轴承球批量制备技术完成初样，功能测试合格；性能领先于进口同规格球，具备转化条件。",
    "risks": "环境试验尚未开展。\n原料价格有波动。",
    "limits": "结论以所附材料为限。\n估值以产线按设计运行为前提。",
    "dissent": "",
}
NOVELTY = {"issuer": "燕原省科技信息研究所", "search_number": "CX-2026-0388", "issued_on": "2026-06-19"}
OTHERWISE = "证据充分，结论明确，与所附材料一致。"
GRADE = "国际先进"
OBJECTION = "摘要中“初样”应注明为 2026 年 3 月完成。"


def report(walk: Walk) -> None:
    write(walk)
    review(walk)
    hear_owner(walk)
    sign(walk)
    read_pdf(walk)
    verify(walk)


def path(walk: Walk, page: str = "") -> str:
    return f"/reports/{walk.numbers['report']}/{page}"


def write(walk: Walk) -> None:
    lead = walk.of("lead").go("/reports/").follow("main a[href^='/reports/BG']")
    walk.note("report", lead)
    lead.shot("report_incomplete")
    links = lead.page.locator(f"main a[href*='{path(walk)}edit/']")
    for place, page in enumerate(
        dict.fromkeys(links.evaluate_all("all => all.map(a => a.getAttribute('href'))"))
    ):
        section = page.rstrip("/").rpartition("/")[2]
        lead.go(page).fill(**(NOVELTY if section == "novelty" else {"text": TEXTS.get(section, OTHERWISE)}))
        if place == 0:
            lead.shot("report_section")
        lead.send()
    lead.go(path(walk)).shot("report_complete").go(path(walk, "submit/")).send()


def review(walk: Walk) -> None:
    reviewer = walk.of("reviewer").go(path(walk)).shot("report_review")
    reviewer.go(path(walk, "approve/")).shot("report_approve").send()


def hear_owner(walk: Walk) -> None:
    """The owner objects to a fact once, reads the answer, and agrees."""
    owner = walk.of("owner").go(path(walk, "object/"))
    owner.fill(section="summary", text=OBJECTION).shot("report_object").send().shot("report_objected")
    lead = walk.of("lead").go("/inbox/").shot("inbox_lead_objection").go(path(walk, "objections/1/"))
    lead.fill(answer="已核对，初样于 2026 年 3 月完成，摘要已注明。").shot("report_answer").send()
    lead.go(path(walk)).shot("report_answered")
    back_to_owner(walk, lead)
    owner.go(path(walk, "agree/")).shot("report_agree").send()


def back_to_owner(walk: Walk, lead: Visitor) -> None:
    """After an answer the report goes through the review again before the owner reads it anew."""
    if lead.page.locator(f"main a[href='{path(walk, 'submit/')}']").count():
        lead.go(path(walk, "edit/summary/")).fill(text=TEXTS["summary"] + "初样于 2026 年 3 月完成。").send()
        lead.go(path(walk, "submit/")).send()
        walk.of("reviewer").go(path(walk, "approve/")).send()


def sign(walk: Walk) -> None:
    """The chair on the phone, the case manager, then the signer."""
    chair = chair_of(walk).shot("phone_confirm").send()
    assert EXPERT_MARK not in chair.page.locator("main").inner_text()
    walk.of("lead").go(path(walk, "confirm/")).shot("report_confirm").send()
    walk.of("signer").shot("inbox_signer").go(path(walk, "sign/")).shot("report_sign").send().shot(
        "report_valid"
    )


def chair_of(walk: Walk) -> Visitor:
    """Return the one expert whose inbox asks for a signature, at the page that asks."""
    for username in walk.numbers["experts"].split():
        expert = walk.of(username, phone=True).go("/inbox/")
        if expert.page.locator("main a[href^='/reports/']").count():
            return expert.follow("main a[href^='/reports/']").go(path(walk, "confirm/"))
    raise AssertionError("nobody is asked to sign as chair")


def read_pdf(walk: Walk) -> None:
    owner = walk.of("owner").go(path(walk)).shot("report_owner")
    with owner.page.expect_download() as download:
        owner.page.locator(f"main a[href='{path(walk, 'file/')}']").first.click()
    file = walk.papers.folder / "report.pdf"
    download.value.save_as(file)
    text = words(file)
    for part in (
        walk.numbers["report"],
        "第5级",
        "应用研究阶段",
        "竞争性评价",
        "权威性评价",
        "估值参考意见",
        GRADE,
    ):
        assert part in text, part
    assert EXPERT_MARK not in text


def words(file: Path) -> str:
    """Return the text of a PDF without its spaces, as a second reader sees it."""
    document = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s", "", text)


def verify(walk: Walk) -> None:
    """Anyone opens the page; the issued file is recognised, an altered one is not."""
    public = walk.windows.visitor().go(f"/verify/{walk.numbers['report']}/").see("有效").shot("verify")
    assert EXPERT_MARK not in public.text()
    issued = walk.papers.folder / "report.pdf"
    altered = walk.papers.folder / "altered.pdf"
    altered.write_bytes(issued.read_bytes().replace(b"%%EOF", b"%%EOF "))
    public.fill(file=issued)
    expect(public.page.locator("[data-verify-same]")).to_be_visible()
    public.fill(file=altered)
    expect(public.page.locator("[data-verify-other]")).to_be_visible()
    public.shot("verify_altered").send("[data-verify] button").see("与签发文件不一致").shot("verify_refused")
    public.close()

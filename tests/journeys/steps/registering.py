"""Step 1: the owner signs its organisation up, fills in the dossier over days, and hands it in."""

from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.walk import Walk

UNIVERSITY = "燕原理工大学"
TITLE = "氮化硅轴承球批量制备"
ABSTRACT = "以批量方式制备高速轴承用氮化硅球，圆度和表面粗糙度达到精密轴承要求，已完成初样功能测试。"
ELEMENTS = (
    (1, "survey_report", "轴承球市场调研报告"),
    (1, "needs_report", "电驱动轴承用球需求分析报告"),
    (2, "rd_scheme", "批量制备技术研发总体方案"),
    (2, "review_result", "研发方案评审意见"),
    (3, "concept_model", "烧结致密化仿真模型说明"),
    (3, "verification_result", "仿真验证结果"),
    (4, "functional_model", "实验室功能样品测试记录"),
    (5, "function_test_report", "初样功能合格测试报告"),
    (6, "performance_test_report", "正样性能测试报告"),
)
PACKAGES = (
    ("1", "", "轴承球批量制备", "", False),
    ("1.1", "1", "粉体与成形", "60", True),
    ("1.2", "1", "烧结与研磨", "40", True),
)
UP_TO = {"1.1": 6, "1.2": 5}
"""The level up to which each package has its papers."""


def register(walk: Walk) -> None:
    owner = sign_up(walk)
    create(walk, owner)
    basics(walk, owner)
    rows(walk, owner)
    evidence(walk, owner)
    hand_in(walk, owner)


def sign_up(walk: Walk) -> Visitor:
    owner = walk.windows.visitor("owner").go("/organisations/new/").shot("sign_up")
    password, code = walk.windows.password, walk.facts["owner"]
    owner.fill(
        uscc=code[:-1] + ("0" if code[-1] != "0" else "1"),
        name=UNIVERSITY,
        kind="university",
        region="燕原省",
    )
    owner.fill(person_name="林薇", username="owner", new_password=password, repeated=password)
    with walk.windows.troubles.expected(422):
        owner.send().see("应为").shot("sign_up_wrong_code")
    owner.fill(uscc=code, new_password=password, repeated=password).send().see(UNIVERSITY).shot(
        "organisation"
    )
    owner.sign_out().go("/sign-in/").shot("sign_in")
    walk.windows.open["owner"] = owner.sign_in("owner", password).shot("inbox_empty")
    return owner


def create(walk: Walk, owner: Visitor) -> None:
    owner.go("/achievements/new/").shot("achievement_new")
    owner.fill(title=TITLE, category="applied_technology", field_code="new_materials").send()
    walk.note("achievement", owner)
    owner.shot("task_list_empty")


def basics(walk: Walk, owner: Visitor) -> None:
    """Type, see it kept by itself, come back to it, save."""
    owner.go(f"{walk.achievement}edit/basics/").fill(abstract=ABSTRACT)
    expect(owner.page.locator("[data-draft-state]")).to_contain_text("已于")
    owner.shot("basics_autosaved").reload()
    expect(owner.page.locator("[name=abstract]")).to_have_value(ABSTRACT)
    owner.shot("basics_restored")
    owner.fill(
        keywords="氮化硅、轴承球",
        need="电驱动轴承需要绝缘、耐高速的球。",
        application="新能源汽车电驱动轴承。",
    )
    owner.fill(own_level="5", source="institute_publication").send()


def rows(walk: Walk, owner: Visitor) -> None:
    """Rights, people, work breakdown, parameters, transfer."""
    edit = f"{walk.achievement}edit/"
    owner.go(f"{edit}rights/").fill(
        **{
            "rows-0-kind": "patent",
            "rows-0-number": "202010566088.9",
            "rows-0-title": "一种氮化硅轴承球的制备方法",
            "rows-0-holder": UNIVERSITY,
            "rows-0-holder_uscc": walk.facts["owner"],
            "rows-0-share": "100",
            "rows-0-legal_status": "有效",
        }
    ).shot("rights").send()
    owner.go(f"{edit}people/").fill(
        **{"rows-0-name": "林薇", "rows-0-organisation_name": UNIVERSITY, "rows-0-inventor": True}
    ).send()
    owner.go(f"{edit}packages/")
    for place, (code, parent, title, weight, critical) in enumerate(PACKAGES):
        names = {"code": code, "parent_code": parent, "title": title, "weight": weight, "critical": critical}
        owner.fill(**{f"rows-{place}-{name}": value for name, value in names.items()})
    expect(owner.page.locator("[data-total]")).to_have_text("100")
    owner.shot("packages").send()
    owner.go(f"{edit}parameters/").fill(
        **{
            "rows-0-name": "圆度",
            "rows-0-value": "0.08",
            "rows-0-unit": "µm",
            "rows-0-condition": "GB/T 308.2",
            "rows-0-comparator": "进口同规格球",
            "rows-0-comparator_value": "0.13",
            "rows-0-basis": "检测报告",
        }
    ).send()
    owner.go(f"{edit}transfer/").fill(
        ways=["licence", "assignment_by_agreement"], amount="300", visibility="public"
    )
    owner.see("叁佰万").shot("transfer").send()


def evidence(walk: Walk, owner: Visitor) -> None:
    owner.go(f"{walk.achievement}evidence/")
    for package, top in UP_TO.items():
        for level, element, title in ELEMENTS:
            if level <= top:
                name = f"{element}-{package}"
                paper = walk.papers.paper(
                    name, f"{title}（{package}）", f"工作包 {package} 第 {level} 级举证材料。", ABSTRACT
                )
                owner.fill(package=package, asked=f"{level}:{element}", file=paper, title=title)
                owner.fill(
                    issuer="燕原省材料检测中心", issued_on="2026-03-02", document_number=name.upper()
                ).send()
    owner.shot("evidence")


def hand_in(walk: Walk, owner: Visitor) -> None:
    owner.go(walk.achievement).see("已完成 7 / 8 项").shot("task_list").go(f"{walk.achievement}check/").shot(
        "check"
    )
    owner.fill(way="commission", truth=True, no_classified=True).send().shot("receipt")

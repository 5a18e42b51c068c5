"""The pack says what the guide says: each list is compared with the text of its article."""

import re

import pytest

from quanheng.schemes import shipped

ROLES = {
    "小同行技术专家": ["technical"],
    "潜在客户": ["customer"],
    "上下游企业": ["chain"],
    "产业专家": ["industry"],
    "投资专家": ["investment"],
    "法律财务专家": ["legal", "finance"],
}
STAGES = ("basic", "applied", "industrial")


def roles(words: str) -> tuple[str, ...]:
    return tuple(role for word in words.split("、") for role in ROLES[word])


def titles(items) -> list[str]:
    return [item.title for item in items]


def official(items) -> list[str]:
    return [item.title for item in items if item.status == "official"]


@pytest.mark.clause("H-6")
def test_the_thirteen_levels_are_those_of_article_6(guide, stack):
    stated = re.findall(r"第(\d+)级，(\S+?)。(\S+?)。", guide.articles["六"])
    assert [(str(row.number), row.name, row.characteristic) for row in stack.levels] == stated
    assert len(stated) == 13


@pytest.mark.clause("H-6")
def test_the_scale_judges_levels_10_to_13_once_for_the_project(stack):
    scale = stack.scale()
    assert scale.name == "hebei-13"
    assert [level.number for level in scale.levels if level.project_wide] == [10, 11, 12, 13]


@pytest.mark.clause("H-3.2")
@pytest.mark.parametrize(
    ("level", "stage"),
    [(1, "basic"), (4, "basic"), (5, "applied"), (7, "applied"), (8, "industrial"), (13, "industrial")],
)
def test_the_level_decides_the_stage(stack, level, stage):
    assert stack.stage_of(level).code == stage


@pytest.mark.clause("H-6")
def test_stages_hold_levels_1_to_4_5_to_7_and_8_to_13(stack):
    assert [stage.levels for stage in stack.stages] == [(1, 2, 3, 4), (5, 6, 7), (8, 9, 10, 11, 12, 13)]


def annex(guide, levels):
    return [row for row in guide.annex_rows() if int(row[0]) in levels]


def elements_as_the_annex_writes_them(row) -> str:
    if row.number == 3:
        return "及".join(titles(row.elements))
    return "、".join(titles(row.elements)) + ("等" if row.open_ended else "")


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param(range(1, 5), marks=pytest.mark.clause("H-A1.1")),
        pytest.param(range(5, 8), marks=pytest.mark.clause("H-A1.2")),
        pytest.param(range(8, 14), marks=pytest.mark.clause("H-A1.3")),
    ],
)
def test_check_points_and_elements_equal_annex_1(guide, stack, levels):
    ours = [stack.level(number) for number in levels]
    assert [
        (str(r.number), r.name, r.characteristic, r.check_points, elements_as_the_annex_writes_them(r))
        for r in ours
    ] == annex(guide, levels)


@pytest.mark.clause("H-A1.1")
def test_a_choice_in_the_annex_is_one_element_with_its_kinds(stack):
    model, result = stack.elements(3)
    assert model.alternatives == ("虚拟仿真概念模型", "实物仿真概念模型")
    assert result.alternatives == ()


@pytest.mark.clause("H-A1.3")
def test_only_the_line_proof_of_level_9_wants_a_site_visit(stack):
    visited = [
        (element.level, element.id) for row in stack.levels for element in row.elements if element.site_visit
    ]
    assert visited == [(9, "line_proof")]


@pytest.mark.clause("H-A1.3")
def test_the_figures_of_levels_11_to_13_are_read_from_papers_of_their_level(stack):
    for number in (11, 12, 13):
        papers = {element.id for element in stack.elements(number)}
        assert stack.level(number).figures
        assert {figure.paper for figure in stack.level(number).figures} <= papers


@pytest.mark.parametrize(
    ("stage", "article", "pattern"),
    [
        pytest.param("basic", "十", "形式呈现，(.+?)有待验证", marks=pytest.mark.clause("H-10")),
        pytest.param(
            "applied", "十六", "更多应用场景，(.+?)等需进一步验证", marks=pytest.mark.clause("H-16")
        ),
        pytest.param("industrial", "二十二", "产业化进程，(.+?)等有待验证", marks=pytest.mark.clause("H-22")),
    ],
)
def test_the_open_questions_equal_the_article(guide, stack, stage, article, pattern):
    assert titles(stack.stage(stage).questions) == guide.listed(article, pattern)


@pytest.mark.parametrize(
    ("stage", "article"),
    [
        pytest.param("basic", "十一", marks=pytest.mark.clause("H-11")),
        pytest.param("applied", "十七", marks=pytest.mark.clause("H-17")),
        pytest.param("industrial", "二十三", marks=pytest.mark.clause("H-23")),
    ],
)
def test_the_sources_equal_the_article_and_end_in_an_open_one(guide, stack, stage, article):
    sources = stack.stage(stage).sources
    assert official(sources) == [s.removesuffix("等") for s in guide.listed(article, "通常来源于(.+?)等?。")]
    assert (sources[-1].id, sources[-1].status) == ("other", "proposal")


@pytest.mark.parametrize(
    ("stage", "article"),
    [
        pytest.param("basic", "十二", marks=pytest.mark.clause("H-12")),
        pytest.param("applied", "十八", marks=pytest.mark.clause("H-18")),
        pytest.param("industrial", "二十四", marks=pytest.mark.clause("H-24")),
    ],
)
def test_the_indicators_of_both_sides_equal_the_article(guide, stack, stage, article):
    template = stack.stage(stage)
    assert titles(template.competitive) == guide.listed(article, "竞争性(?:评价)?指标侧重于(.+?)等。")
    assert titles(template.authoritative) == guide.listed(article, "权威性(?:评价)?指标侧重于(.+?)等。")
    assert {i.status for i in template.indicators} == {"official"}


@pytest.mark.clause("H-24")
def test_market_share_is_stated_with_scope_period_and_source(stack):
    share = next(i for i in stack.stage("industrial").competitive if i.id == "market_share")
    assert share.facts == ("scope", "period", "source")


@pytest.mark.parametrize(
    ("stage", "article"),
    [
        ("basic", "十三"),
        pytest.param("applied", "十九", marks=pytest.mark.clause("H-19.1")),
        pytest.param("industrial", "二十五", marks=pytest.mark.clause("H-25.1")),
    ],
)
def test_the_raters_of_both_sides_equal_the_article(guide, stack, stage, article):
    competitive, authoritative = guide.find(
        article, "竞争性评价多以(.+?)评价为主[，。]权威性评价多以(.+?)为主。"
    )
    template = stack.stage(stage)
    assert template.raters("competitive") == roles(competitive)
    assert template.raters("authoritative") == roles(authoritative)


@pytest.mark.parametrize(
    ("stage", "article", "pattern"),
    [
        ("basic", "十四", "由([^由，]+?)共同对项目进行估值"),
        ("applied", "二十", "由([^由，]+?)共同对项目进行估值"),
        ("industrial", "二十六", "由([^由，]+?)对科技成果进行估值"),
    ],
)
def test_the_valuers_equal_the_article(guide, stack, stage, article, pattern):
    assert stack.stage(stage).valuers == roles(guide.find(article, pattern)[0])


@pytest.mark.parametrize(
    ("stage", "article", "pattern"),
    [
        ("basic", "十四", "通过查找(.+?)等数据信息对被评价科技成果的(.+?)等开展分析"),
        ("applied", "二十", "通过查找(.+?)等对被评价科技成果的(.+?)等开展分析"),
        ("industrial", "二十六", "（二）信息收集。通过(.+?)等方式，对被评价科技成果的(.+?)等开展分析"),
    ],
)
def test_the_information_and_what_it_is_analysed_for_equal_the_article(guide, stack, stage, article, pattern):
    information, topics = guide.find(article, pattern)
    assert titles(stack.stage(stage).information) == information.split("、")
    assert titles(stack.stage(stage).topics) == topics.split("、")


@pytest.mark.parametrize(("stage", "article"), list(zip(STAGES, ("十四", "二十", "二十六"), strict=True)))
def test_the_four_steps_equal_the_article_word_for_word(guide, stack, stage, article):
    stated = re.findall(r"（[一二三四]）(\S+?)。(\S+)", guide.articles[article])
    assert [(step.title, step.text) for step in stack.stage(stage).steps] == stated
    assert len(stated) == 4


@pytest.mark.parametrize(("stage", "article"), list(zip(STAGES, ("十五", "二十一", "二十七"), strict=True)))
def test_the_uses_of_a_report_equal_the_article_word_for_word(guide, stack, stage, article):
    stated = re.findall(r"（[一二三四五]）(\S+?)。(\S+。)", guide.articles[article])
    assert [(use.title, use.text) for use in stack.stage(stage).uses] == stated


def test_no_use_of_a_basic_report_is_a_price(stack):
    assert [stack.stage(stage).allows("listing_price") for stage in STAGES] == [False, True, True]


def test_the_methods_follow_the_stage(stack):
    found = {stage.code: (stage.methods_required, stage.methods_default[:2]) for stage in stack.stages}
    assert found == {
        "basic": ((), ("cost.multiplier", "cost.ledger")),
        "applied": (("income",), ("income.dcf", "income.split")),
        "industrial": (("income", "market"), ("income.dcf", "income.split")),
    }


def steps_of(guide, article: str, pattern: str) -> list[str]:
    return re.sub("（.*?）", "", guide.find(article, pattern)[0]).split("、")


def test_the_listing_steps_and_ways_to_trade_equal_article_29(guide, stack):
    steps = stack.listing_steps()
    assert [s.title for s in steps if not s.parent] == steps_of(guide, "二十九", "交易流程包括(.+)等。")
    assert [s.title for s in steps if s.parent == "arrange_trade"] == guide.listed(
        "二十九", "组织交易签约（(.+?)）"
    )


def test_the_auction_steps_and_brands_equal_article_30(guide, stack):
    assert titles(stack.auction_steps()) == steps_of(guide, "三十", "拍卖流程包括(.+)等。")
    assert tuple(titles(stack.items("auction.series"))) == guide.find("三十", "“(河北成果拍)”“(冀果拍)”")


@pytest.mark.clause("H-28.1")
def test_the_ways_to_transfer_equal_article_28_and_lead_to_contract_kinds(guide, stack):
    ways = stack.transfer_ways()
    kinds = {kind.id for kind in stack.contract_kinds()}
    assert titles(ways) == guide.listed("二十八", "主要方式有(.+?)等方式")
    assert {way.id: set(way.maps_to) <= kinds for way in ways} == {way.id: True for way in ways}
    assert [way.id for way in ways if not way.maps_to] == ["own_use"]


def test_the_investor_criteria_equal_article_25(guide, stack):
    assert titles(stack.items("investor_criteria")) == guide.listed("二十五", "应重点从(.+?)等方面考量")


def test_the_four_kinds_of_campaign_of_article_2_lead_the_list(guide, stack):
    assert titles(stack.items("campaign_kinds"))[:4] == guide.listed("二", "通过举办(.+?)等方式，对科技成果")


def test_the_notice_is_the_sentence_of_article_5(guide, stack):
    assert stack.notice.zh == guide.articles["五"].partition("\n")[0].strip()
    assert "not mandatory" in stack.notice.en


@pytest.mark.clause("H-31")
def test_the_pack_names_who_interprets_it_and_where_to_ask(guide, stack):
    pack = shipped("hebei-guide")
    assert pack.interpreter == guide.find("三十一", "由(.+?)负责解释")[0]
    assert pack.contact in guide.articles["二十九"]
    assert stack.text("interpretation").zh == guide.articles["三十一"].strip()


@pytest.mark.clause("H-32")
def test_the_trial_ends_one_year_after_it_begins(guide, stack):
    pack = shipped("hebei-guide")
    assert guide.find("三十二", "试行时间(1)年") == ("1",)
    assert (pack.effective_to - pack.effective_from).days == 364
    assert stack.value("scheme.trial_years") == 1


def conditions(stack, role: str, stage: str) -> list[tuple[str, str, int]]:
    return [
        (r.claim, r.test, r.minimum)
        for r in stack.qualification_rules()
        if role in r.roles and stage in r.stages
    ]


def test_the_conditions_of_a_close_field_peer_are_the_same_at_every_stage(stack):
    expected = [
        ("title", "level", 1),
        ("rd_experience", "years", 10),
        ("led_project", "level", 1),
        ("standing", "present", 1),
    ]
    assert [conditions(stack, "technical", stage) for stage in STAGES] == [expected] * 3


def test_an_investor_needs_three_cases_in_the_industrial_stage_and_one_before(stack):
    cases = [{claim: least for claim, _, least in conditions(stack, "investment", stage)} for stage in STAGES]
    assert cases == [{"investment_experience": 5, "investment_case": n} for n in (1, 1, 3)]


def test_every_role_of_a_stage_has_conditions_and_a_seat(stack):
    for stage in stack.stages:
        seated = set(stage.competitive_raters) | set(stage.authoritative_raters) | set(stage.valuers)
        assert set(stage.seats) == seated
        assert all(conditions(stack, role, stage.code) for role in seated)


def test_the_seats_are_seven_nine_and_nine_and_say_that_they_are_proposals(stack):
    assert [sum(stage.seats.values()) for stage in stack.stages] == [7, 9, 9]
    assert {row.status for row in stack.table("seats")} == {"proposal"}

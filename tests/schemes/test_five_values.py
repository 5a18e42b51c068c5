"""The pack of the MIIT plan says what the plan says."""

import re

import pytest


def titles(items) -> list[str]:
    return [item.title for item in items]


@pytest.mark.clause("M-1.2")
def test_the_five_values_are_those_of_the_plan(plan, stack):
    named = re.search("全面准确评价科技成果的(.+?)等“五元”价值", plan)[1].split("、")
    assert [value.title for value in stack.five_values()] == [f"{name}价值" for name in named]


@pytest.mark.clause("M-1.3")
def test_each_value_has_the_plan_s_sentence_its_emphases_and_hints_of_evidence(plan, stack):
    for value in stack.five_values():
        assert value.text in plan
        assert all(emphasis.title in value.text for emphasis in value.emphases)
        assert value.evidence


def test_every_emphasis_of_the_plan_is_kept(stack):
    assert [len(value.emphases) for value in stack.five_values()] == [3, 4, 2, 3, 4]


@pytest.mark.clause("M-4.9")
def test_a_self_declaration_takes_the_six_kinds_of_support(plan, stack):
    supports = [item.title for item in stack.items("declaration_supports") if item.status == "official"]
    assert supports == re.search("结合(试验检测报告.+?)等支撑材料", plan)[1].split("、")
    assert stack.text("self_declaration").zh == "自我声明·未经第三方评价"


@pytest.mark.clause("M-1.1")
def test_the_four_counts_to_break_with_are_those_of_the_plan(plan, stack):
    assert titles(stack.items("counts_refused")) == re.search("破除“(.+?)”倾向", plan)[1].split("、")


def test_the_tracked_kinds_are_those_of_the_plan(plan, stack):
    assert re.search("对工业和信息化领域(.+?)等主体的成果评价情况", plan)[1] == "及".join(
        titles(stack.items("tracked_kinds"))[:2]
    ) + "、" + "、".join(titles(stack.items("tracked_kinds"))[2:])


def test_the_selections_that_may_cite_a_report_are_those_of_the_plan(plan, stack):
    named = [re.sub("评选|评定", "", title) for title in titles(stack.items("policy_extracts"))]
    assert len(named) == 6
    assert all(name in plan for name in named)


@pytest.mark.clause("M-2.2")
def test_every_development_stage_of_the_plan_maps_to_a_stage_of_the_guide(plan, stack):
    kinds = stack.items("development_stages")
    assert "针对科技成果在" + "、".join(titles(kinds)[:3]) + "和" + kinds[3].title + "等不同阶段" in plan
    assert [kind.maps_to for kind in kinds] == [("basic",), ("applied",), ("industrial",), ("industrial",)]


@pytest.mark.parametrize("name", ["judgement_sources", "early_watchers", "maturity_methods", "use_fields"])
def test_further_lists_use_words_of_the_plan(plan, stack, name):
    words = [title.replace("评价", "").replace("第三方", "") for title in titles(stack.items(name))]
    assert [word for word in words if word not in plan] == []


def test_the_duty_of_truth_is_the_plan_s_sentence(plan, stack):
    assert stack.text("truth").zh in plan

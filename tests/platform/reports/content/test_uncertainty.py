"""The report says how sure the grade is in one sentence, from the steps that it prints anyway."""

from dataclasses import replace

import pytest

from factories import facts
from quanheng.platform.reports.content import ExplanationLine
from quanheng.platform.reports.content.document import report_document
from quanheng.platform.reports.content.uncertainty import doubt_sentence

STEPS = (
    (0, "得分", "79.99"),
    (1, "得分区间", "79.5"),
    (2, "下限", "76.0949"),
    (2, "中位数", "79.5"),
    (2, "上限", "80.85"),
    (1, "等级概率", "0.877"),
    (2, "国际先进", "0.123"),
    (2, "国内领先", "0.877"),
    (2, "国内一般", "0"),
    (1, "覆盖率", "1"),
)


def drawn(steps=STEPS):
    lines = tuple(ExplanationLine(depth=depth, label=label, value=value) for depth, label, value in steps)
    return replace(facts.scoring(), explanation=lines)


def test_interval_and_probabilities_above_nought_make_a_sentence():
    sentence = doubt_sentence(drawn())
    assert sentence.startswith("得分区间 76.09 至 80.85：")
    assert "等级概率：国际先进 12.3%、国内领先 87.7%。" in sentence


def test_without_a_grade_only_the_interval_is_said():
    assert "等级概率" not in doubt_sentence(drawn(STEPS[:5]))


@pytest.mark.parametrize("steps", [STEPS[:1], STEPS[:3]])
def test_a_result_without_draws_says_nothing(steps):
    assert doubt_sentence(drawn(steps)) == ""


def test_the_document_carries_the_sentence():
    document = report_document(replace(facts.report_facts(), scoring=drawn()))
    assert document["scoring"]["doubt"] == doubt_sentence(drawn())

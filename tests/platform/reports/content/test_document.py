"""What the pages print: rounded once, half up; people by code; every page with its sentence."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pypdfium2
import pytest

from factories.facts import NOTICE, SENTENCE_A, report_facts, scoring
from quanheng.platform.common.documents.render import render
from quanheng.platform.reports.content import REPORT, report_document
from quanheng.platform.reports.content.wording import headline, percent, points

NOW = datetime(2026, 9, 21, tzinfo=UTC)


def printed(facts) -> list[str]:
    document = pypdfium2.PdfDocument(render(REPORT, report_document(facts), now=NOW))
    return [page.get_textpage().get_text_range().replace("\r\n", "") for page in document]


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return printed(report_facts())


@pytest.mark.parametrize(
    ("value", "shown"), [("84.995", "85.00"), ("84.9949", "84.99"), ("80", "80.00"), (None, "未评价")]
)
def test_scores_are_rounded_half_up_when_printed(value, shown):
    assert points(None if value is None else Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("3600000", "360.00"), ("9999999.99", "1,000.00"), ("12345678", "1,230"), ("147447555.3", "14,700")],
)
def test_a_large_value_is_headlined_with_three_figures(value, shown):
    assert headline(Decimal(value)) == shown


def test_a_share_prints_in_percent_without_superfluous_zeros():
    assert [percent(Decimal(s)) for s in ("0.5", "0.4125", "0.33333")] == ["50%", "41.25%", "33.33%"]


@pytest.mark.clause("H-5.1", "H-5.2")
def test_the_notice_page_carries_the_notice_and_the_uses(pages):
    assert NOTICE in pages[1]
    assert "科技项目立项" in pages[1]


def test_two_conclusions_stand_apart_on_the_page_of_the_conclusion(pages):
    assert ("85.00" in pages[2], "74.98" in pages[2]) == (True, True)


@pytest.mark.clause("M-1.2")
def test_all_five_values_are_shown_and_an_unfed_one_says_so(pages):
    shown = [
        title for title in ("科学价值", "技术价值", "经济价值", "社会价值", "文化价值") if title in pages[2]
    ]
    assert (len(shown), "未评价" in pages[2]) == (5, True)


def test_every_page_from_the_valuation_on_carries_the_fixed_sentence(pages):
    first = next(n for n, text in enumerate(pages) if "估值参考意见" in text and "假设" in text and n > 3)
    assert [SENTENCE_A in text for text in pages[first:]] == [True] * len(pages[first:])


def test_every_page_carries_number_and_place(pages):
    places = [
        f"第 {n} 页" in text.replace("　", " ") and "BG-2026-00001" in text for n, text in enumerate(pages, 1)
    ]
    assert places == [True] * len(pages)


@pytest.mark.clause("H-10")
def test_each_open_question_is_printed_with_its_answer(pages):
    text = "".join(pages)
    assert all(question in text for question in ("技术可行性", "应用价值", "市场潜力"))


def test_the_same_facts_give_the_same_bytes():
    data = report_document(report_facts())
    assert render(REPORT, data, now=NOW) == render(REPORT, data, now=NOW)


def test_a_report_without_a_valuation_gives_the_reason():
    facts = report_facts(valuation=None, valuation_skipped="委托方不需要估值。")
    assert "委托方不需要估值。" in "".join(printed(facts))


def test_the_days_of_validity_are_printed(pages):
    assert re.search(r"自 ?\d{4} ?年.{4,9}日 ?起至 ?\d{4} ?年.{4,9}日 ?止。", "".join(pages))


def test_a_draft_says_that_its_validity_is_set_when_it_is_signed():
    text = "".join(printed(report_facts(issued_on=None, valid_until=None)))
    assert "本报告尚未签发，有效期的起止日期在签发时确定。" in text
    assert "起至" not in text


def test_a_name_is_printed_only_when_it_is_given():
    seats = report_facts().panel
    named = report_document(report_facts(panel=(replace(seats[0], name="某某"), seats[1])))["panel"]["rows"]
    assert (named[0][0], named[1][0]) == ("E-01（某某）（组长）", "E-02")


def test_a_result_without_a_grade_prints_that_no_conclusion_is_reached():
    facts = report_facts(scoring=replace(scoring(), grade="", score=None))
    assert report_document(facts)["scoring"]["grade"] == "未形成结论"

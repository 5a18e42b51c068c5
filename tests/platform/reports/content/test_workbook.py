"""conclusion.xlsx: typed cells, formulas that can be followed, text that never acts, bytes that depend on content."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from factories.facts import NOTICE, SENTENCE_A, report_facts
from quanheng.platform.reports.content import RiskFacts
from quanheng.platform.reports.content.workbook import conclusion_workbook

NOW = datetime(2026, 9, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(conclusion_workbook(report_facts(), now=NOW)))


@pytest.mark.clause("H-5.1")
def test_the_first_sheet_begins_with_the_notice(book):
    assert [book["结论"]["B2"].value, book["结论"]["B3"].value] == [NOTICE, SENTENCE_A]


def test_dates_numbers_and_text_keep_their_types(book):
    values = {row[0].value: row[1].value for row in book["结论"].iter_rows(min_row=2)}
    assert (values["出具日期"].date(), values["成熟度级别"], values["估值低位值（元）"]) == (date(2026, 9, 21), 3, 2183570.65)  # fmt: skip


def test_a_reviewer_can_follow_each_score_by_formulas(book):
    row = [cell.value for cell in book["评分复算"][3]]
    assert row[:9] == ["竞争性评价", "技术路线创新性", 100, "=COUNT(K3:K3)", "=AVERAGE(K3:K3)", "=IF(D3>=3,(SUM(K3:K3)-MAX(K3:K3)-MIN(K3:K3))/(D3-2),E3)", "=IF(D3>=7,F3,E3)", "=C3*G3", 84.995]  # fmt: skip


def test_an_abstention_is_a_word_and_no_zero(book):
    cells = [cell.value for row in book["评分复算"].iter_rows() for cell in row]
    assert "不作评价" in cells


def test_the_sheets_with_values_carry_the_fixed_sentence(book):
    assert [book[name]["A1"].value for name in ("估值", "参数")] == [SENTENCE_A] * 2


def test_text_that_looks_like_a_formula_stays_text():
    book = load_workbook(BytesIO(conclusion_workbook(report_facts(summary='=HYPERLINK("x")'), now=NOW)))
    cell = next(row[1] for row in book["结论"].iter_rows() if row[0].value == "摘要")
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')


def test_the_same_facts_give_the_same_bytes():
    assert conclusion_workbook(report_facts(), now=NOW) == conclusion_workbook(report_facts(), now=NOW)


def test_other_facts_give_other_bytes():
    other = report_facts(valuation=None, valuation_skipped="无", risks=(RiskFacts(text="甲"),), lead=str(Decimal(1)), summary="乙")  # fmt: skip
    assert conclusion_workbook(other, now=NOW) != conclusion_workbook(report_facts(), now=NOW)

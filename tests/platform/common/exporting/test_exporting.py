"""Exports: text stays text in every spreadsheet program, numbers stay numbers (G-15)."""

import csv
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory
from openpyxl import load_workbook

from quanheng.platform.common.exporting.cells import Column, acts, guarded, unguarded
from quanheng.platform.common.exporting.csvs import csv_bytes
from quanheng.platform.common.exporting.responses import table_response
from quanheng.platform.common.exporting.workbooks import workbook_bytes

CASES = json.loads((Path(__file__).parents[3] / "cases" / "trust.json").read_text("utf-8"))[
    "spreadsheet_payloads"
]
PAYLOADS = [row["text"] for row in CASES["payloads"]]
TEXT, MONEY = Column("内容"), Column("金额", "money")


def fields(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(content: bytes):
    return load_workbook(BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("row", CASES["payloads"], ids=lambda row: row["note"])
def test_a_csv_field_that_would_act_is_written_as_the_vectors_say(row):
    assert fields(csv_bytes([TEXT], [[row["text"]]]))[1] == [row["csv_field"]]


@pytest.mark.parametrize("text", ["高温合金 = Ni + Co", "C++ 编译器"])
def test_a_text_that_does_not_act_stays_as_it_is(text):
    assert guarded(text) == text


def test_a_negative_number_stays_a_number_in_csv():
    assert fields(csv_bytes([MONEY], [[Decimal("-12.50")]]))[1] == ["-12.50"]


def test_a_negative_number_stays_a_number_in_a_workbook():
    cell = sheet(workbook_bytes("表", [MONEY], [[Decimal("-12.50")]]))["A2"]
    assert (cell.data_type, cell.value) == ("n", -12.5)


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_workbook_cell_holds_the_text_and_no_formula(text):
    cell = sheet(workbook_bytes("表", [TEXT], [[text]]))["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_a_workbook_of_payloads_has_no_formula_element():
    with zipfile.ZipFile(BytesIO(workbook_bytes("表", [TEXT], [[text] for text in PAYLOADS]))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", [*PAYLOADS, "'=1+1", "''@x", "'quoted'", "plain", ""])
def test_text_comes_back_from_csv_as_it_left(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "   ", "成果"])
def test_text_without_a_sign_in_front_does_not_act(text):
    assert not acts(text)


def test_times_are_written_in_china_time():
    at = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
    cell = sheet(workbook_bytes("表", [Column("时间", "moment")], [[at]]))["A2"]
    assert cell.value.isoformat() == "2026-09-21T10:00:00"


def test_a_date_is_a_date():
    cell = sheet(workbook_bytes("表", [Column("日期", "date")], [[date(2026, 9, 21)]]))["A2"]
    assert (cell.is_date, cell.number_format) == (True, "yyyy-mm-dd")


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text():
    cell = sheet(workbook_bytes("表", [Column("数", "number")], [[Decimal("12345678901234567.89")]]))["A2"]
    assert (cell.data_type, cell.value) == ("s", "12345678901234567.89")


def test_a_workbook_prints_on_a4_landscape_with_its_head_on_every_page():
    page = sheet(workbook_bytes("表", [TEXT], []))
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.print_title_rows) == (
        "landscape",
        9,
        "$1:$1",
    )
    assert page.oddFooter.center.text == "&P / &N"


def test_an_export_is_a_download_with_its_chinese_name():
    response = table_response(RequestFactory().get("/achievements/?q=a"), "成果", [TEXT], [["甲"]], "csv")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%88%90%E6%9E%9C.csv"


def test_another_format_does_not_exist():
    with pytest.raises(Http404):
        table_response(RequestFactory().get("/"), "成果", [TEXT], [], "html")

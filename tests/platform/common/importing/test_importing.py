"""Imports: every fault named at once, nothing taken on trust, the person's own file back with the faults in red."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.exporting.cells import Column
from quanheng.platform.common.exporting.csvs import csv_bytes
from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.importing.preview import preview
from quanheng.platform.common.importing.reading import read_tables
from quanheng.platform.common.importing.template import load_template
from quanheng.platform.common.importing.workbooks import returned_workbook, template_workbook

TEMPLATE = load_template(Path(__file__).parent / "work_packages.toml")
HEADS = [column.heading for column in TEMPLATE.sheets[0].columns]
GOOD = ["1", None, "轴承球", 100, "是", "产业化", "2026年9月21日", "107,000.53"]


@pytest.fixture
def workbook(tmp_path):
    """Return a function that saves rows as an uploaded workbook."""

    def save(*rows, heads=HEADS, title="工作分解") -> Path:
        book = Workbook()
        book.active.title = title
        for row in (heads, *rows):
            book.active.append(row)
        book.save(tmp_path / "上传.xlsx")
        return tmp_path / "上传.xlsx"

    return save


def read(path: Path, name: str = "上传.xlsx"):
    return read_tables(path, name, TEMPLATE)


def faults(reading) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.value) for p in reading.problems]


def row_with(**cells) -> list:
    return [
        cells.get(column.code, value) for column, value in zip(TEMPLATE.sheets[0].columns, GOOD, strict=True)
    ]


def test_a_good_row_becomes_typed_values(workbook):
    (row,) = read(workbook(GOOD)).rows("packages")
    assert row.values == {
        "code": "1",
        "parent": None,
        "title": "轴承球",
        "weight": Decimal(100),
        "critical": True,
        "stage": "industrial",
        "starts_on": date(2026, 9, 21),
        "amount": Decimal("107000.53"),
    }


@pytest.mark.parametrize(
    ("code", "value", "takes"),
    [
        ("code", None, "a value is required"),
        ("code", "x" * 21, "takes at most 20 characters"),
        ("weight", "很多", "takes a number"),
        ("weight", 101, "takes 0 to 100"),
        ("critical", "也许", "takes 是 or 否"),
        ("stage", "完成", "takes one of 基础、应用、产业化"),
        ("starts_on", "2026-02-30", "takes a date such as 2026-09-21"),
        ("amount", "1.005", "takes an amount in yuan with at most two decimals"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_what_its_column_takes(workbook, settings, code, value, takes):
    settings.LANGUAGE_CODE = "en"
    (problem,) = read(workbook(row_with(**{code: value}))).problems
    assert (problem.row, problem.column, problem.takes) == (2, TEMPLATE.sheets[0].column(code).heading, takes)


def test_all_faults_of_a_file_are_named_at_once(workbook):
    reading = read(workbook(row_with(weight="a", critical="b"), GOOD, row_with(code="2", stage="c")))
    assert faults(reading) == [
        ("工作分解", 2, "权重", "a"),
        ("工作分解", 2, "关键", "b"),
        ("工作分解", 4, "阶段", "c"),
    ]


def test_fifty_faults_in_five_thousand_rows_are_all_found(workbook):
    rows = [row_with(code=str(n), weight="x" if n % 100 == 7 else 1) for n in range(5000)]
    reading = read(workbook(*rows))
    assert [p.row for p in reading.problems] == [n + 2 for n in range(7, 5000, 100)]
    assert len(reading.rows("packages")) == 4950


def test_more_rows_than_the_template_takes_are_refused_as_a_whole(workbook):
    reading = read(workbook(*(row_with(code=str(n)) for n in range(5001))))
    assert (faults(reading), reading.rows("packages")) == ([("工作分解", 0, "", "5001")], [])


def test_a_formula_is_refused_with_its_address(workbook):
    reading = read(workbook(row_with(title="=1+1")))
    assert ("工作分解", 2, "C2", "=") in faults(reading)
    assert reading.rows("packages") == []


def test_merged_cells_are_refused_with_their_range(workbook):
    book = load_workbook(path := workbook(GOOD, GOOD))
    book.active.merge_cells("D2:D3")
    book.save(path)
    reading = read(path)
    assert faults(reading)[0] == ("工作分解", 2, "D2:D3", "D2:D3")
    assert reading.rows("packages") == []


def test_a_sheet_with_more_merged_ranges_than_a_person_makes_is_refused(workbook):
    book = load_workbook(path := workbook(GOOD))
    for row in range(1, 1003, 2):
        book.active.merge_cells(f"A{row}:A{row + 1}")
    book.save(path)
    with pytest.raises(NotAccepted, match="more than 500 merged ranges"):
        read(path)


def test_headings_may_stand_below_lines_for_people(workbook):
    template = replace(TEMPLATE, sheets=(replace(TEMPLATE.sheets[0], head=3),))
    path = workbook([], HEADS, row_with(weight=101), GOOD, heads=["For people"])
    reading = read_tables(path, "上传.xlsx", template)
    assert faults(reading)[-1] == ("工作分解", 4, "权重", "101")
    assert [row.number for row in reading.rows("packages")] == [5]
    marked = load_workbook(BytesIO(returned_workbook(path, "上传.xlsx", reading))).active
    assert (
        marked.cell(3, len(HEADS) + 1).value,
        "takes 0 to 100" in marked.cell(4, len(HEADS) + 1).value,
    ) == (
        "错误",
        True,
    )


def test_a_comma_after_a_leading_zero_is_no_thousand(workbook):
    assert faults(read(workbook(row_with(weight="0,095"))))[0][2:] == ("权重", "0,095")


def test_a_cell_far_away_is_refused_before_it_is_unfolded(workbook):
    path = workbook(GOOD)
    book = load_workbook(path)
    book.active["XFD1048576"] = 1
    book.save(path)
    with pytest.raises(NotAccepted, match="1048576 rows and 16384 columns"):
        read(path)


def test_columns_are_found_by_heading_english_heading_or_alias_in_any_order(workbook):
    reading = read(workbook(["轴承球", "是", 1, "1"], heads=["工作包名称", "关键*", "权 重", "number"]))
    assert [row.values["title"] for row in reading.rows("packages")] == ["轴承球"]
    assert reading.problems == []


def test_a_missing_required_column_is_named(workbook):
    reading = read(workbook(["1", "甲", "是"], heads=["编号", "名称", "关键"]))
    assert ("工作分解", 1, "权重", "") in faults(reading)


def test_a_missing_sheet_is_named(workbook):
    assert faults(read(workbook(GOOD, title="别的"))) == [("工作分解", 0, "", "")]


def test_a_key_that_stands_twice_is_refused_where_it_stands_again(workbook):
    reading = read(workbook(GOOD, row_with(title="又一个")))
    assert faults(reading) == [("工作分解", 3, "编号", "1")]
    assert [row.number for row in reading.rows("packages")] == [2]


def test_a_csv_in_gb18030_reads_like_a_workbook(tmp_path):
    text = StringIO(newline="")
    csv.writer(text).writerows([HEADS, [value or "" for value in GOOD]])
    path = tmp_path / "a.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    assert [row.values["title"] for row in read(path, "a.csv").rows("packages")] == ["轴承球"]


def test_our_own_csv_comes_back_as_it_left(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([Column(head) for head in HEADS], [row_with(title="=1+1")]))
    (row,) = read(path, "a.csv").rows("packages")
    assert row.values["title"] == "=1+1"


def test_the_template_workbook_can_be_filled_in_and_read(tmp_path):
    path = tmp_path / "上传.xlsx"
    path.write_bytes(template_workbook(TEMPLATE, scheme_pack="hebei-guide 1.0"))
    book = load_workbook(path)
    for place, value in enumerate(GOOD, 1):
        book["工作分解"].cell(3, place, value)
    book.save(path)
    reading = read(path)
    assert (reading.problems, [row.number for row in reading.rows("packages")]) == ([], [3])


def test_the_template_workbook_explains_itself_and_offers_choices():
    book = load_workbook(BytesIO(template_workbook(TEMPLATE, scheme_pack="hebei-guide 1.0")))
    rules = book["工作分解"].data_validations.dataValidation
    assert book.sheetnames == ["填写说明", "_选项", "工作分解", "_meta"]
    assert [str(rule.sqref) for rule in rules] == ["E2:E5002", "F2:F5002"]
    assert (book["_meta"].sheet_state, book["_meta"]["B3"].value) == ("hidden", "hebei-guide 1.0")


def test_a_template_of_another_version_is_refused_by_name(tmp_path):
    path = tmp_path / "上传.xlsx"
    path.write_bytes(template_workbook(TEMPLATE))
    book = load_workbook(path)
    book["_meta"]["B2"] = "0"
    book.save(path)
    assert faults(read(path)) == [("_meta", 0, "", "work_packages 0")]


def test_the_returned_workbook_marks_each_fault_in_the_persons_own_file(workbook):
    path = workbook(GOOD, row_with(code="2", weight="很多"))
    page = load_workbook(BytesIO(returned_workbook(path, "上传.xlsx", read(path))))["工作分解"]
    assert (page["I1"].value, page["D3"].fill.fgColor.rgb, page["I2"].value) == ("错误", "00F8C9CC", None)
    assert page["D3"].value == "很多"
    assert page["I3"].value.startswith("权重: ")


def test_a_preview_tells_new_changed_same_and_refused_apart(workbook):
    reading = read(workbook(GOOD, row_with(code="2"), row_with(code="3"), row_with(code="4", weight="x")))
    stored = {row.values["code"]: row.values for row in reading.rows("packages")}
    present = {("2",): stored["2"], ("3",): {**stored["3"], "title": "旧名"}}
    plan = preview(reading, {"packages": present})
    assert plan.counts == {"new": 1, "changed": 1, "same": 1, "refused": 1}
    assert plan.sheets["packages"].changed[0].fields == {"title": ("旧名", "轴承球")}


def test_a_file_with_a_fault_is_not_imported(workbook):
    with pytest.raises(Refused, match="1"):
        preview(read(workbook(GOOD, row_with(code="4", weight="x"))), {}).require_clean()


def test_good_rows_alone_are_imported_when_the_person_chooses_so(workbook):
    plan = preview(read(workbook(GOOD, row_with(code="4", weight="x"))), {})
    plan.require_clean(good_rows_only=True)
    assert [row.number for row in plan.sheets["packages"].new] == [2]


def test_a_template_with_two_equal_headings_is_refused(tmp_path):
    path = tmp_path / "t.toml"
    text = (Path(__file__).parent / "work_packages.toml").read_text("utf-8")
    path.write_text(text.replace('heading = "阶段"', 'heading = "关键"'), "utf-8")
    with pytest.raises(ValueError, match="two columns share a heading"):
        load_template(path)

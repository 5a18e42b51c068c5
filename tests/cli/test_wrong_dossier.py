"""A wrong dossier gets all its errors at once, by file and field; exit code 2, nothing written (issue 2)."""

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from quanheng.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def work(tmp_path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def folder(work) -> Path:
    return Path(shutil.copytree(EXAMPLES / "basic-material", work / "dossier"))


@pytest.fixture
def refused(folder, work, capsys, monkeypatch):
    """Evaluate the folder as an English reader and return the faults; nothing may have been written."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run() -> list[str]:
        code = main(["evaluate", str(folder), "--out", str(work / "out")])
        assert (code, sorted(p.name for p in work.iterdir())) == (2, ["dossier"])
        return [line.strip() for line in capsys.readouterr().err.splitlines()[1:]]

    return run


def edit(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def put(folder: Path, cells: dict[str, object]) -> None:
    book = load_workbook(folder / "marks.xlsx")
    for address, value in cells.items():
        book["评分"][address].value = value
    book.save(folder / "marks.xlsx")


PLANTED = {
    'number = "BG-2026-00031"': ('number = ""', "dossier.toml, number: a value is required"),
    "valid_until = 2027-09-17": ("valid_until = 2031-09-17", "dossier.toml, valid_until: takes a day 0.5 to 2 years"),
    'uscc = "12990000MB0100028W"': ('uscc = "12990000MB0100028X"', "dossier.toml, client.uscc: uscc: got"),
    "date = 2026-07-06": ("date = 2026-10-06", "dossier.toml, commission.date: got a day after the date of the report"),
    'purpose = "concept"': ('purpose = "merger"', "dossier.toml, commission.purpose: got merger, takes one of"),
    'title = "钙钛矿/晶硅叠层电池界面钝化材料"': ('titel = "钙钛矿"', "dossier.toml, achievement.titel: unknown field"),
    'source = "proof_of_concept_contest"': ('source = "lottery"', "dossier.toml, achievement.source: got lottery"),
    'number = "202410318827.0"': ('number = "202410318827.1"', "dossier.toml, rights[1].number: "),
    "share = 70": ("share = 60", "dossier.toml, rights: 一种双锚定磷酸自组装分子及其在叠层电池中的应用: the shares make 90 %"),
    'element = "rd_scheme"': ('element = "rd_plan"', "dossier.toml, evidence[3].element: got rd_plan, takes one of rd_scheme, review_result"),
    'file = "08-绒面旋涂样片试验记录.pdf"': ('file = "09.pdf"', "dossier.toml, evidence[9].file: 09.pdf: no such file"),
    'reason = "仅有一组边界条件的单次计算，没有重复验证，不能作为验证结果"': ("", "dossier.toml, evidence[8].reason: a value is required"),
    'item = "patents"': ('item = "rumours"', "dossier.toml, information: no entry for the item patents"),
    "principle_feasibility = 40": ("principle_feasibility = 41", "got a sum of 101, takes exactly 100"),
    'role = "investment"': ('role = "legal"', "dossier.toml, experts[7].role: got legal, takes one of technical, industry, investment"),
    'market_potential = "': ('market_hopes = "', "dossier.toml, answers.market_potential: a value is required"),
    'summary = "': ('summary = "发表论文21篇。', "dossier.toml, conclusion.summary: got the count “21篇”"),
}  # fmt: skip
IN_VALUATION = {
    'value_type = "cost"': ('value_type = "dream"', "valuation.toml, value_type: got dream"),
    "weight = 60": ("weight = 50", "valuation.toml, methods: the weights make 90 %"),
    'source = "项目台账 2025 年度"': ('source = ""', "valuation.toml, methods[1].figures[1].value[3].source: a value is required"),
    "value = 0.25": ("value = 1.25", "valuation.toml, methods[2].figures[4].value: got 1.25, takes 0 to 0.999"),
    "p50 = 3_100_000": ("p50 = 9_100_000", "valuation.toml, opinions[2].p50: takes P10 ≤ P50 ≤ P90"),
}  # fmt: skip
IN_MARKS = {
    "C2": ("中等", "marks.xlsx, 评分 / 2 / 档: got 中等; takes one of"),
    "D3": (120, "marks.xlsx, 评分 / 3 / 分: got 120; takes 0 to 100"),
    "D6": (20, "marks.xlsx, 评分 / 6 / 分: Points: got 20"),
    "A7": ("E-77", "marks.xlsx, 评分 / 7 / 专家: got E-77; takes one of"),
    "E5": (None, "marks.xlsx, 评分 / 5 / 档: Rubric band: got nothing"),
}


def test_every_planted_fault_is_named_at_once(folder, refused):
    edit(folder, "dossier.toml", *((old, new) for old, (new, _) in PLANTED.items()))
    edit(folder, "valuation.toml", *((old, new) for old, (new, _) in IN_VALUATION.items()))
    put(folder, {address: value for address, (value, _) in IN_MARKS.items()})
    faults = "\n".join(refused())
    named = [said for _, said in (*PLANTED.values(), *IN_VALUATION.values(), *IN_MARKS.values())]
    assert [said for said in named if said not in faults] == []


def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(folder, refused):
    (folder / "evidence" / "02-需求分析报告.pdf").write_text("not a PDF", "utf-8")
    assert refused() == [
        "dossier.toml, evidence[2].file: 02-需求分析报告.pdf: the file does not parse as PDF"
    ]


@pytest.mark.clause("H-8.2")
def test_a_dossier_below_level_one_names_what_level_one_asks_for(folder, refused):
    edit(folder, "dossier.toml", ('element = "needs_report"', 'element = "survey_report"'))
    assert any("level 1 is not reached" in fault and "needs_report" in fault for fault in refused())


@pytest.mark.clause("H-13.1")
def test_a_mark_of_the_other_side_is_refused(folder, refused):
    put(folder, {"A2": "E-05"})
    assert any(
        re.fullmatch(r"marks.xlsx, 评分 / 2 / 指标: E-05 does not mark 技术原理可行性: .*", f)
        for f in refused()
    )


def test_a_missing_mark_is_no_abstention(folder, refused):
    put(folder, {f"{column}2": None for column in "ABCDEF"})
    assert refused() == [
        "marks.xlsx, 评分: no row of E-01 for 技术原理可行性: takes points, or the reason not to mark"
    ]


def test_a_score_sheet_of_another_stage_is_refused(folder, refused):
    shutil.copy(EXAMPLES / "applied-sensor" / "marks.xlsx", folder / "marks.xlsx")
    assert any(
        "was filled in under other indicators or bands (applied), takes the sheet of the stage basic" in f for f in refused()
    )  # fmt: skip


def test_a_flag_without_an_answer_and_an_answer_without_a_flag_are_named(folder, refused):
    edit(folder, "dossier.toml", ('flag = "outlier:E-04/route_novelty"', 'flag = "constant:E-01"'))
    assert refused() == [
        "dossier.toml, flags: the flag outlier:E-04/route_novelty takes a written answer",
        "dossier.toml, flags[1].flag: the flag constant:E-01 does not arise, takes: outlier:E-04/route_novelty",
    ]


@pytest.mark.clause("H-12")
def test_an_indicator_that_is_left_out_needs_a_reason(folder, refused):
    edit(folder, "dossier.toml", ("team_strength = 30\nscene_fit = 30", "scene_fit = 60"))
    assert "dossier.toml, plan.removed.team_strength: a value is required" in refused()


def test_text_that_is_not_toml_is_said_to_be_so(folder, refused):
    (folder / "dossier.toml").write_text("format = \n", "utf-8")
    (fault,) = refused()
    assert fault.startswith("dossier.toml: does not parse as TOML")


@pytest.mark.parametrize("name", ["marks.xlsx", "valuation.toml"])
def test_a_missing_file_is_named(folder, refused, name):
    (folder / name).unlink()
    assert refused() == [f"{name}: the file is missing"]


@pytest.mark.clause("H-26.4")
def test_an_industrial_value_without_the_market_approach_needs_a_reason(folder, refused):
    shutil.rmtree(folder)
    shutil.copytree(EXAMPLES / "industrial-software", folder)
    text = (folder / "valuation.toml").read_text("utf-8")
    start, end = text.index('[[methods]]\ncode = "market.comparables"'), text.index("[[opinions]]")
    (folder / "valuation.toml").write_text(
        text[:start].replace("weight = 50", "weight = 100") + text[end:], "utf-8"
    )
    assert refused() == ["valuation.toml, methods: a method of the market approach is required at level 8"]


@pytest.mark.clause("H-24")
def test_a_market_share_without_its_source_is_refused(folder, refused):
    shutil.rmtree(folder)
    shutil.copytree(EXAMPLES / "industrial-software", folder)
    edit(folder, "dossier.toml", ('source = "燕原省机器人产业联盟 2025 年度统计，样本 17 家"', 'source = ""'))
    assert refused() == ["dossier.toml, stated.market_share.source: a value is required"]


def test_the_faults_are_told_in_the_readers_language(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (folder / "marks.xlsx").unlink()
    code = main(["evaluate", str(folder), "--out", str(tmp_path / "out")])
    assert (code, "the file is missing" in capsys.readouterr().err) == (2, False)


def test_a_folder_that_holds_other_files_is_not_overwritten(work):
    (work / "notes.txt").write_text("mine", "utf-8")
    code = main(["evaluate", str(EXAMPLES / "basic-material"), "--out", str(work)])
    assert (code, [p.name for p in work.iterdir()]) == (2, ["notes.txt"])


def test_one_fault_is_counted_as_one(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (folder / "dossier.toml").unlink()
    main(["evaluate", str(folder), "--out", str(tmp_path / "out")])
    assert capsys.readouterr().err.splitlines()[0] == "1 fault, nothing is written:"


def test_a_date_that_does_not_parse_is_the_only_fault(folder, refused):
    edit(folder, "dossier.toml", ("\ndate = 2026-09-18", '\ndate = "yesterday"'))
    assert refused() == ["dossier.toml, date: takes a date such as 2026-09-21"]


def test_a_wrong_entry_of_the_evidence_does_not_bring_in_another_stage(folder, refused):
    edit(folder, "dossier.toml", ("level = 1\n", "level = 33\n"))
    assert refused() == ["dossier.toml, evidence[1].level: got 33, takes 1 to 13"]


def test_a_file_outside_the_folder_is_refused_by_its_name(folder, refused):
    edit(folder, "dossier.toml", ('file = "02-', 'file = "../02-'))
    assert [line for line in refused() if "takes the name of a file in the folder evidence alone" in line]


def test_an_unknown_method_is_one_fault_and_not_one_for_each_figure(folder, refused):
    edit(folder, "valuation.toml", ('code = "cost.', 'code = "guess.'))
    assert [line for line in refused() if "methods[1].figures" in line] == []


def test_a_word_that_is_no_choice_gets_the_list(folder, refused):
    examples = Path(shutil.copytree(EXAMPLES / "applied-sensor", folder.parent / "other"))
    shutil.rmtree(folder)
    examples.rename(folder)
    edit(folder, "valuation.toml", ('value = "mid"', 'value = "middle"'))
    assert [line for line in refused() if "takes one of end, mid" in line]

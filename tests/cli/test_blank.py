"""`quanheng evaluate --new` writes a dossier that can be filled in and evaluated."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from quanheng.cli.main import main
from quanheng.schemes import default_stack

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STAGES = ("basic", "applied", "industrial")
USCC = "12990000MB0100028W"
FILLED = {
    "number": "BG-2026-00099", "verify": "https://kjcg.example.org", "uscc": USCC, "holder_uscc": USCC, "purpose": "project_approval",
    "source": "owner_commission", "kind": "secret", "verdict": "accepted", "file": "paper.pdf", "value_type": "cost",
    "reason": "按材料判断", "gap": "", "case_number": "", "parent": "", "purpose_note": "", "source_note": "", "no_valuation": "", "note": "无", "seed": "",
    "document_number": "", "algorithm": "", "root": "",
}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_the_blank_files_are_toml_with_explanations(tmp_path, stage):
    code = main(["evaluate", "--new", str(tmp_path / "dossier"), "--stage", stage])
    texts = [(tmp_path / "dossier" / name).read_text("utf-8") for name in ("dossier.toml", "valuation.toml")]
    assert (code, [bool(tomllib.loads(text)) and "# " in text for text in texts]) == (0, [True, True])


@pytest.mark.parametrize("stage", STAGES)
def test_the_blank_score_sheet_offers_experts_indicators_and_bands(tmp_path, stage):
    main(["evaluate", "--new", str(tmp_path / "dossier"), "--stage", stage])
    page = load_workbook(tmp_path / "dossier" / "marks.xlsx")["评分"]
    lists = sorted(str(rule.sqref).partition("2:")[0] for rule in page.data_validations.dataValidation)
    assert (lists, page["A2"].value) == (["A", "B", "C"], "E-01")


def test_a_blank_dossier_is_wrong_and_says_what_to_fill_in(tmp_path, capsys):
    main(["evaluate", "--new", str(tmp_path / "dossier")])
    code = main(["evaluate", str(tmp_path / "dossier"), "--out", str(tmp_path / "out")])
    faults = capsys.readouterr().err.splitlines()
    assert (code, len(faults) > 60, (tmp_path / "out").exists()) == (2, True, False)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", "utf-8")
    code = main(["evaluate", "--new", str(folder)])
    assert (code, [p.name for p in folder.iterdir()]) == (2, ["notes.txt"])


def test_the_blank_filled_with_the_least_is_evaluated(tmp_path):
    folder = tmp_path / "dossier"
    main(["evaluate", "--new", str(folder), "--stage", "basic"])
    fill(folder)
    assert main(["evaluate", str(folder), "--out", str(tmp_path / "out")]) == 0


def fill(folder: Path) -> None:
    """Put the least that is taken into every field of a blank basic dossier."""
    shutil.copy(
        EXAMPLES / "basic-material" / "evidence" / "02-需求分析报告.pdf", folder / "evidence" / "paper.pdf"
    )
    for name in ("dossier.toml", "valuation.toml"):
        text = (folder / name).read_text("utf-8")
        text = re.sub(
            r"^# ((?:date|valid_until|locked_on|declared_on|issued_on|value) = )",
            r"\1",
            without_examples(text),
            flags=re.MULTILINE,
        )
        text = text.replace("date = 2026-09-21 ", "date = 2026-09-30 ").replace(
            "valid_until = 2027-09-20", "valid_until = 2027-09-29"
        )
        text = re.sub(
            r'^(\w+) = ""', lambda m: f'{m[1]} = "{FILLED.get(m[1], "甲")}"', text, flags=re.MULTILINE
        )
        text = text.replace("limits = []", 'limits = ["一"]').replace("value = 0\n", "value = 0.5\n")
        text = re.sub(r'source = "owner_commission"(?=\ndate|\n# date|\n\[\[|\ngap)', 'source = "台账"', text)
        text = text.replace("p10 = 0\np50 = 0\np90 = 0", "p10 = 1\np50 = 2\np90 = 3").replace(
            "weight = 0", "weight = 50"
        )
        (folder / name).write_text(ledger(text), "utf-8")
    book = load_workbook(folder / "marks.xlsx")
    page = book["评分"]
    bands = {i.title: i.bands[1].label for i in default_stack().stage("basic").indicators}
    for row in range(2, page.max_row + 1):
        page.cell(row, 3).value, page.cell(row, 4).value = bands[page.cell(row, 2).value], 70 + row % 5
    book.save(folder / "marks.xlsx")


def ledger(text: str) -> str:
    """Fill the rows of the cost ledger and of its price index."""
    text = re.sub(
        r"^# ((?:amount|year|level) = )0",
        lambda m: f"{m[1]}{2026 if 'year' in m[1] else 100}",
        text,
        flags=re.MULTILINE,
    )
    return re.sub(r"(# 尚可使用年限.*\n.*\n)value = 0.5", r"\1value = 5", text)


def without_examples(text: str) -> str:
    """Drop the entries that stand behind # as examples: a visit, a figure, a novelty report, a flag."""
    return re.sub(
        r"^# \[+(?:visits|figures|novelty_report|flags|dissent|families|plan\.removed)\]+\n(?:# .*\n)*",
        "",
        text,
        flags=re.MULTILINE,
    )

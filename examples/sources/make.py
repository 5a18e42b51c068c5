# ruff: noqa: INP001  # a script beside its data
"""Make evidence PDFs and score sheets of the examples from their sources: `python examples/sources/make.py`.

Every organisation, person, number and figure in them is invented. Same sources, same PDFs.
"""

import csv
import sys
import tomllib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from django.utils import translation
from openpyxl import load_workbook

from quanheng.cli.dossier import language, marks
from quanheng.platform.common.documents.render import render
from quanheng.platform.common.documents.wording import CHINA_TIME, day
from quanheng.platform.reports.content.sealing import sealed
from quanheng.schemes import default_stack

SOURCES = Path(__file__).resolve().parent
EXAMPLES = SOURCES.parent
TEMPLATE = SOURCES / "paper.typ"
STAGES = {"basic-material": "basic", "applied-sensor": "applied", "industrial-software": "industrial"}
MADE = datetime(2026, 9, 21, tzinfo=CHINA_TIME)


def make(name: str) -> None:
    """Write `evidence/` and `marks.xlsx` of one example."""
    folder = EXAMPLES / name
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    for paper in tomllib.loads((SOURCES / f"{name}.toml").read_text("utf-8"))["papers"]:
        (folder / "evidence" / paper["file"]).write_bytes(printed(paper))
    with translation.override(language.CHINESE):
        (folder / marks.FILE).write_bytes(score_sheet(name))


def printed(paper: dict) -> bytes:
    """Return the PDF of one paper; the time in the file is the day on the paper."""
    issued: date = paper["date"]
    data = {"facts": [], "sections": [], **paper, "date": day(issued)}
    return render(TEMPLATE, data, now=datetime(issued.year, issued.month, issued.day, tzinfo=CHINA_TIME))


def score_sheet(name: str) -> bytes:
    """Return marks.xlsx: the blank sheet of the stage, filled from the marks of the source."""
    stage = default_stack().stage(STAGES[name])
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = list(dict.fromkeys(row["expert"] for row in rows))
    book = load_workbook(BytesIO(marks.blank_sheet(stage, [(code, "") for code in codes])))
    page = book[marks.BLANK.sheet(marks.SHEET).name]
    indicators = {indicator.id: indicator for indicator in stage.indicators}
    for number, row in enumerate(rows, 2):
        indicator = indicators[row["indicator"]]
        points = float(row["points"]) if row["points"] else None
        band = next(
            (b.label for b in indicator.bands if points is not None and b.low <= points <= b.high), None
        )
        cells = (
            row["expert"],
            indicator.title,
            band,
            points,
            row["abstention"] or None,
            row["remark"] or None,
        )
        for column, value in enumerate(cells, 1):
            page.cell(number, column).value = value
    return sealed(book, now=MADE)


if __name__ == "__main__":
    language.make_ready()
    for example in sys.argv[1:] or STAGES:
        make(example)

"""What a workbook says of itself: whose sheet it is, under which plan, and in which language it speaks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import get_language, override

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.importing.book import RawSheet
from quanheng.platform.common.importing.template import WORDS, Choice, Column, Template, load_template
from quanheng.platform.common.importing.template import Sheet as TableSheet
from quanheng.platform.common.importing.values import shown
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.selectors import Item

BLANK = load_template(Path(__file__).parents[2] / "importing" / "score_sheet.toml")
MARKS = "marks"
MORE_ROWS = 50
"""Rows beyond the indicators that are still named one by one."""


def language() -> str:
    """Return the language that a workbook of this reader speaks: zh or en."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def stamp(sheet: Sheet, spoken: str) -> dict[str, str]:
    """Return what the hidden sheet of a workbook holds, and what it is checked against."""
    return {
        "template": BLANK.name,
        "version": str(BLANK.version),
        "case": sheet.evaluation.number,
        "expert": sheet.code,
        "plan": sheet.plan.fingerprint,
        "language": spoken,
    }


def require_own(raw: Sequence[RawSheet], sheet: Sheet) -> str:
    """Return the language of a workbook that is this expert's, for this case, under the plan in force.

    `Refused` says which of these it is not.
    """
    meta = next((table for table in raw if table.name == WORDS["meta_sheet"]), None)
    given = {shown(row[0]): shown(row[1]) for row in meta.rows if len(row) > 1} if meta else {}
    wanted = stamp(sheet, given.get("language", ""))
    if given.get("template") != wanted["template"] or given.get("language") not in {"zh", "en"}:
        raise Refused(
            "This workbook is not a score sheet of your desk. Download your score sheet and fill that one in"
        )
    if given.get("case") != wanted["case"]:
        raise Refused(
            "The workbook is a score sheet of %(got)s, takes the one of %(takes)s",
            got=given.get("case") or "–",
            takes=wanted["case"],
        )
    if given.get("expert") != wanted["expert"]:
        raise Refused(
            "The workbook is the score sheet of the expert code %(got)s, takes yours: %(takes)s",
            got=given.get("expert") or "–",
            takes=wanted["expert"],
        )
    if given.get("plan") != wanted["plan"] or given.get("version") != wanted["version"]:
        raise Refused(
            "The workbook was made for another version of the plan. Download your score sheet again and fill that one in"
        )
    return given["language"]


def label(item: Item) -> str:
    """Return an indicator as the desk lists it; the place tells two of one title apart."""
    return f"{item.place} {wording.titled(item.indicator)}"


def template(items: Iterable[Item], spoken: str) -> Template:
    """Return what the workbook takes: headings and indicators in its own language."""
    with override("zh-hans" if spoken == "zh" else "en"):
        choices = tuple(Choice(item.indicator.id, label(item)) for item in items)
    sheet = BLANK.sheet(MARKS)
    columns = tuple(_column(column, choices, spoken) for column in sheet.columns)
    rows = len(choices) + MORE_ROWS
    return replace(BLANK, sheets=(replace(_named(sheet, spoken), columns=columns, rows=rows),))


def _named(sheet: TableSheet, spoken: str) -> TableSheet:
    return replace(sheet, name=sheet.name_en, name_en=sheet.name) if spoken == "en" else sheet


def _column(column: Column, choices: tuple[Choice, ...], spoken: str) -> Column:
    if column.code == "indicator":
        column = replace(column, kind="choice", choices=choices)
    if spoken == "en":
        column = replace(column, heading=column.heading_en, heading_en=column.heading)
    return column

"""Read a work breakdown from a table: judged whole, then put into the editor for its owner to check and save."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from quanheng.platform.common.importing.preview import Preview, preview
from quanheng.platform.common.importing.reading import Problem, read_tables
from quanheng.platform.common.importing.template import load_template
from quanheng.platform.common.importing.uploads import judged
from quanheng.platform.common.importing.workbooks import returned_workbook, template_workbook

TEMPLATE = load_template(Path(__file__).parent / "importing" / "work_packages.toml")
SHEET = "packages"
COLUMNS = ("code", "parent_code", "title", "weight", "critical")
TYPES = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file would change, its faults, and (when it has any) the person's own workbook with the faults marked."""

    changes: Preview
    marked: bytes = b""

    @property
    def problems(self) -> Sequence[Problem]:
        return self.changes.problems


def template() -> bytes:
    """Return the workbook that people fill in."""
    return template_workbook(TEMPLATE)


def read_packages(upload: UploadedFile[Any], present: Sequence[dict[str, Any]]) -> Answer:
    """Judge the file and compare its rows with those in the editor (`present`, by column). `Refused` when it is no table."""
    name = upload.name or ""
    with judged(upload, TYPES) as path:
        reading = read_tables(path, name, TEMPLATE)
        marked = returned_workbook(path, name, reading) if reading.problems else b""
    return Answer(preview(reading, {SHEET: {(row["code"],): _typed(row) for row in present}}), marked)


def merged(present: Sequence[dict[str, Any]], changes: Preview) -> list[dict[str, Any]]:
    """Return the rows of the editor after the import: known numbers changed in place, new ones below."""
    sheet = changes.sheets[SHEET]
    read = {row.values["code"]: row.values for row in [*(change.row for change in sheet.changed), *sheet.new]}
    rows = [{**row, **_shown(read.pop(row["code"]))} if row["code"] in read else row for row in present]
    return [*rows, *(_shown(values) for values in read.values())]


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the editor as a file would hold it."""
    weight = str(row.get("weight") or 0)
    return {
        "code": row["code"],
        "parent_code": row.get("parent_code") or None,
        "title": row.get("title") or None,
        "weight": Decimal(weight) if weight.replace(".", "", 1).isdigit() else None,
        "critical": row.get("critical") in {True, "on", "True"},
    }


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return what was read as the boxes of the editor hold it."""
    weight = values["weight"]
    return {
        "code": values["code"],
        "parent_code": values["parent_code"] or "",
        "title": values["title"],
        "weight": f"{weight.normalize():f}" if weight else "",
        "critical": "on" if values["critical"] else "",
    }

"""A table as it arrives in a form: bounded, judged by parsing, gone when it is read; and its faults as rows."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.files.accepted import MIB, NotAccepted
from quanheng.platform.common.files.parsing import judge
from quanheng.platform.common.importing.reading import Problem
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table

MOST_BYTES = 5 * MIB
SHOWN = 50


@contextmanager
def judged(upload: UploadedFile[Any], types: Sequence[str]) -> Iterator[Path]:
    """Give the path of an uploaded table while it is read; `Refused`, naming file and reason, when it is none.

    Judging takes up to seconds: not inside a transaction.
    """
    name = upload.name or ""
    extension = Path(name).suffix.lower().removeprefix(".")
    if extension not in types or (upload.size or 0) > MOST_BYTES:
        raise Refused(
            "%(name)s was not read: takes a file of type %(types)s of at most %(most)s MiB",
            name=name,
            types=", ".join(types),
            most=MOST_BYTES // MIB,
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload.{extension}")
        path.write_bytes(upload.read())
        try:
            judge(path, name)
            yield path
        except NotAccepted as error:
            raise Refused(
                "%(name)s was not read: %(reason)s", name=name, reason=Refused(error.text, **error.values)
            ) from error


def fault_table(problems: Sequence[Problem]) -> Table:
    """Return the first faults of a file as rows: where, what it got, what it takes."""
    columns = (
        Column("sheet", _("Sheet")),
        Column("row", _("Row"), numeric=True),
        Column("column", _("Column")),
        Column("value", _("Got")),
        Column("takes", _("Takes")),
    )
    rows = [
        Row(
            (
                Cell(p.sheet),
                Cell(str(p.row or "—"), numeric=True),
                Cell(p.column or "—"),
                Cell(p.value or "—"),
                Cell(p.takes),
            )
        )
        for p in problems[:SHOWN]
    ]
    return Table(columns, rows, caption=_("Faults of the file"))

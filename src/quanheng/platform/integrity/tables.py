"""Rows of the public list of institutions."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table
from quanheng.platform.integrity import fields
from quanheng.platform.integrity.models import Institution
from quanheng.platform.integrity.standing import tag

PER_PAGE = 20


def institutions(rows: Sequence[Institution], *, total: int, page: int) -> Table:
    known = dict(fields.choices())
    return Table(
        columns=[
            Column("name", _("Evaluation institution"), sticky=True),
            Column("fields", _("Fields"), secondary=True),
            Column("state", _("State")),
            Column("since", _("Admitted on")),
        ],
        rows=[
            Row(
                cells=[
                    Cell(row.organisation.name),
                    Cell(gettext(", ").join(known.get(code, code) for code in row.fields)),
                    Cell("", tag=tag(row)),
                    Cell(formats.day(row.admitted_at)),
                ],
                url=reverse("integrity:institution", args=[row.organisation.uscc]),
            )
            for row in rows
        ],
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        caption=gettext("Evaluation institutions"),
        empty=_("No institution is admitted yet"),
    )

"""Rows of the inbox and of the public library."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.headers import due_sentence
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Answer, Cell, Column, Row, Table, Tag
from quanheng.platform.library import naming
from quanheng.platform.library.models import Achievement

STAGES = {
    "basic": _("Basic research"),
    "applied": _("Applied research"),
    "industrial": _("Development and industrialisation"),
}
EMPTY = {
    "todo": _("Nothing waits for you"),
    "done": _("Nothing done under this identity yet"),
    "started": _("You have started nothing yet"),
}


def inbox_table(
    items: Sequence[InboxItem],
    page: Page[Any],
    *,
    view: str,
    query: str = "",
    begin: bool = False,
    now: datetime,
) -> Table:
    """Return the rows of a view of the inbox; `begin` offers a first step to who has nothing to do."""
    begins = begin and view == "todo"
    columns = [
        Column("what", _("What to do")),
        Column("case", _("Case"), sticky=True),
        Column("role", _("Role"), secondary=True),
        Column("since", _("Received"), secondary=True),
        Column("due", _("Due")),
    ]
    words: dict[str, str] = {}
    rows = [
        Row(
            cells=[
                Cell(words.setdefault(item.what, gettext(item.what)), url=item.path, tag=overdue(item, now)),
                Cell(item.title, hint=item.number),
                Cell(Role(item.role).label),
                Cell(item.created_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")),
                Cell(due_sentence(item.due_at, now, provisional=item.provisional) if item.due_at else ""),
            ],
            url=item.path,
        )
        for item in items
    ]
    return Table(
        columns,
        rows,
        total=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        empty=EMPTY.get(view, ""),
        query=query,
        empty_url=reverse("library:new") if begins else "",
        empty_label=_("Register an achievement") if begins else "",
    )


def overdue(item: InboxItem, now: datetime) -> Tag | None:
    return (
        Tag(gettext("Overdue"), "bad")
        if item.closed_at is None and item.due_at and item.due_at < now
        else None
    )


def library_table(page: Page[Achievement], query: dict[str, str]) -> Table:
    columns = [
        Column("title", _("Achievement"), sticky=True),
        Column("owner", _("Owner")),
        Column("level", _("Maturity level")),
        Column("stage", _("Stage"), secondary=True),
        Column("entered", _("In the library since"), secondary=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(row.title, url=f"/library/{row.number}/", hint=row.number),
                Cell(row.owner.name),
                Cell(level_name(row)),
                Cell(STAGES.get(row.stage, "")),
                Cell(row.published_at.astimezone(SHANGHAI).strftime("%Y-%m-%d") if row.published_at else ""),
            ]
        )
        for row in page
    ]
    return Table(
        columns,
        rows,
        total=page.paginator.count,
        page=page.number,
        pages=page.paginator.num_pages,
        empty=_("No achievement fits; take a word away or choose another stage"),
        query=urlencode({k: v for k, v in query.items() if v}),
        sizes=False,
    )


def level_name(achievement: Achievement) -> str:
    """Return 第6级 正样级, or that the level is not graded."""
    if achievement.level is None:
        return gettext("Not graded")
    return naming.level_name(stack_of("").level(achievement.level))


def public_facts(achievement: Achievement) -> list[Answer]:
    """Return what the public page states."""
    return [
        Answer(_("Number"), achievement.number),
        Answer(_("Owner"), achievement.owner.name),
        Answer(_("Kind"), achievement.get_category_display()),
        Answer(_("Maturity level"), level_name(achievement)),
        Answer(_("Need it answers"), achievement.need),
        Answer(_("Application it aims at"), achievement.application),
        Answer(_("Abstract"), achievement.abstract),
    ]

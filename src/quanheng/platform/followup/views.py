"""The list of follow-ups, and the yearly form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.formats import day, money
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table, Tag
from quanheng.platform.followup import selectors, services
from quanheng.platform.followup.forms import FollowUpForm
from quanheng.platform.followup.models import FollowUp

COLUMNS = (
    Column("title", _("Achievement"), sticky=True),
    Column("year", _("Years after closing"), numeric=True),
    Column("due", _("Due")),
    Column("state", _("State")),
    Column("revenue", _("Revenue"), numeric=True),
)


class ListPage(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        page = lists.slice_of(request, selectors.visible_to(self.actor))
        table = Table(
            COLUMNS,
            [self.line(row) for row in page.rows],
            total=page.total,
            page=page.page,
            pages=page.pages,
            query=page.query,
            caption=_("Follow-up"),
            empty=_("Follow-ups open when a deal is closed"),
        )
        return lists.answer(request, {"title": gettext("Follow-up"), "table": table})

    def line(self, row: FollowUp) -> Row:
        url = reverse("followup:followup", args=[row.id]) if row.is_due(self.now) else ""
        return Row(
            (
                Cell(row.achievement.title, url=url, hint=row.achievement.number),
                Cell(str(row.year), numeric=True),
                Cell(day(row.due_on)),
                Cell("", tag=state_tag(row, self.now)),
                Cell(money(row.revenue) if row.revenue is not None else "—", numeric=True),
            )
        )


def state_tag(row: FollowUp, now: datetime) -> Tag:
    if row.reported_at:
        return Tag(_("Reported"), "ok")
    if row.is_overdue(now):
        return Tag(_("Overdue"), "warn")
    return Tag(_("To report"), "neutral") if row.is_due(now) else Tag(_("Not due yet"), "neutral")


class FollowUpPage(ActView):
    title = _("Report the year")
    submit_label = _("Report the figures")
    done_message = _("Reported")
    form_class = FollowUpForm

    def fetch(self) -> FollowUp:
        row = selectors.get(self.actor, self.kwargs["followup"])
        services.require_due(row, self.now)
        return row

    def initial(self, case: FollowUp) -> Mapping[str, Any]:
        known = case if case.reported_at else selectors.last_report(case)
        return {} if known is None else {name: getattr(known, name) for name in FollowUpForm.base_fields}

    def context(self, case: FollowUp) -> Mapping[str, Any]:
        return {
            "title": gettext("%(title)s: year %(year)s after closing")
            % {"title": case.achievement.title, "year": case.year},
            "back_url": "/followup/",
        }

    def act(self, case: FollowUp, data: Mapping[str, Any]) -> str:
        services.report_followup(
            actor=self.actor, followup_id=case.id, figures=services.Figures(**data), now=self.now
        )
        return "/followup/"

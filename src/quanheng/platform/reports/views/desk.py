"""Lists and the page of a report, its preview and its file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files.services import read
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.ui.lists import answer
from quanheng.platform.reports import boards, readiness, selectors, tables
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.services import issuing
from quanheng.platform.reports.states import ReportState


class ReportView(ActorView):
    """A view of the report named in the address, as this actor may see it."""

    def fetch(self) -> Report:
        return selectors.get(self.actor, self.kwargs["number"])


class ListPage(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.visible_to(self.actor)
        return answer(
            request, {"title": _("Evaluation reports"), "table": tables.report_table(request, rows)}
        )


class ReportPage(ReportView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report = self.fetch()
        writing = boards.writes(report, self.actor)
        context = {
            "header": boards.header(report, self.actor, self.now),
            "report": report,
            "case": report,
            "writing": writing,
            "tasks": boards.task_rows(report) if writing else [],
            "missing": readiness.missing_parts(report) if writing else [],
            "texts": boards.texts(report, self.actor),
            "comments": report.comments.select_related("written_by")
            if self.actor.role in {"lead", "reviewer", "signer"}
            else [],
            "objections": report.objections.all(),
            "signatures": report.signatures.all(),
            "timeline": boards.story(report, self.actor),
        }
        return render(request, "reports/report.html", context)


class PreviewFile(ReportView):
    """The pages as they would be signed now."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report = self.fetch()
        return pdf(issuing.preview(report, actor=self.actor, now=self.now), f"{report.number}-draft.pdf")


class IssuedFile(ReportView):
    """The signed file, byte for byte."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report = self.fetch()
        if report.pdf is None or report.state not in {
            ReportState.VALID,
            ReportState.SUPERSEDED,
            ReportState.REVOKED,
        }:
            raise Absent
        return pdf(read(report.pdf), f"{report.number}.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )

"""The result and the coded marks, for the institution and who watches over it; counts only before the closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.exporting.responses import table_response
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.marking.states import SheetState
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.results import pages, selectors, tables
from quanheng.platform.evaluation.results.reading import Reading


class CasePage(ActorView):
    """A page of a case that the client does not have: it reads the issued report."""

    def fetch(self) -> Evaluation:
        evaluation = evaluations.get(self.actor, self.kwargs["number"])
        if self.actor.role == Role.OWNER:
            raise Absent
        return evaluation

    def counts(self, evaluation: Evaluation) -> dict[str, Any]:
        submitted, expected = marking.counts(evaluation)
        return {"evaluation": evaluation, "submitted": submitted, "expected": expected}


class ResultView(CasePage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        evaluation = self.fetch()
        context = self.counts(evaluation) | {"title": _("Evaluation result")}
        if result := selectors.result_of(evaluation):
            context |= pages.result_page(result)
        return render(request, "evaluation/results/result.html", context)


class ResultExportView(CasePage):
    """One table of the result as a file; a result that is not there, and an unknown part, do not exist."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        evaluation, part = self.fetch(), kwargs["part"]
        reading = Reading.of(selectors.get(evaluation))
        if part not in pages.EXPORTS:
            raise Absent
        found, name = pages.EXPORTS[part](reading), f"{evaluation.number}-{part}"
        return table_response(request, name, found.columns(), found.rows, request.GET.get("format", "xlsx"))


class MarksView(CasePage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        evaluation = self.fetch()
        context = self.counts(evaluation) | {"title": _("Marks")}
        if marking.revealed(evaluation):
            sheets = list(marking.of_case(evaluation).select_related("evaluation", "plan"))
            marks = marking.coded_marks(evaluation)
            context["sides"] = tables.mark_tables(marks, sheets)
        else:
            context["overdue"] = self.overdue(evaluation)
        return render(request, "evaluation/results/marks.html", context)

    def overdue(self, evaluation: Evaluation) -> list[dict[str, object]]:
        """Return the sheets that are out after their deadline, for the case manager to let in late."""
        if self.actor.role != Role.LEAD:
            return []
        rows = marking.of_case(evaluation).filter(state=SheetState.OPEN, due_at__lt=self.now)
        return [{"code": sheet.code, "late_reason": sheet.late_reason} for sheet in rows]


class MarksExportView(CasePage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        evaluation = self.fetch()
        rows = tables.export_rows(marking.coded_marks(evaluation))
        name = f"{evaluation.number}-marks"
        return table_response(request, name, tables.EXPORT, rows, request.GET.get("format", "xlsx"))

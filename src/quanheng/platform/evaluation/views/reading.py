"""Pages that only read: the list, the case at a glance, its record, its print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui.parts import Action
from quanheng.platform.evaluation import boards, selectors, tables
from quanheng.platform.evaluation.filters import FilterForm
from quanheng.platform.evaluation.views.pages import CasePage


class ListPage(ActorView):
    """`/evaluations/`: the cases of the own organisation, or all that were submitted for who watches."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = FilterForm(request.GET)
        page = lists.slice_of(request, filters.narrow(selectors.visible_to(self.actor)), sorts=tables.SORTS)
        owner = self.actor.role == Role.OWNER
        new = reverse("evaluation:new") if owner else ""
        label = _("Commission an evaluation") if owner else ""
        context: dict[str, Any] = {
            "title": _("Evaluations"),
            "filters": filters,
            "table": tables.evaluation_table(page, self.now, empty_url=new, empty_label=label),
            "actions": [Action(label, new, primary=True)] if owner else [],
        }
        return lists.answer(request, context)


class EvaluationPage(CasePage, ActorView):
    """`/evaluations/<PJ>/`: state, next step, deadline, acts; the facts, and the last lines of the record."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.fetch()
        frame = self.frame(case, "overview")
        context = frame | {
            "facts": boards.facts(case, self.actor, frame["told"]),
            "timeline": boards.record(case, self.actor, limit=boards.FIRST_LINES),
            "corrections": tables.corrections(case),
        }
        return render(request, "evaluation/overview.html", context)


class HistoryPage(CasePage, ActorView):
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.fetch()
        context = self.frame(case, "history") | {"lines": boards.record(case, self.actor)}
        return render(request, "evaluation/history.html", context)


class PrintPage(CasePage, ActorView):
    """`…/print/`: the case on paper; of a finished grading, its certificate of the level (H-7.1)."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.fetch()
        plan = selectors.plan_of(case)
        context = {
            "case": case,
            "title": case.display_title,
            "header": boards.header(case, self.actor, self.now),
            "facts": self.facts(case),
            "plan": plan,
            "sides": tables.sides(plan) if plan and boards.reached(case, "collecting") else (),
            "seats": tables.seat_table(plan) if plan and plan.indicators else None,
            "voice": tables.voice(plan) if plan else "",
            "certificate": tables.certificate(case),
            "lines": boards.record(case, self.actor),
            "now": self.now,
        }
        return render(request, "evaluation/print.html", context)

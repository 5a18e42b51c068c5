"""Pages of a grading. Who may see one and who may grade is answered by the room of its case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent, Missing, Refused
from quanheng.platform.common.files import services as files
from quanheng.platform.common.pages import ActorView, ActView, Text
from quanheng.platform.common.problems import problems_of
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Tab
from quanheng.platform.maturity import boards, links, panels, results, selectors, services, wording
from quanheng.platform.maturity.forms import FiguresForm, PackagesForm, VerdictForm, VisitForm
from quanheng.platform.maturity.models import Grading, GradingState
from quanheng.platform.maturity.selectors import Matrix


class GradingPage:
    """What every page of a grading shows around its own part."""

    actor: Any
    kwargs: Mapping[str, Any]
    here = ""

    def fetch(self) -> Grading:
        return selectors.get(self.actor, self.kwargs["number"])

    def frame(self, grading: Grading) -> dict[str, Any]:
        return {
            "grading": grading,
            "may_grade": self.may_write(grading),
            "confirmed": grading.state == GradingState.CONFIRMED,
            "tabs": tabs(grading, self.here),
            "case_url": links.case(grading),
            "back_url": "",
        }

    def may_write(self, grading: Grading) -> bool:
        return grading.state == GradingState.OPEN and selectors.may_grade(self.actor, grading)


def tabs(grading: Grading, here: str) -> tuple[Tab, ...]:
    pages = {
        "packages": _("Work breakdown"),
        "matrix": _("Matrix"),
        "visit": _("Site visit"),
        "result": _("Result"),
    }
    return tuple(
        Tab(label, reverse(f"maturity:{name}", args=[grading.case_number]), name == here)
        for name, label in pages.items()
    )


class PackagesView(GradingPage, ActView):
    title = _("Work breakdown")
    submit_label = _("Confirm the work breakdown")
    done_message = _("The work breakdown is confirmed")
    template_name = "maturity/packages.html"
    here = "packages"

    def form(self, case: Grading, data: Any = None, files: Any = None) -> forms.Form:
        leaves = selectors.leaves(case)
        chosen = {"critical": [leaf.code for leaf in leaves if leaf.critical]}
        return PackagesForm(data, leaves=leaves, initial=chosen)

    def act(self, case: Grading, data: Mapping[str, Any]) -> str:
        services.confirm_packages(
            actor=self.actor, grading_id=case.id, critical=frozenset(data["critical"]), now=self.now
        )
        return reverse("maturity:matrix", args=[case.case_number])

    def context(self, case: Grading) -> Mapping[str, Any]:
        packages = selectors.packages(case)
        leaves = {leaf.code for leaf in selectors.leaves(case)}
        total = sum((row.weight for _, row in packages if row.code in leaves), start=0)
        return self.frame(case) | {
            "rows": [
                {"row": row, "indent": 4 + 20 * depth, "leaf": row.code in leaves} for depth, row in packages
            ],
            "total": total,
        }


class MatrixView(GradingPage, ActorView):
    here = "matrix"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        grading = self.fetch()
        matrix = selectors.matrix(grading)
        chosen = chosen_cell(request)
        result = selectors.assess_matrix(matrix)
        context = self.frame(grading)
        if chosen:
            context["panel"] = panels.panel(matrix, chosen, self.actor.person_id)
        if request.headers.get("HX-Target") == "cell":
            context["strip"] = boards.strip(matrix, result, chosen)
            response = render(request, "maturity/swap.html", context)
        else:
            context |= {"title": _("Maturity matrix"), "board": boards.board(matrix, result, chosen)}
            response = render(request, "maturity/matrix.html", context)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


def chosen_cell(request: HttpRequest) -> tuple[str, int] | None:
    level = request.GET.get("level", "")
    return (request.GET.get("package", ""), int(level)) if level.isascii() and level.isdigit() else None


class VerdictView(GradingPage, ActorView):
    """Accept or refuse one element; with htmx the panel, the changed rows and the strip come back."""

    here = "matrix"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        grading = self.fetch()
        form = VerdictForm(request.POST)
        if not form.is_valid():
            raise Refused("The verdict was incomplete; nothing was done")
        data = form.cleaned_data
        chosen = (data["package"], data["level"])
        before = selectors.matrix(grading)
        if chosen not in before.cells:
            raise Absent
        try:
            services.decide_element(
                actor=self.actor,
                grading_id=grading.id,
                package_code=data["package"],
                level=data["level"],
                element=data["element"],
                verdict=data["verdict"],
                reason=data["reason"],
                now=self.now,
            )
        except Refused as error:
            return self.refused(grading, before, chosen, problems_of(error))
        if request.headers.get("HX-Request"):
            return self.swapped(grading, before, chosen)
        return HttpResponseRedirect(f"{boards.cell_url(grading, *chosen)}#cell")

    def swapped(self, grading: Grading, before: Matrix, chosen: tuple[str, int]) -> HttpResponse:
        after = selectors.matrix(grading)
        old = set(boards.rows(before, selectors.assess_matrix(before), chosen))
        result = selectors.assess_matrix(after)
        context = self.frame(grading) | {
            "panel": panels.panel(after, chosen, self.actor.person_id),
            "strip": boards.strip(after, result, chosen),
            "warnings": result.warnings,
            "rows": [row for row in boards.rows(after, result, chosen) if row not in old],
        }
        return render(self.request, "maturity/swap.html", context)

    def refused(
        self, grading: Grading, matrix: Matrix, chosen: tuple[str, int], problems: Sequence[Missing]
    ) -> HttpResponse:
        context = self.frame(grading) | {
            "panel": panels.panel(matrix, chosen, self.actor.person_id),
            "problems": problems,
        }
        if self.request.headers.get("HX-Request"):
            return render(self.request, "maturity/cell.html", context, status=422)
        context |= {
            "title": _("Maturity matrix"),
            "board": boards.board(matrix, selectors.assess_matrix(matrix), chosen),
        }
        return render(self.request, "maturity/matrix.html", context, status=422)


class VisitView(GradingPage, ActView):
    title = _("Site visit")
    submit_label = _("Record the site visit")
    done_message = _("The site visit is recorded")
    template_name = "maturity/visit.html"
    here = "visit"
    received: files.Received | None = None

    def form(self, case: Grading, data: Any = None, files: Any = None) -> forms.Form:
        return VisitForm(data, files)

    def once(self, key: str, case: Grading, data: Mapping[str, Any]) -> str:
        """Judge the photographs before the transaction begins: it takes seconds."""
        if upload := data["photographs"]:
            self.received = files.receive(uploaded_file=upload, name=upload.name, actor=self.actor)
        return super().once(key, case, data)

    def act(self, case: Grading, data: Mapping[str, Any]) -> str:
        services.record_site_visit(
            actor=self.actor,
            grading_id=case.id,
            visited_on=data["visited_on"],
            place=data["place"],
            visitors=data["visitors"],
            note=data["note"],
            photographs=self.received,
            now=self.now,
        )
        return self.request.path

    def context(self, case: Grading) -> Mapping[str, Any]:
        return self.frame(case) | {"visits": selectors.visits(case)}


class FiguresView(GradingPage, ActView):
    submit_label: Text = _("Save")
    done_message = _("The figures are saved")
    template_name = "maturity/figures.html"
    here = "matrix"

    def fetch(self) -> Grading:
        grading = super().fetch()
        row = next(
            (row for row in stack_of(grading.scheme).levels if row.number == self.kwargs["level"]), None
        )
        if row is None or not row.figures:
            raise Absent
        self.row = row
        return grading

    def form(self, case: Grading, data: Any = None, files: Any = None) -> forms.Form:
        papers = {element.id: wording.titled(element) for element in self.row.elements}
        return FiguresForm(
            data,
            figures=self.row.figures,
            entered=selectors.figures(case, self.row.number),
            papers={figure.id: papers.get(figure.paper, figure.paper) for figure in self.row.figures},
        )

    def once(self, key: str, case: Grading, data: Mapping[str, Any]) -> str:
        return super().once(key, case, {name: value for name, value in data.items() if value is not None})

    def act(self, case: Grading, data: Mapping[str, Any]) -> str:
        services.enter_figures(
            actor=self.actor, grading_id=case.id, level=self.row.number, values=data, now=self.now
        )
        return boards.cell_url(case, selectors.WHOLE_PROJECT, self.row.number)

    def context(self, case: Grading) -> Mapping[str, Any]:
        title = gettext("Figures of %(level)s") % {"level": wording.level_title(self.row.number, case.scheme)}
        return self.frame(case) | {
            "title": title,
            "characteristic": wording.both(self.row.check_points, self.row.check_points_en),
        }


class ResultView(GradingPage, ActorView):
    here = "result"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        grading = self.fetch()
        context = self.frame(grading) | {"title": _("Maturity result")} | results.result_page(grading)
        return render(request, "maturity/result.html", context)


class PrintView(GradingPage, ActorView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        grading = self.fetch()
        matrix = selectors.matrix(grading)
        context = self.frame(grading) | {
            "title": _("Maturity matrix"),
            "board": boards.board(matrix, selectors.assess_matrix(matrix)),
        }
        return render(request, "maturity/print.html", context)

"""Collect the information, request the panel, close the scoring."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BaseFormSet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.files import services as files
from quanheng.platform.common.pages import ActView, SectionView, Text
from quanheng.platform.evaluation import (
    boards,
    policies,
    readiness,
    selectors,
    services,
    tables,
    wording,
)
from quanheng.platform.evaluation.forms import InformationForm
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.models import Evaluation, InformationItem, Plan
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.views.pages import CasePage
from quanheng.platform.experts import selectors as experts
from quanheng.platform.experts.states import RequestState


def collecting(actor: Any, case: Evaluation) -> bool:
    return case.state == EvaluationState.COLLECTING and policies.is_lead(actor, case)


def plan_after(case: Evaluation, state: str) -> Plan:
    """Return the plan in force of a case that has come to `state`; before that the page does not exist."""
    plan = selectors.plan_of(case) if boards.reached(case, state) else None
    if plan is None:
        raise Absent
    return plan


class InformationPage(CasePage, ActView):
    """`…/information/`: one row per item of the stage's list; the case manager ends the collection here."""

    title = _("Information collection")
    submit_label = _("Complete collection")
    done_message = _("The collection is completed")
    template_name = "evaluation/information.html"

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        plan, found = plan_after(case, EvaluationState.COLLECTING), selectors.information(case)
        editable = collecting(self.actor, case)
        topics = stack_topics(case, plan)
        return self.frame(case, "information") | {
            "table": tables.information_table(case, plan, found, editable=editable),
            "lacking": readiness.to_complete_collection(plan, found),
            "editable": editable,
            "topics": topics,
        }

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The list can no longer be changed; the panel is requested next.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.complete_collection(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


def stack_topics(case: Evaluation, plan: Plan) -> Text:
    """Return what the information is analysed for in this stage."""
    template = readiness.template_of(case, plan)
    return wording.joined(wording.titled(topic) for topic in template.topics)


class ItemPage(CasePage, SectionView):
    """`…/information/<item>/`: what was found, with source, date and file; or why there is nothing."""

    title = _("Item of information")

    def entry(self, case: Evaluation) -> dict[str, Any]:
        plan = plan_after(case, EvaluationState.COLLECTING)
        for row in plan.information:
            if row["id"] == self.kwargs["item"] and collecting(self.actor, case):
                return dict(row)
        raise Absent

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        self.entry(case)
        item = selectors.information(case).get(self.kwargs["item"])
        return InformationForm(data, files, initial=item_initial(item))

    def save(self, case: Evaluation, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        upload = form.cleaned_data["file"]
        received = files.receive(uploaded_file=upload, name=upload.name, actor=self.actor) if upload else None
        with transaction.atomic():
            attachment = None
            if received:
                attachment = files.attach(
                    received, owner_kind="information", owner_id=case.id, actor=self.actor, now=self.now
                )
            services.save_information(
                actor=self.actor,
                number=case.number,
                item=self.kwargs["item"],
                finding=form.answer(),  # type: ignore[attr-defined]  # an InformationForm
                attachment=attachment,
                now=self.now,
            )
        return reverse("evaluation:information", args=[case.number])

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        return {
            "title": wording.entry_title(self.entry(case)),
            "back_url": reverse("evaluation:information", args=[case.number]),
        }


def item_initial(item: InformationItem | None) -> dict[str, object]:
    if item is None:
        return {}
    return {name: getattr(item, name) for name in ("source", "dated", "finding", "gap_reason")}


class PanelPage(CasePage, ActView):
    """`…/panel/`: the seats to request, then how far the panel is: counts, never names."""

    title = _("Request panel")
    submit_label = _("Request panel")
    done_message = _("The panel is requested")
    template_name = "evaluation/panel.html"

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        plan = plan_after(case, EvaluationState.DRAWING)
        request = experts.request_of(case.id)
        progress = experts.progress(request) if request else None
        drawing = case.state == EvaluationState.DRAWING
        over = request is None or request.state in {RequestState.CLOSED, RequestState.FAILED}
        return self.frame(case, "panel") | {
            "seats": tables.seat_table(plan),
            "voice": tables.voice(plan),
            "progress": progress,
            "progress_state": RequestState(request.state).label if request else "",
            "short": wording.joined(wording.role_label(role) for role in progress.short) if progress else "",
            "may_request": drawing and over and policies.is_lead(self.actor, case),
            "draw_url": reverse("experts:panel_request", args=[request.id]) if request else "",
        }

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The expert pool draws the seats of the frozen plan."),
            _("From here on the institution sees progress and shortages, never names."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.request_panel(actor=self.actor, number=case.number, now=self.now)
        return reverse("evaluation:panel", args=[case.number])


class CloseScoringPage(CasePage, ActView):
    title = _("Close scoring")
    submit_label = _("Close scoring")
    done_message = _("Scoring is closed and the result computed")
    template_name = "evaluation/close_scoring.html"

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        done, all_of = marking.counts(case)
        sheets = gettext("%(done)s of %(all)s score sheets are in") % {"done": done, "all": all_of}
        return {"lacking": marking.blockers(case), "sheets": sheets}

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _(
                "The result is computed from the sheets that are in, and stored with all it was computed from."
            ),
            _("No sheet can be handed in after that."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.close_scoring(actor=self.actor, number=case.number, now=self.now)
        return boards.scores(case)


class ReadPage(CasePage, ActView):
    """`…/read/`: note what the case told."""

    title = _("Notices of the case")
    submit_label = _("Noted")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [gettext(notice.what) for notice in selectors.notices(self.actor, case)]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.acknowledge(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()

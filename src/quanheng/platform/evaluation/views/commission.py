"""Commission an evaluation, submit and recall it; accept, return or refuse it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.pages import ActView, SectionView, Text
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import readiness, reasons, selectors, services, tables, wording
from quanheng.platform.evaluation.candidates import HANDED_IN, candidates
from quanheng.platform.evaluation.forms import (
    AcceptForm,
    CommissionForm,
    DraftForm,
    NewForm,
    RefuseForm,
    ReturnForm,
    SubmitForm,
    commission_initial,
)
from quanheng.platform.evaluation.models import Evaluation, Scope
from quanheng.platform.evaluation.services.commission import expected_stage
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.views.pages import CasePage
from quanheng.platform.integrity.texts import TEXTS
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Achievement


class NewPage(ActView):
    """`/evaluations/new/?achievement=CG…`: institution cards, scope, purpose, wanted date."""

    title = _("Commission an evaluation")
    submit_label = _("Draft the commission")
    template_name = "evaluation/new.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.GET.get("achievement"):
            return super().get(request, **kwargs)
        rows = library.own(self.actor).filter(state__in=HANDED_IN) if self.actor.role == Role.OWNER else []
        running = selectors.running_on([row.id for row in rows], Scope.FULL)
        context = {"title": self.title, "achievements": [(row, running.get(row.id)) for row in rows]}
        return render(request, "evaluation/choose.html", context)

    def fetch(self) -> Achievement:
        return library.get_own(self.actor, self.request.GET.get("achievement", ""))

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> forms.Form:
        return NewForm(data, candidates=candidates(case), stage=expected_stage(case))

    def context(self, case: Achievement) -> Mapping[str, Any]:
        stage = wording.stage_title(expected_stage(case))
        return {"achievement": case, "candidates": candidates(case), "stage": stage}

    def consequences(self, case: Achievement) -> Sequence[Text]:
        return [_("A draft is made; nothing is sent yet. The next page shows what is still missing.")]

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        form = self.form(case, self.request.POST)
        form.is_valid()
        evaluation = services.create_evaluation(
            actor=self.actor,
            achievement_number=case.number,
            institution_id=UUID(data["institution"]),
            commission=form.commission(),  # type: ignore[attr-defined]  # a NewForm
            case_kind=data["case_kind"],
            now=self.now,
        )
        return reverse("evaluation:submit", args=[evaluation.number])


class CommissionPage(CasePage, SectionView):
    """`…/edit/`: the answers of a draft or of a returned commission."""

    title = _("Commission")

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        initial = commission_initial(case)
        if case.state != EvaluationState.DRAFT:
            return CommissionForm(data, stage=case.expected_stage, initial=initial)
        rows = candidates(library.get_own(self.actor, case.achievement.number))
        return DraftForm(data, candidates=rows, stage=case.expected_stage, initial=initial)

    def save(self, case: Evaluation, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        answers = form.commission()  # type: ignore[attr-defined]  # a CommissionForm
        chosen = form.cleaned_data.get("institution")
        services.save_commission(
            actor=self.actor,
            number=case.number,
            commission=answers,
            institution_id=UUID(chosen) if chosen else None,
            now=self.now,
        )
        return reverse("evaluation:submit", args=[case.number])


class SubmitPage(CasePage, ActView):
    """`…/submit/`: the answers, what was returned, both declarations; then it is the institution's."""

    title = _("Submit the commission")
    submit_label = _("Submit")
    done_message = _("The commission is submitted")
    template_name = "evaluation/submit.html"

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> SubmitForm:
        texts = {kind: gettext(TEXTS[kind]) for kind in ("truth", "no_classified")}
        return SubmitForm(data, texts=texts, corrections=case.corrections)

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        values = {"name": case.institution.name, **wording.days("evaluation.accept", case.scheme)}
        return [
            gettext("%(name)s receives the commission and decides within %(days)s working days.") % values,
            _("Until then you may recall it."),
            _("Both declarations are signed in your name."),
        ]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        edit = reverse("evaluation:edit_commission", args=[case.number])
        return {
            "facts": self.facts(case)[:4],
            "edit_url": edit,
            "lacking": readiness.to_submit(case),
        }

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        form = self.form(case, self.request.POST)
        form.is_valid()
        services.submit_evaluation(
            actor=self.actor,
            number=case.number,
            truth=data["truth"],
            no_classified=data["no_classified"],
            answers=form.answers(),
            now=self.now,
        )
        return case.get_absolute_url()


class RecallPage(CasePage, ActView):
    title = _("Recall the commission")
    submit_label = _("Recall")
    done_message = _("The commission is a draft again")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The commission is a draft again; the institution no longer sees it.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.recall_evaluation(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class AcceptPage(CasePage, ActView):
    """`…/accept/`: completeness, the institution's own conflict check, the case manager."""

    title = _("Accept the commission")
    submit_label = _("Accept for evaluation")
    done_message = _("The commission is accepted")
    template_name = "evaluation/decide.html"

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> forms.Form:
        people = [(str(person.id), person.name) for person in selectors.leads(case.institution_id)]
        return AcceptForm(data, leads=people)

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        return {"facts": self.facts(case), "corrections": tables.corrections(case)}

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The avoidance declaration of the institution is signed in your name."),
            gettext("The contract is the next step; both sides have %(days)s working days to sign it.")
            % wording.days("evaluation.contract", case.scheme),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.accept_evaluation(
            actor=self.actor,
            number=case.number,
            lead_id=UUID(data["lead"]),
            no_conflict=data["no_conflict"],
            in_scope=data["in_scope"],
            now=self.now,
        )
        return case.get_absolute_url()


class ReturnPage(CasePage, ActView):
    title = _("Return for correction")
    submit_label = _("Return for correction")
    done_message = _("The commission is returned")
    form_class = ReturnForm

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        text = gettext(
            "The client corrects the items with a reason and submits again within %(days)s working days."
        )
        return [text % wording.days("evaluation.correct", case.scheme)]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        items = {item: data[item] for item in reasons.RETURN_ITEMS}
        services.return_evaluation(actor=self.actor, number=case.number, items=items, now=self.now)
        return case.get_absolute_url()


class RefusePage(CasePage, ActView):
    title = _("Refuse the commission")
    submit_label = _("Refuse")
    done_message = _("The commission is refused")
    form_class = RefuseForm
    danger = True

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The commission ends for good; the client reads ground and reason."),
            _("The client may commission another institution."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.refuse_evaluation(
            actor=self.actor, number=case.number, code=data["code"], reason=data["reason"], now=self.now
        )
        return case.get_absolute_url()

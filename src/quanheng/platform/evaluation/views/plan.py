"""The plan: edited by the case manager, checked, locked by a second person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActorView, ActView, SectionView, Text
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import boards, planforms, plans, policies, selectors, services, tables
from quanheng.platform.evaluation.forms import PlanForm, ReasonForm
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Scope
from quanheng.platform.evaluation.services.planning import EDITED_IN
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.views.pages import CasePage
from quanheng.schemes import StageTemplate


class PlanPage(CasePage, SectionView):
    """`…/plan/`: the form while it is made by the case manager, else the plan as it reads."""

    title = _("Evaluation plan")
    template_name = "evaluation/plan_edit.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        if self.editable(case):
            return super().get(request, **kwargs)
        plan = selectors.working_plan(case) or selectors.last_plan(case)
        return render(request, "evaluation/plan.html", self.frame(case, "plan") | plan_context(case, plan))

    def editable(self, case: Evaluation) -> bool:
        if not policies.is_lead(self.actor, case) or case.state not in EDITED_IN:
            return False
        plan = selectors.working_plan(case)
        if plan is None:
            return case.state == EvaluationState.CONTRACTED
        return plan.state == PlanState.DRAFT

    def template(self, case: Evaluation) -> StageTemplate:
        plan = selectors.working_plan(case)
        return stack_of(case.scheme).stage(plan.stage if plan else case.expected_stage)

    def form(self, case: Evaluation, data: Any = None, files: Any = None) -> PlanForm:
        template, plan = self.template(case), selectors.working_plan(case)
        draft = plans.draft_of(plan, template) if plan else plans.from_template(template, case)
        initial = planforms.initial(draft, case)
        return PlanForm(data, template=template, grading=case.case_kind == Scope.GRADING, initial=initial)

    def save(self, case: Evaluation, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        draft = form.draft()  # type: ignore[attr-defined]  # a PlanForm
        services.save_plan(actor=self.actor, number=case.number, draft=draft, now=self.now)
        return reverse("evaluation:check_plan", args=[case.number])

    def page(self, case: Evaluation, form: forms.Form, *args: Any, **kwargs: Any) -> HttpResponse:
        self.shown = form
        return super().page(case, form, *args, **kwargs)

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        template = self.template(case)
        return {
            "stage": template,
            "sides": planforms.sides(self.shown, template, selectors.working_plan(case)),
            "seats": planforms.seats(self.shown, template),
            "information": template.information,
            "grading": case.case_kind == Scope.GRADING,
        }


def plan_context(case: Evaluation, plan: Plan | None) -> dict[str, Any]:
    """Return what the plan reads as, and its differences to the version before."""
    if plan is None:
        return {"plan": None}
    before = selectors.plans(case).filter(version=plan.version - 1).first()
    full = case.case_kind == Scope.FULL
    return {
        "plan": plan,
        "plan_state": PlanState(plan.state).label,
        "answers": tables.plan_answers(plan),
        "rules": tables.rules_answers(plan, case),
        "sides": tables.sides(plan) if full else (),
        "seats": tables.seat_table(plan) if full else None,
        "voice": tables.voice(plan) if full else "",
        "removed": tables.removed_table(plan),
        "changes": tables.change_table(plans.changes(before, plan, case.scheme)) if before else None,
        "versions": selectors.plans(case).count(),
    }


class VersionPage(CasePage, ActorView):
    """`…/plan/<version>/`: an earlier version, as it was."""

    def get(self, request: HttpRequest, number: str, version: int) -> HttpResponse:
        case = self.fetch()
        plan = selectors.plan_version(case, version)
        return render(request, "evaluation/plan.html", self.frame(case, "plan") | plan_context(case, plan))


class CheckPage(CasePage, ActView):
    """`…/plan/check/`: the whole plan with everything wrong with it; then it is proposed."""

    title = _("Check the plan")
    submit_label = _("Propose the lock")
    done_message = _("The plan waits for its second person")
    template_name = "evaluation/plan_check.html"
    two_person_note = _("Two-person act: a reviewer, a signer or another case manager locks the plan.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        if selectors.working_plan(case) is None:
            return HttpResponseRedirect(reverse("evaluation:plan", args=[case.number]))
        return super().get(request, **kwargs)

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        if case.state == EvaluationState.MATURITY:
            return [_("The plan goes with the proposed level to the second person.")]
        return [
            _("The plan can no longer be edited while it waits."),
            _("Its lock pins the scheme packs in force."),
        ]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        plan = selectors.working_plan(case)
        if plan is None:
            raise Absent
        proposing = case.state == EvaluationState.CONTRACTED and plan.state == PlanState.DRAFT
        return plan_context(case, plan) | {
            "lacking": plans.faults(plan, case, stack_of(case.scheme)),
            "may_propose": proposing and policies.is_lead(self.actor, case),
            "back_url": reverse("evaluation:plan", args=[case.number]),
            "level_url": reverse("evaluation:level", args=[case.number]),
            "in_grading": case.state == EvaluationState.MATURITY,
        }

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.propose_plan_lock(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class LockPage(CasePage, ActView):
    """`…/plan/lock/`: the second person reads the plan and locks it."""

    title = _("Lock plan")
    submit_label = _("Lock plan")
    done_message = _("The plan is locked")
    template_name = "evaluation/plan_lock.html"
    two_person_note = _("Two-person act: you lock what another person has proposed.")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("Purpose, team, indicators, weights, seats and the scheme packs are fixed with a fingerprint."),
            _("The grading of maturity may begin."),
        ]

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        waiting = approvals.pending(case, "lock_plan", now=self.now)
        return plan_context(case, selectors.working_plan(case)) | {
            "waiting": waiting is not None,
            "mine": waiting is not None and waiting.proposed_by == self.actor.person_id,
            "send_back_url": reverse("evaluation:send_plan_back", args=[case.number]),
        }

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.lock_plan(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class SendPlanBackPage(CasePage, ActView):
    title = _("Send the plan back")
    submit_label = _("Send back")
    done_message = _("The plan is open for editing again")
    form_class = ReasonForm

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The case manager edits the plan and proposes it again.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.send_plan_back(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return boards.address("plan", case)

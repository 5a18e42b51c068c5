"""Start the grading, look at the level found, propose it, confirm it as second person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.errors import Absent, Incomplete
from quanheng.platform.common.pages import ActView, Text
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import (
    boards,
    plans,
    policies,
    readiness,
    selectors,
    services,
    tables,
    wording,
)
from quanheng.platform.evaluation.forms import ReasonForm
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Scope
from quanheng.platform.evaluation.services import level as levels
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.evaluation.views.pages import CasePage
from quanheng.platform.maturity import selectors as maturity


class StartPage(CasePage, ActView):
    title = _("Start the grading")
    submit_label = _("Start the grading")
    done_message = _("The grading is open")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The work breakdown of the achievement is taken over as it stands."),
            _("The evidence is judged element by element, by another person than the one who uploaded it."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.start_maturity(actor=self.actor, number=case.number, now=self.now)
        return boards.address("level", case)


class RequestEvidencePage(CasePage, ActView):
    title = _("Request evidence")
    submit_label = _("Request evidence")
    done_message = _("The client is asked for more evidence")
    form_class = ReasonForm

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The client finds the request in the inbox; the deadline of the grading goes on.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.request_evidence(actor=self.actor, number=case.number, note=data["reason"], now=self.now)
        return case.get_absolute_url()


class LevelPage(CasePage, ActView):
    """`…/level/`: what the evidence shows now, what is in the way, the plan of the found stage; propose."""

    title = _("Propose level")
    submit_label = _("Propose level")
    done_message = _("The level waits for its second person")
    template_name = "evaluation/level.html"
    two_person_note = _("Two-person act: a reviewer, a signer or another case manager confirms the level.")

    def fetch(self) -> Evaluation:
        case = super().fetch()
        if case.state != EvaluationState.MATURITY:
            raise Absent
        return case

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        pending = approvals.pending(case, levels.level_verb(case), now=self.now)
        lead = policies.is_lead(self.actor, case)
        found = found_level(case)
        return (
            self.frame(case, "maturity")
            | found
            | {
                "pending": pending is not None,
                "may_prepare": lead and found["other_stage"] and found["plan"] is None,
                "may_judge": lead and pending is None,
                "may_propose": lead and pending is None and not found["lacking"],
                "matrix_url": boards.address("maturity:packages", case),
            }
        )

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The level and the plan of its stage are put before a second person.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.propose_level(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


def found_level(case: Evaluation) -> dict[str, Any]:
    """Return the level that the evidence shows now, the plan that would freeze with it, and what is in the way."""
    grading = maturity.of_case(case.id)
    result = maturity.assess(grading)
    lacking = in_the_way(case)
    old, stage = readiness.plan_in_force(case), result.stage
    other = case.case_kind == Scope.FULL and result.level > 0 and stage != old.stage
    plan = selectors.working_plan(case) if other else old
    if other and plan is None and not lacking:
        lacking = [levels.NO_PLAN]
    elif plan is not None and not lacking:
        lacking = plans.faults(plan, case, stack_of(case.scheme))
    return {
        "level": result.level,
        "level_title": boards.level_words(result.level, case.scheme),
        "stage_title": wording.stage_title(stage, case.scheme) if result.level else "",
        "index": f"{result.index:.2f}",
        "other_stage": other,
        "expected": wording.stage_title(old.stage, case.scheme),
        "plan": plan,
        "changes": tables.change_table(plans.changes(old, plan, case.scheme)) if other and plan else None,
        "lacking": lacking,
        "purpose_fits": not result.level or readiness.purpose_fits(case, stage),
        "purpose": wording.purpose_title(case.purpose, case.scheme),
    }


def in_the_way(case: Evaluation) -> list[Any]:
    try:
        levels.found(case)
    except Incomplete as error:
        return list(error.missing)
    return []


class PreparePlanPage(CasePage, ActView):
    title = _("Make the plan of the found stage")
    submit_label = _("Make the plan")
    done_message = _("A new version of the plan is begun from the template of the found stage")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _(
                "A new version of the plan is made from the template of the found stage; you adjust it before proposing."
            ),
            _("The version in force is void once the level is confirmed."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.prepare_found_plan(actor=self.actor, number=case.number, now=self.now)
        return boards.address("plan", case)


class ConfirmPage(CasePage, ActView):
    """`…/level/confirm/`: the second person sees level and plan of the found stage, with the differences marked."""

    title = _("Confirm level")
    submit_label = _("Confirm level")
    done_message = _("The level is confirmed and the plan frozen")
    template_name = "evaluation/level_confirm.html"
    two_person_note = _("Two-person act: you confirm what another person has proposed.")

    def fetch(self) -> Evaluation:
        case = super().fetch()
        if case.state != EvaluationState.MATURITY:
            raise Absent
        return case

    def context(self, case: Evaluation) -> Mapping[str, Any]:
        pending = approvals.pending(case, levels.level_verb(case), now=self.now)
        mine = pending is not None and pending.proposed_by == self.actor.person_id
        found = found_level(case)
        shown: Plan | None = found["plan"]
        return found | {
            "waiting": pending is not None,
            "mine": mine,
            "sides": tables.sides(shown) if shown and shown.indicators else (),
            "seats": tables.seat_table(shown) if shown and shown.seats else None,
            "plan_state": PlanState(shown.state).label if shown else "",
            "send_back_url": reverse("evaluation:send_level_back", args=[case.number]),
        }

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        name = gettext("%(client)s is told the level.") % {"client": case.client.name}
        if case.case_kind == Scope.GRADING:
            return [_("The level is fixed; the case ends with its certificate."), name]
        return [_("The level is fixed; indicators, weights and methods freeze."), name]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.confirm_level(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class SendLevelBackPage(CasePage, ActView):
    title = _("Send the level back")
    submit_label = _("Send back")
    done_message = _("The level is sent back to the case manager")
    form_class = ReasonForm

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The case manager looks at the evidence again and proposes anew.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.send_level_back(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return case.get_absolute_url()

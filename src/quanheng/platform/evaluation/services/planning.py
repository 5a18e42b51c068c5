"""Make the evaluation plan and lock it by two people (H-14.1, H-20.1, H-26.1)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.schemes import pin_current, stack_of
from quanheng.platform.evaluation import plans, policies, reasons, selectors
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState
from quanheng.platform.evaluation.services.moving import ask_lead_again, ask_second, locked_for, moved
from quanheng.platform.evaluation.states import EvaluationState

EDITED_IN = frozenset({EvaluationState.CONTRACTED, EvaluationState.MATURITY})


@transaction.atomic
def save_plan(*, actor: Actor, number: str, draft: plans.Draft, now: datetime) -> Plan:
    """Save the version that is being made; it may still be wrong, `plans.faults` says what.

    The first version begins after the contract; a later one is begun by `prepare_found_plan`.
    """
    evaluation = open_plan(actor, number)
    plan = selectors.working_plan(evaluation)
    if plan is None and evaluation.state != EvaluationState.CONTRACTED:
        raise Refused(
            "The plan is locked; a new version is begun when the found level leads to another stage"
        )
    if plan is not None and plan.state == PlanState.PROPOSED:
        raise Refused("The plan waits for its second person; take it back before changing it")
    plan = plan or Plan(evaluation=evaluation, version=1, stage=evaluation.expected_stage, created_at=now)
    template = stack_of(evaluation.scheme).stage(plan.stage)
    if unknown := set(draft.weights) - {i.id for i in template.indicators}:
        raise Refused("weights: got %(got)s, takes indicators of the stage", got=", ".join(sorted(unknown)))
    plans.put(plan, draft, template)
    plan.save()
    journal.record("evaluation.plan_saved", evaluation, actor=actor, at=now, body={"version": plan.version})
    return plan


@transaction.atomic
def propose_plan_lock(*, actor: Actor, number: str, now: datetime) -> Plan:
    """Put the plan before a second person; everything wrong with it is named at once."""
    evaluation = locked_for("lock_plan", actor=actor, number=number)
    plan = selectors.working_plan(evaluation)
    if plan is None:
        raise Incomplete([Missing("The plan is not made yet", "plan")])
    stack = stack_of(evaluation.scheme)
    if faults := plans.faults(plan, evaluation, stack):
        raise Incomplete(faults)
    propose_version(plan, actor=actor)
    payload = {"version": plan.version, "print": plans.print_of(plan, stack)}
    approvals.propose(evaluation, "lock_plan", actor=actor, now=now, payload=payload)
    journal.record(
        "evaluation.plan_proposed", evaluation, actor=actor, at=now, body={"version": plan.version}
    )
    path = reverse("evaluation:lock_plan", args=[evaluation.number])
    ask_second(evaluation, "lock_plan", by=actor, at=now, path=path, deadline="evaluation.plan")
    return plan


@transaction.atomic
def lock_plan(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Lock the proposed plan as another person of the institution, and pin the packs it rests on (H-14.1)."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require_second(actor, evaluation)
    plan = proposed(evaluation)
    proposal = approvals.approve(evaluation, "lock_plan", actor=actor, now=now)
    evaluation.scheme = pin_current()
    stack = stack_of(evaluation.scheme)
    plan.scheme, plan.fingerprint = evaluation.scheme, plans.print_of(plan, stack)
    if plan.fingerprint != proposal.payload["print"]:
        raise Refused("The plan or its rules have changed since the proposal; it has to be proposed again")
    plan.state, plan.locked_by_id, plan.locked_at = PlanState.LOCKED, person_of(actor), now
    plan.save()
    body = {"version": plan.version, "fingerprint": plan.fingerprint}
    return moved(evaluation, "lock_plan", actor=actor, now=now, kind="evaluation.plan_locked", body=body)


@transaction.atomic
def send_plan_back(*, actor: Actor, number: str, reason: str, now: datetime) -> Plan:
    """Give a proposed plan back to the case manager, as second person, or take it back oneself."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require_second(actor, evaluation)
    plan = proposed(evaluation)
    verb = "lock_plan" if evaluation.state == EvaluationState.CONTRACTED else "confirm_level"
    approvals.withdraw(evaluation, verb, now=now)
    plan.state = PlanState.DRAFT
    plan.save(update_fields=["state"])
    body = {"version": plan.version, "opinion": reasons.stated(reason)}
    journal.record("evaluation.plan_sent_back", evaluation, actor=actor, at=now, body=body)
    ask_lead_again(evaluation, verb, by=actor, at=now)
    return plan


def open_plan(actor: Actor, number: str) -> Evaluation:
    evaluation = selectors.get_for_update(actor, number)
    policies.require_lead(actor, evaluation)
    if evaluation.state not in EDITED_IN:
        state = EvaluationState(evaluation.state).label
        raise Refused("The plan cannot be changed while the case is %(state)s", state=state)
    return evaluation


def proposed(evaluation: Evaluation) -> Plan:
    plan = selectors.working_plan(evaluation)
    if plan is None or plan.state != PlanState.PROPOSED:
        raise Refused("No plan waits for a second person")
    return plan


def propose_version(plan: Plan, *, actor: Actor) -> None:
    plan.state, plan.proposed_by_id = PlanState.PROPOSED, person_of(actor)
    plan.save(update_fields=["state", "proposed_by"])

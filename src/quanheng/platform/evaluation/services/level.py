"""Have the maturity graded and confirm the level by two people; the found stage decides the plan (H-9)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as noop

from quanheng.methods.maturity import MaturityResult
from quanheng.platform.common import approvals, inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import plans, policies, readiness, reasons, selectors
from quanheng.platform.evaluation.models import Evaluation, Plan, PlanState, Scope
from quanheng.platform.evaluation.services.moving import (
    ask_lead_again,
    ask_second,
    client,
    locked_for,
    moved,
)
from quanheng.platform.evaluation.services.planning import propose_version
from quanheng.platform.evaluation.states import EVALUATION_STATES
from quanheng.platform.library import selectors as library
from quanheng.platform.library import services as library_services
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity import services as grading_services
from quanheng.platform.maturity.models import Grading

NO_PLAN = Missing(noop("The plan for the found stage is not made yet"), "plan")
OTHER_STAGE = noop("The level found leads to another stage")


@transaction.atomic
def start_maturity(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Open the grading under the packs that the plan has pinned."""
    evaluation = locked_for("start_maturity", actor=actor, number=number)
    achievement = library.by_id(evaluation.achievement_id)
    grading_services.open_grading(
        actor=actor, achievement=achievement, case_ref=evaluation.ref, scheme=evaluation.scheme, now=now
    )
    path = reverse("evaluation:level", args=[evaluation.number])
    return moved(
        evaluation, "start_maturity", actor=actor, now=now, kind="evaluation.grading_started", path=path
    )


@transaction.atomic
def request_evidence(*, actor: Actor, number: str, note: str, now: datetime) -> Evaluation:
    """Ask the client for more evidence; the case stays where it is."""
    evaluation = locked_for("request_evidence", actor=actor, number=number)
    body = {"opinion": reasons.stated(note)}
    what = noop("the institution asks for more evidence")
    path = evaluation.achievement.get_absolute_url()
    inbox.assign(evaluation, inbox.READ, what=what, to=client(evaluation), at=now, by=actor, path=path)
    return moved(
        evaluation,
        "request_evidence",
        actor=actor,
        now=now,
        kind="evaluation.evidence_requested",
        body=body,
    )


@transaction.atomic
def prepare_found_plan(*, actor: Actor, number: str, now: datetime) -> Plan:
    """Begin a version of the plan from the template of the found stage; team and timetable are carried over."""
    evaluation = locked_for("confirm_level", actor=actor, number=number)
    if evaluation.case_kind == Scope.GRADING:
        raise Refused("A grading ends with its level; its plan needs no other stage")
    _, result = found(evaluation)
    old = readiness.plan_in_force(evaluation)
    if old.stage == result.stage:
        raise Refused("The plan in force is made for the found stage; no new version is needed")
    if selectors.working_plan(evaluation):
        raise Refused("A new version of the plan is already being made")
    version = selectors.plans(evaluation).count() + 1
    plan = Plan(
        evaluation=evaluation, version=version, stage=result.stage, reason=OTHER_STAGE, created_at=now
    )
    template = stack_of(evaluation.scheme).stage(result.stage)
    plans.put(plan, plans.from_template(template, evaluation), template)
    plan.team, plan.timetable = old.team, old.timetable
    plan.save()
    body = {"version": version, "reason_label": OTHER_STAGE}
    journal.record("evaluation.plan_begun_again", evaluation, actor=actor, at=now, body=body)
    return plan


@transaction.atomic
def propose_level(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Put the level that the evidence shows before a second person, with the plan of its stage."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require_lead(actor, evaluation)
    verb = level_verb(evaluation)
    require_arrow(evaluation, verb, actor)
    _, result = found(evaluation)
    plan = plan_for(evaluation, result.stage)
    if faults := plans.faults(plan, evaluation, stack_of(evaluation.scheme)):
        raise Incomplete(faults)
    if plan.state == PlanState.DRAFT:
        propose_version(plan, actor=actor)
    approvals.propose(evaluation, verb, actor=actor, now=now, payload=payload_of(evaluation, result, plan))
    body = {"level": result.level}
    journal.record("evaluation.level_proposed", evaluation, actor=actor, at=now, body=body)
    path = reverse("evaluation:confirm_level", args=[evaluation.number])
    ask_second(evaluation, verb, by=actor, at=now, path=path, deadline="evaluation.maturity")
    return evaluation


@transaction.atomic
def send_level_back(*, actor: Actor, number: str, reason: str, now: datetime) -> Evaluation:
    """Give a proposed level back to the case manager, with what stands against it."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require_second(actor, evaluation)
    verb = level_verb(evaluation)
    if approvals.pending(evaluation, verb, now=now) is None:
        raise Refused("No level waits for a second person")
    approvals.withdraw(evaluation, verb, now=now)
    if plan := selectors.working_plan(evaluation):
        plan.state = PlanState.DRAFT
        plan.save(update_fields=["state"])
    body = {"opinion": reasons.stated(reason)}
    journal.record("evaluation.level_sent_back", evaluation, actor=actor, at=now, body=body)
    ask_lead_again(evaluation, verb, by=actor, at=now)
    return evaluation


@transaction.atomic
def confirm_level(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Confirm the proposed level as second person: it is fixed, its stage's plan freezes, the client is told.

    A case of kind `grading` ends here with its level (H-7.1); an evaluation goes on to collect information.
    """
    evaluation = selectors.get_for_update(actor, number)
    policies.require_second(actor, evaluation)
    verb = level_verb(evaluation)
    require_arrow(evaluation, verb, actor)
    grading, result = found(evaluation)
    plan = plan_for(evaluation, result.stage)
    proposal = approvals.approve(evaluation, verb, actor=actor, now=now)
    if proposal.payload != payload_of(evaluation, result, plan):
        raise Refused("Evidence or plan have changed since the proposal; the level has to be proposed again")
    grading_services.confirm_grading(actor=actor, grading=grading, now=now)
    achievement = library.by_id(evaluation.achievement_id)
    library_services.set_level(
        actor=actor, achievement=achievement, level=result.level, stage=result.stage, now=now
    )
    freeze(plan, evaluation, actor=actor, now=now)
    evaluation.level, evaluation.stage = result.level, result.stage
    if verb == "certify_level":
        evaluation.concluded_at = now
    body = {"level": result.level, "version": plan.version}
    moved(evaluation, verb, actor=actor, now=now, kind="evaluation.level_confirmed", body=body)
    tell_client(evaluation, actor=actor, now=now)
    return evaluation


def found(evaluation: Evaluation) -> tuple[Grading, MaturityResult]:
    """Return the grading and the level that its evidence shows now; `Incomplete` with all that is in the way."""
    grading = maturity.of_case(evaluation.id)
    return grading, grading_services.ready_result(grading)


def plan_for(evaluation: Evaluation, stage: str) -> Plan:
    """Return the plan that would freeze with a level of `stage`."""
    in_force = readiness.plan_in_force(evaluation)
    if evaluation.case_kind == Scope.GRADING or in_force.stage == stage:
        return in_force
    plan = selectors.working_plan(evaluation)
    if plan is None or plan.stage != stage:
        raise Incomplete([NO_PLAN])
    return plan


def payload_of(evaluation: Evaluation, result: MaturityResult, plan: Plan) -> dict[str, object]:
    """Return what the second person confirms, word for word."""
    return {
        "level": result.level,
        "stage": result.stage,
        "version": plan.version,
        "print": plans.print_of(plan, stack_of(evaluation.scheme)),
    }


def freeze(plan: Plan, evaluation: Evaluation, *, actor: Actor, now: datetime) -> None:
    """Freeze the plan of the found stage; an older version is void."""
    if plan.state == PlanState.PROPOSED:
        selectors.plans(evaluation).filter(state=PlanState.LOCKED).update(state=PlanState.VOIDED)
        plan.scheme = evaluation.scheme
        plan.fingerprint = plans.print_of(plan, stack_of(evaluation.scheme))
        plan.locked_by_id, plan.locked_at = person_of(actor), now
    plan.state = PlanState.FROZEN
    plan.save()


def tell_client(evaluation: Evaluation, *, actor: Actor, now: datetime) -> None:
    what = noop("read the confirmed level")
    if evaluation.stage != evaluation.expected_stage:
        what = noop("read the confirmed level; its stage differs from the expected one")
    inbox.assign(evaluation, inbox.READ, what=what, to=client(evaluation), at=now, by=actor)


def level_verb(evaluation: Evaluation) -> str:
    return "certify_level" if evaluation.case_kind == Scope.GRADING else "confirm_level"


def require_arrow(evaluation: Evaluation, verb: str, actor: Actor) -> None:
    """Refuse a verb that the state table does not draw now, before its facts are looked at."""
    role = policies.acting_role(actor, verb, evaluation)
    EVALUATION_STATES.target(verb, state=evaluation.state, role=role)

"""Interrupt a case, take it up again, end it before its report, put it away after."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import approvals, inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.evaluation import reasons, selectors
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.services.moving import client, lead, locked_for, moved
from quanheng.platform.evaluation.states import EvaluationState

NOT_SIGNED = noop("The contract was not signed in time")
NOT_RESUMED = noop("The case was suspended for too long")


@transaction.atomic
def suspend_evaluation(*, actor: Actor, number: str, reason: str, now: datetime) -> Evaluation:
    """Interrupt a running case; its deadlines stop, open proposals fall."""
    evaluation = locked_for("suspend", actor=actor, number=number)
    evaluation.closing_reason = reasons.stated(reason)
    approvals.open_of_kind(evaluation.kind, now=now).filter(case_id=evaluation.id).update(withdrawn_at=now)
    body = {"opinion": evaluation.closing_reason}
    moved(evaluation, "suspend", actor=actor, now=now, kind="evaluation.suspended", body=body)
    tell_parties(evaluation, noop("the case is suspended"), actor=actor, now=now)
    return evaluation


@transaction.atomic
def resume_evaluation(*, actor: Actor, number: str, reason: str, now: datetime) -> Evaluation:
    """Take a suspended case up where it stood; the deadline of its step begins anew."""
    evaluation = locked_for("resume", actor=actor, number=number)
    body = {"opinion": reasons.stated(reason)}
    evaluation.closing_reason = ""
    return moved(evaluation, "resume", actor=actor, now=now, kind="evaluation.resumed", body=body)


@transaction.atomic
def terminate_evaluation(*, actor: Actor, number: str, reason: str, now: datetime) -> Evaluation:
    """End a case for good, before the contract or out of a suspension."""
    evaluation = locked_for("terminate", actor=actor, number=number)
    return terminated(evaluation, reasons.stated(reason), actor=actor, now=now)


@transaction.atomic
def expire_evaluation(*, evaluation_id: UUID, now: datetime) -> Evaluation:
    """End a case whose contract was not signed, or that was not resumed, in time; called by `tick`."""
    evaluation = selectors.for_update_by_id(SYSTEM, evaluation_id)
    why = NOT_SIGNED if evaluation.state == EvaluationState.ACCEPTED else NOT_RESUMED
    return terminated(evaluation, why, actor=SYSTEM, now=now)


@transaction.atomic
def archive_evaluation(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Put a case away whose report was issued (H-15.1); an appeal stays possible in its time."""
    evaluation = locked_for("archive", actor=actor, number=number)
    return moved(evaluation, "archive", actor=actor, now=now, kind="evaluation.archived")


def terminated(evaluation: Evaluation, reason: str, *, actor: Actor, now: datetime) -> Evaluation:
    evaluation.closing_reason, evaluation.concluded_at = reason, now
    moved(
        evaluation, "terminate", actor=actor, now=now, kind="evaluation.terminated", body={"opinion": reason}
    )
    tell_parties(evaluation, noop("the case is terminated"), actor=actor, now=now)
    return evaluation


def tell_parties(evaluation: Evaluation, what: str, *, actor: Actor, now: datetime) -> None:
    """Let client and case manager know, except the one who did it."""
    for to in (client(evaluation), lead(evaluation)):
        if to.role != actor.role:
            inbox.assign(evaluation, inbox.READ, what=what, to=to, at=now, by=actor)

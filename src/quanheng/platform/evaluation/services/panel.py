"""Request the panel, seat it when it is complete, close the scoring (H-13.1, H-14.3)."""

from datetime import datetime

from django.db import transaction

from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.evaluation import readiness, selectors
from quanheng.platform.evaluation.marking import services as marking
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.results import services as results
from quanheng.platform.evaluation.services.moving import locked_for, moved
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.experts import selectors as experts
from quanheng.platform.experts import services as expert_services
from quanheng.platform.experts.models import PanelRequest
from quanheng.platform.library import selectors as library


@transaction.atomic
def request_panel(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Ask the expert pool for the seats of the frozen plan; from here on the institution sees no names."""
    evaluation = locked_for("request_panel", actor=actor, number=number)
    plan = readiness.plan_in_force(evaluation)
    expert_services.request_panel(
        actor=actor,
        achievement=library.by_id(evaluation.achievement_id),
        case_ref=evaluation.ref,
        stage=plan.stage,
        scheme=evaluation.scheme,
        institution=evaluation.institution,
        client=evaluation.client,
        quotas=plan.seats,
        now=now,
    )
    inbox.close(evaluation, "request_panel", by=actor, at=now)
    body = {"seats": sum(plan.seats.values())}
    return moved(
        evaluation, "request_panel", actor=actor, now=now, kind="evaluation.panel_requested", body=body
    )


@transaction.atomic
def seat_panel(request: PanelRequest, now: datetime) -> None:
    """Open the score sheets of a complete panel; called by the expert room as the last expert takes the seat.

    Called again when a substitute completes a panel that is scoring already: only the new sheet is opened.
    """
    evaluation = selectors.for_update_by_id(SYSTEM, request.case_id)
    plan = readiness.plan_in_force(evaluation)
    if evaluation.state == EvaluationState.DRAWING:
        body = {"seats": sum(plan.seats.values())}
        moved(evaluation, "seat_panel", actor=SYSTEM, now=now, kind="evaluation.panel_seated", body=body)
    marking.open_sheets(evaluation, plan, list(experts.seats(request)), now)


@transaction.atomic
def close_scoring(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Compute the result and close the scoring; `Incomplete` names every sheet and seat that stands against it."""
    evaluation = locked_for("close_scoring", actor=actor, number=number)
    result = results.compute_result(actor=actor, evaluation=evaluation, now=now)
    body = {"fingerprint": result.fingerprint}
    return moved(
        evaluation, "close_scoring", actor=actor, now=now, kind="evaluation.scoring_closed", body=body
    )

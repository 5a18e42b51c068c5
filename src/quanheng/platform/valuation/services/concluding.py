"""Join the methods, sign the value, and advise on a reserve price."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from quanheng.methods.money import yuan
from quanheng.methods.valuation.pooling import METHODS_APART_LIMIT
from quanheng.methods.valuation.pooling import reconcile as reconciled
from quanheng.methods.valuation.reserve import ReserveAdvice, suggest_reserve
from quanheng.methods.valuation.result import ValueResult
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.steps import step_data, step_of
from quanheng.platform.evaluation import services as evaluation
from quanheng.platform.valuation import conclusions, readiness, selectors, wording
from quanheng.platform.valuation.models import Engagement, MethodRun, Reconciliation
from quanheng.platform.valuation.services.moving import ask, held, stated
from quanheng.platform.valuation.states import EngagementState

Number = Decimal | int | str


@transaction.atomic
def reconcile(*, actor: Actor, number: str, reason: str, note: str = "", now: datetime) -> Reconciliation:
    """Join the runs by the weights locked with the basis; a reason is always due (H-26.4).

    A note is due where methods are more than twofold apart, or the experts more than fourfold.
    """
    engagement = held("reconcile", actor=actor, number=number)
    if missing := readiness.runs_missing(engagement):
        raise Incomplete(missing)
    runs = selectors.current_runs(engagement)
    words = stated(reason, "reason")
    if (apart(list(runs.values())) or readiness.needs_note(engagement)) and not note.strip():
        raise Refused("The methods, or the experts, are far apart: a note on the differences is needed")
    result = reconciled([result_of(run) for run in runs.values()], shares(engagement, runs), words)
    row = Reconciliation.objects.create(
        engagement=engagement,
        runs=[str(run.id) for run in runs.values()],
        value=yuan(result.value),
        low=yuan(result.low if result.low is not None else result.value),
        high=yuan(result.high if result.high is not None else result.value),
        explanation=step_data(result.explanation),
        warnings=[wording.message_data(warning) for warning in result.warnings],
        reason=words,
        note=note.strip()[:400],
        made_by_id=person_of(actor),
        made_at=now,
    )
    engagement.save(update_fields=["state"])
    journal.record("valuation.reconciled", engagement, actor=actor, at=now)
    ask(engagement, "sign", by=actor, at=now)
    return row


def apart(runs: list[MethodRun]) -> bool:
    """Say whether the highest value is more than twice the lowest."""
    values = [run.value for run in runs]
    return max(values) > min(values) and max(values) > METHODS_APART_LIMIT * min(values)


def shares(engagement: Engagement, runs: dict[str, MethodRun]) -> list[Decimal]:
    """Return the locked weights of the methods that have a run, as parts of 1."""
    weights = {row["code"]: Decimal(row["weight"]) for row in engagement.methods}
    total = sum(weights[code] for code in runs)
    return [weights[code] / total for code in runs]


def result_of(run: MethodRun) -> ValueResult:
    warnings = tuple(wording.message_of(data) for data in run.warnings)
    return ValueResult(run.value, run.low, run.high, step_of(run.explanation), warnings, run.method)


@transaction.atomic
def sign(*, actor: Actor, number: str, now: datetime) -> Engagement:
    """Sign the value and let the evaluation go on to its report (H-14.7, H-20.4, H-26.4).

    `Incomplete` names every empty item of the disclosure list and every figure without a source.
    """
    engagement = held("sign", actor=actor, number=number)
    if missing := readiness.to_sign(engagement):
        raise Incomplete(missing)
    engagement.signed_at, engagement.signed_by_id = now, person_of(actor)
    engagement.result = conclusions.conclusion(engagement)
    engagement.save()
    body = {"fingerprint": engagement.result["fingerprint"]}
    journal.record("valuation.signed", engagement, actor=actor, at=now, body=body)
    ask(engagement, "", by=actor, at=now)
    evaluation.advance(actor=actor, evaluation_id=engagement.evaluation_id, verb="close_valuation", now=now)
    return engagement


def reserve_advice(
    *, actor: Actor, engagement: Engagement, seller_walk_away: Number, legal_floor: Number
) -> ReserveAdvice:
    """Return the advice on reserve and start price, in yuan; nothing is stored, the choice is the seller's.

    For the owner's people, once the value is signed and the report issued; `Absent` for everybody else. Below level 5
    it names no price (H-14.6).
    """
    own = actor.organisation_id is not None and actor.organisation_id == engagement.achievement.owner_id
    if actor.role != Role.OWNER or not own:
        raise Absent
    told = engagement.evaluation.state in selectors.TOLD
    if engagement.state != EngagementState.SIGNED or not told:
        raise Refused("A reserve price is advised when the value is signed and the report issued")
    return suggest_reserve(
        conclusions.pooled(engagement.result),
        seller_walk_away=seller_walk_away,
        legal_floor=legal_floor,
        level=engagement.level,
    )

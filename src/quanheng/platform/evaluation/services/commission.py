"""Commission an evaluation: draft, submit, recall; accept, return, refuse (J2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import candidates, policies, readiness, reasons, selectors, wording
from quanheng.platform.evaluation.models import Evaluation, Scope
from quanheng.platform.evaluation.services.moving import ask_next, locked_for, moved
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.integrity import services as integrity
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Achievement


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """What the client answers; `purpose` is a code of the expected stage's uses."""

    purpose: str
    wanted_on: date | None
    purpose_note: str = ""
    equity_need: bool = False


@transaction.atomic
def create_evaluation(
    *,
    actor: Actor,
    achievement_number: str,
    institution_id: UUID,
    commission: Commission,
    case_kind: str = Scope.FULL,
    now: datetime,
) -> Evaluation:
    """Draft a commission of the own achievement to an institution in good standing without conflict (J2, H-7.1)."""
    achievement = library.get_own(actor, achievement_number)
    library.lock_by_id(achievement.id)
    require_free(achievement, case_kind)
    institution = accounts.organisation(institution_id)
    if bar := candidates.why_not(institution, achievement):
        raise Refused(bar.text, **bar.values)
    evaluation: Evaluation = Evaluation.new(
        now=now,
        achievement=achievement,
        client_id=achievement.owner_id,
        institution=institution,
        case_kind=Scope(case_kind),
        created_by_id=person_of(actor),
        expected_stage=expected_stage(achievement),
    )
    put_commission(evaluation, commission, now)
    evaluation.save(force_insert=True)
    body = {"institution": institution.name, "achievement": achievement.number}
    journal.record("evaluation.created", evaluation, actor=actor, at=now, body=body)
    ask_next(evaluation, by=actor, at=now)
    return evaluation


@transaction.atomic
def save_commission(
    *,
    actor: Actor,
    number: str,
    commission: Commission,
    institution_id: UUID | None = None,
    now: datetime,
) -> Evaluation:
    """Change the answers of a draft, or of a commission that was returned; a draft may go to another institution."""
    evaluation = selectors.get_for_update(actor, number)
    policies.require_client(actor, evaluation)
    if evaluation.state not in {EvaluationState.DRAFT, EvaluationState.RETURNED}:
        raise Refused("A commission that was submitted can no longer be changed")
    put_commission(evaluation, commission, now)
    evaluation.version += 1
    if institution_id is not None and institution_id != evaluation.institution_id:
        readdress(evaluation, institution_id)
        body = {"institution": evaluation.institution.name}
        journal.record("evaluation.readdressed", evaluation, actor=actor, at=now, body=body)
    evaluation.save()
    journal.record("evaluation.commission_saved", evaluation, actor=actor, at=now)
    return evaluation


def readdress(evaluation: Evaluation, institution_id: UUID) -> None:
    if evaluation.state != EvaluationState.DRAFT:
        raise Refused("Only a draft may be meant for another institution")
    institution = accounts.organisation(institution_id)
    if bar := candidates.why_not(institution, library.by_id(evaluation.achievement_id)):
        raise Refused(bar.text, **bar.values)
    evaluation.institution = institution


@transaction.atomic
def submit_evaluation(
    *,
    actor: Actor,
    number: str,
    truth: bool,
    no_classified: bool,
    answers: Mapping[str, str] | None = None,
    now: datetime,
) -> Evaluation:
    """Hand the commission to the institution and sign both undertakings (M-S1); every gap is named at once."""
    evaluation = locked_for("submit", actor=actor, number=number)
    missing = readiness.to_submit(evaluation, answers or {})
    declared = (
        (truth, "The undertaking of truth is not given"),
        (no_classified, "It is not declared that nothing is classified"),
    )
    missing += [Missing(text, "declarations") for given, text in declared if not given]
    if missing:
        raise Incomplete(missing)
    for kind in ("truth", "no_classified"):
        integrity.sign_undertaking(actor=actor, case_ref=evaluation.ref, kind=kind, now=now)
    evaluation.corrections = [
        row | {"answer": (answers or {})[row["item"]].strip()} for row in evaluation.corrections
    ]
    evaluation.submitted_at = now
    return moved(evaluation, "submit", actor=actor, now=now, kind="evaluation.submitted")


@transaction.atomic
def recall_evaluation(*, actor: Actor, number: str, now: datetime) -> Evaluation:
    """Take a commission back before the institution has decided."""
    evaluation = locked_for("recall", actor=actor, number=number)
    return moved(evaluation, "recall", actor=actor, now=now, kind="evaluation.recalled")


@transaction.atomic
def accept_evaluation(
    *, actor: Actor, number: str, lead_id: UUID, no_conflict: bool, in_scope: bool, now: datetime
) -> Evaluation:
    """Accept a commission after the institution's own check of conflict and scope, and name its case manager."""
    evaluation = locked_for("accept", actor=actor, number=number)
    if bar := candidates.why_not(evaluation.institution, library.by_id(evaluation.achievement_id)):
        raise Refused(bar.text, **bar.values)
    checks = (
        (
            no_conflict,
            "It is not confirmed that the institution neither sells, brokers, finances nor buys the achievement",
        ),
        (in_scope, "It is not confirmed that the commission is within the institution's scope"),
        (
            is_lead_of(evaluation.institution_id, lead_id),
            "The case manager is not chosen among the institution's people",
        ),
    )
    if missing := [Missing(text, "accept") for there, text in checks if not there]:
        raise Incomplete(missing)
    integrity.sign_undertaking(actor=actor, case_ref=evaluation.ref, kind="avoidance", now=now)
    evaluation.lead_id, evaluation.accepted_at = lead_id, now
    return moved(evaluation, "accept", actor=actor, now=now, kind="evaluation.accepted")


@transaction.atomic
def return_evaluation(*, actor: Actor, number: str, items: Mapping[str, str], now: datetime) -> Evaluation:
    """Return a commission to its client with a reason for each item."""
    evaluation = locked_for("return", actor=actor, number=number)
    given = {item: text.strip() for item, text in items.items() if text.strip()}
    if not given:
        raise Refused("A commission is returned with a reason for at least one item")
    if unknown := set(given) - set(reasons.RETURN_ITEMS):
        raise Refused(
            "items: got %(got)s, takes %(takes)s",
            got=", ".join(sorted(unknown)),
            takes=", ".join(reasons.RETURN_ITEMS),
        )
    evaluation.corrections = [
        {"item": item, "reason": reasons.stated(text, field=item), "answer": ""}
        for item, text in given.items()
    ]
    body = {"count": len(given), "opinion": "\n".join(given.values())}
    return moved(evaluation, "return", actor=actor, now=now, kind="evaluation.returned", body=body)


@transaction.atomic
def refuse_evaluation(*, actor: Actor, number: str, code: str, reason: str, now: datetime) -> Evaluation:
    """Refuse a commission for good, with a coded reason and words."""
    evaluation = locked_for("refuse", actor=actor, number=number)
    if code not in reasons.REFUSALS:
        raise Refused("code: got %(got)s, takes %(takes)s", got=code, takes=", ".join(reasons.REFUSALS))
    evaluation.closing_reason = reasons.stated(reason)
    body = {"reason_label": reasons.REFUSALS[code], "opinion": evaluation.closing_reason}
    return moved(evaluation, "refuse", actor=actor, now=now, kind="evaluation.refused", body=body)


@transaction.atomic
def lapse_evaluation(*, evaluation_id: UUID, now: datetime) -> Evaluation:
    """End a commission whose correction did not come in time; called by `tick`."""
    evaluation = selectors.for_update_by_id(SYSTEM, evaluation_id)
    evaluation.closing_reason = reasons.NOT_CORRECTED
    body = {"reason_label": reasons.NOT_CORRECTED}
    return moved(evaluation, "lapse", actor=SYSTEM, now=now, kind="evaluation.refused", body=body)


def require_free(achievement: Achievement, case_kind: str) -> None:
    if achievement.state not in candidates.HANDED_IN:
        raise Refused(
            "%(number)s is not handed in to the library; hand it in before commissioning an evaluation",
            number=achievement.number,
        )
    if other := selectors.running(achievement.id, case_kind):
        raise Refused("%(number)s already runs on this achievement", number=other.number)


def expected_stage(achievement: Achievement) -> str:
    """Return the stage of the level that the owner sees himself at; it only proposes (H-3.2)."""
    return stack_of("").stage_of(achievement.own_level or 1).code


def put_commission(evaluation: Evaluation, commission: Commission, now: datetime) -> None:
    known = wording.purposes(evaluation.expected_stage, evaluation.scheme)
    if commission.purpose not in known:
        raise Refused("purpose: got %(got)s, takes %(takes)s", got=commission.purpose, takes=", ".join(known))
    if commission.wanted_on and commission.wanted_on < now.astimezone(SHANGHAI).date():
        raise Refused("Wanted by: got %(day)s, takes a day to come", day=commission.wanted_on.isoformat())
    evaluation.purpose, evaluation.purpose_note = commission.purpose, commission.purpose_note.strip()
    evaluation.wanted_on, evaluation.equity_need = commission.wanted_on, commission.equity_need


def is_lead_of(organisation_id: UUID, person_id: UUID) -> bool:
    return accounts.holders(Role.LEAD, organisation_id).filter(person_id=person_id).exists()

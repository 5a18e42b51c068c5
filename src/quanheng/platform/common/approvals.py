"""Two-person acts: one proposes, another approves what was proposed, within three days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.cases import Case, CaseRef
from quanheng.platform.common.errors import Refused

VALID_FOR = timedelta(hours=72)


class Approval(models.Model):
    """A proposal of one person and, once given, the approval of another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "common"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("proposed_by")),
                name="nobody_approves_own_proposal",
            ),
            models.UniqueConstraint(
                fields=["case_kind", "case_id", "verb"],
                condition=models.Q(approved_at=None, withdrawn_at=None),
                name="one_open_proposal_per_case_and_verb",
            ),
        ]


def pending(case: Case | CaseRef, verb: str, *, now: datetime) -> Approval | None:
    """Return the open proposal of `verb`, if it is not stale."""
    return Approval.objects.filter(
        case_kind=case.kind,
        case_id=case.id,
        verb=verb,
        approved_at=None,
        withdrawn_at=None,
        proposed_at__gt=now - VALID_FOR,
    ).first()


def open_of_kind(case_kind: str, *, now: datetime) -> models.QuerySet[Approval]:
    """Return the proposals on all cases of a kind that may still be approved."""
    rows = Approval.objects.filter(
        case_kind=case_kind, approved_at=None, withdrawn_at=None, proposed_at__gt=now - VALID_FOR
    )
    return rows.order_by("proposed_at")


def propose(
    case: Case | CaseRef,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    payload: Mapping[str, object] | None = None,
) -> Approval:
    """Put `verb` up for another person; a stale or earlier open proposal is withdrawn."""
    if actor.person_id is None:
        raise Refused("A two-person act needs a person")
    Approval.objects.filter(
        case_kind=case.kind, case_id=case.id, verb=verb, approved_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    return Approval.objects.create(
        case_kind=case.kind,
        case_id=case.id,
        verb=verb,
        payload=dict(payload or {}),
        proposed_by=actor.person_id,
        proposed_at=now,
    )


def approve(case: Case | CaseRef, verb: str, *, actor: Actor, now: datetime) -> Approval:
    """Take the open proposal as `actor`, who must be another person than its proposer."""
    row = (
        Approval.objects.select_for_update()
        .filter(case_kind=case.kind, case_id=case.id, verb=verb, approved_at=None, withdrawn_at=None)
        .first()
    )
    if row is None:
        raise Refused("There is no open proposal to approve")
    if row.proposed_at <= now - VALID_FOR:
        raise Refused("The proposal is older than 72 hours; it has to be made again")
    if row.proposed_by == actor.person_id:
        raise Refused("This is a two-person act: another person than the proposer approves it")
    row.approved_by, row.approved_at = actor.person_id, now
    row.save(update_fields=["approved_by", "approved_at"])
    return row


def withdraw(case: Case | CaseRef, verb: str, *, now: datetime) -> None:
    Approval.objects.filter(
        case_kind=case.kind, case_id=case.id, verb=verb, approved_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)

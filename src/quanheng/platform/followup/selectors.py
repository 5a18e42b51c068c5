"""Which follow-ups exist for whom."""

from uuid import UUID

from django.db.models import QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import Role
from quanheng.platform.followup.models import FollowUp


def visible_to(actor: Actor) -> QuerySet[FollowUp]:
    """Return the owner's own follow-ups; supervisors and auditors see all."""
    rows = FollowUp.objects.select_related("achievement", "achievement__owner", "deal")
    if actor.role == Role.OWNER and actor.organisation_id:
        return rows.filter(achievement__owner_id=actor.organisation_id)
    return rows if actor.role in {Role.SUPERVISOR, Role.AUDITOR} else rows.none()


def get(actor: Actor, followup_id: UUID) -> FollowUp:
    row = visible_to(actor).filter(id=followup_id).first()
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, followup_id: UUID) -> FollowUp:
    row = (
        FollowUp.objects.select_for_update()
        .filter(id__in=visible_to(actor).filter(id=followup_id).values("id"))
        .first()
    )
    if row is None:
        raise Absent
    return row


def last_report(row: FollowUp) -> FollowUp | None:
    """Return the last year that was reported for the same deal: it is what the form begins with."""
    return FollowUp.objects.filter(deal_id=row.deal_id, reported_at__isnull=False).order_by("-year").first()

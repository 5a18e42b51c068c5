"""What may be read of the library, and by whom. A stranger's achievement does not exist."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.roles import Role
from quanheng.platform.library.models import Achievement, Evidence, Visibility, WorkPackage
from quanheng.platform.library.states import AchievementState

OFFICE = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})


def visible_to(actor: Actor) -> QuerySet[Achievement]:
    """Return the achievements that `actor` may see: the holder's in every state, others' by visibility."""
    rows = Achievement.objects.select_related("owner")
    own = Q(owner_id=actor.organisation_id) if actor.organisation_id else Q(pk=None)
    shown = Q(state=AchievementState.PUBLISHED, visibility__in=open_visibilities(actor))
    office = ~Q(state=AchievementState.DRAFT) if actor.role in OFFICE else Q(pk=None)
    return rows.filter(own | shown | office)


def open_visibilities(actor: Actor) -> list[str]:
    return [Visibility.PUBLIC] if actor.organisation_id is None else [Visibility.PUBLIC, Visibility.REGISTERED]


def own(actor: Actor) -> QuerySet[Achievement]:
    """Return the achievements of the actor's organisation."""
    return Achievement.objects.filter(owner_id=actor.organisation_id).select_related("owner")


def get(actor: Actor, number: str) -> Achievement:
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        raise Absent
    return row


def get_own(actor: Actor, number: str) -> Achievement:
    """Return an achievement that the actor's organisation holds (drafts are edited by nobody else)."""
    row = own(actor).filter(number=number).first() if actor.role == Role.OWNER else None
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, number: str) -> Achievement:
    ids = visible_to(actor).filter(number=number).values("id")
    row = Achievement.objects.select_for_update().filter(id__in=ids).first()
    if row is None:
        raise Absent
    return row


def by_id(achievement_id: UUID) -> Achievement:
    """Return a row for a room above that already holds the right to its case."""
    return Achievement.objects.select_related("owner").get(id=achievement_id)


def lock_by_id(achievement_id: UUID) -> Achievement:
    return Achievement.objects.select_for_update().get(id=achievement_id)


def packages(achievement: Achievement) -> list[WorkPackage]:
    return list(achievement.work_packages.order_by("code"))


def leaves(achievement: Achievement) -> list[WorkPackage]:
    """Return the packages without children: those that are graded."""
    rows = packages(achievement)
    parents = {row.parent_code for row in rows}
    return [row for row in rows if row.code not in parents]


def evidence(achievement: Achievement) -> QuerySet[Evidence]:
    return Evidence.objects.filter(achievement=achievement, removed_at=None).select_related("attachment", "attachment__file", "package", "uploaded_by")


def similar_titles(achievement: Achievement, *, since: datetime | None = None) -> QuerySet[Achievement]:
    """Return other achievements of the same holder with the same title: answered before submission."""
    return Achievement.objects.filter(owner_id=achievement.owner_id, title=achievement.title).exclude(id=achievement.id)


SECTIONS = ("basics", "rights", "people", "packages", "evidence", "parameters", "transfer")


def missing_parts(achievement: Achievement) -> list[Missing]:
    """Return every part that a submission still lacks, with the section where it is added."""
    checks: Sequence[tuple[bool, str, str]] = (
        (bool(achievement.abstract.strip()), "The abstract is empty", "basics"),
        (bool(achievement.field_code), "No field is chosen", "basics"),
        (bool(achievement.need.strip()), "The need that the achievement answers is empty", "basics"),
        (bool(achievement.application.strip()), "The application that it aims at is empty", "basics"),
        (bool(achievement.source), "No source is chosen", "basics"),
        (achievement.rights.exists(), "No right is entered", "rights"),
        (achievement.contributors.exists(), "No contributor is entered", "people"),
        (achievement.work_packages.exists(), "The work breakdown has no package", "packages"),
        (evidence(achievement).exists(), "No evidence is attached", "evidence"),
        (achievement.parameters.exists(), "No technical parameter is entered", "parameters"),
        (bool(achievement.transfer_ways), "No way of transfer is chosen", "transfer"),
    )
    return [Missing(text, section) for there, text, section in checks if not there]

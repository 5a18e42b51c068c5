"""What may be read of the library, and by whom. A stranger's achievement does not exist."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as _

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import Person
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.drafts import Draft
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.common.roles import Role
from quanheng.platform.library import breakdown, hooks
from quanheng.platform.library.models import (
    Achievement,
    Contributor,
    Evidence,
    Right,
    RightKind,
    TechnicalParameter,
    Visibility,
    WorkPackage,
)
from quanheng.platform.library.sections import TITLES
from quanheng.platform.library.states import AchievementState

OFFICE = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})


def visible_to(actor: Actor) -> QuerySet[Achievement]:
    """Return the achievements that `actor` may see: the holder's in every state, others' by visibility."""
    rows = Achievement.objects.select_related("owner")
    unit = Q(owner_id=actor.organisation_id) if actor.organisation_id else Q(pk=None)
    own = unit if holds(actor) else Q(pk=None)
    shown = Q(state=AchievementState.PUBLISHED) & (Q(visibility__in=open_visibilities(actor)) | unit)
    office = ~Q(state=AchievementState.DRAFT) if actor.role in OFFICE else Q(pk=None)
    return rows.filter(own | shown | office)


def holds(actor: Actor) -> bool:
    """Say whether `actor` acts for a holder: colleagues in other roles see what the library shows to their unit."""
    return actor.role == Role.OWNER and actor.organisation_id is not None


def open_visibilities(actor: Actor) -> list[str]:
    return (
        [Visibility.PUBLIC] if actor.organisation_id is None else [Visibility.PUBLIC, Visibility.REGISTERED]
    )


def own(actor: Actor) -> QuerySet[Achievement]:
    """Return the achievements of the actor's organisation."""
    return Achievement.objects.filter(owner_id=actor.organisation_id).select_related("owner")


def get(actor: Actor, number: str) -> Achievement:
    """Return an achievement that `actor` may see, by the table above or through a case of a room above."""
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        row = Achievement.objects.select_related("owner").filter(number=number).first()
        if row is None or not reads_through_case(actor, row):
            raise Absent
    return row


def get_own(actor: Actor, number: str) -> Achievement:
    """Return an achievement that the actor's organisation holds (drafts are edited by nobody else)."""
    row = own(actor).filter(number=number).first() if actor.role == Role.OWNER else None
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, number: str) -> Achievement:
    """Return a visible achievement, locked for the rest of the transaction."""
    return lock_by_id(get(actor, number).id)


def by_id(achievement_id: UUID) -> Achievement:
    """Return a row for a room above that already holds the right to its case."""
    return Achievement.objects.select_related("owner").get(id=achievement_id)


def lock_by_id(achievement_id: UUID) -> Achievement:
    return Achievement.objects.select_for_update().get(id=achievement_id)


def reads_dossier(actor: Actor, achievement: Achievement) -> bool:
    """Say whether `actor` reads the evidence: the holder's people, the office, and whom a case admits."""
    if holds(actor) and actor.organisation_id == achievement.owner_id:
        return True
    if actor.role in OFFICE and achievement.state != AchievementState.DRAFT:
        return True
    return reads_through_case(actor, achievement)


def deals_with_holder(actor: Actor, achievement: Achievement) -> bool:
    """Say whether `actor` also reads the record and whom to call. Who judges reads the evidence alone (M-S1)."""
    return actor.role != Role.EXPERT and reads_dossier(actor, achievement)


def reads_through_case(actor: Actor, achievement: Achievement) -> bool:
    return any(import_string(name)(actor, achievement) for name in hooks.evidence_readers.names())


def guards_evidence(actor: Actor, attachment: Attachment) -> bool:
    """Decide on the download of an evidence file; its owner object is the achievement.

    What was taken out of the dossier again is the holder's alone.
    """
    achievement = Achievement.objects.filter(id=attachment.owner_id).first()
    if achievement is None or not reads_dossier(actor, achievement):
        return False
    own = holds(actor) and actor.organisation_id == achievement.owner_id
    return own or evidence(achievement).filter(attachment=attachment).exists()


def guards_imports(actor: Actor, attachment: Attachment) -> bool:
    """Decide on the download of an import's marked file: whoever handed it in."""
    return actor.person_id is not None and actor.person_id == attachment.uploaded_by


# what a dossier holds ---------------------------------------------------------------------------
def packages(achievement: Achievement) -> list[WorkPackage]:
    """Return the work packages in the order of the tree."""
    return [row for _, row in breakdown.in_order(WorkPackage.objects.filter(achievement=achievement))]


def leaves(achievement: Achievement) -> list[WorkPackage]:
    """Return the packages without children: those that are graded."""
    return breakdown.leaves(packages(achievement))


def evidence(achievement: Achievement) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(achievement=achievement, removed_at=None)
    return rows.select_related("attachment", "attachment__file", "package", "uploaded_by")


def contacts(achievement: Achievement) -> list[Person]:
    """Return the owner's people who may be named as contact."""
    return list(
        {
            identity.person_id: identity.person
            for identity in accounts.holders(Role.OWNER, achievement.owner_id)
        }.values()
    )


def same_file(achievement: Achievement, sha256: str) -> list[Evidence]:
    """Return the evidence of this achievement that already rests on these bytes, with its attachment."""
    rows = Evidence.objects.filter(achievement=achievement, removed_at=None, attachment__file_id=sha256)
    return list(rows.select_related("attachment"))


def section_print(achievement: Achievement, section: str) -> str:
    """Return a digest of what is stored in a section: two editors who saw different ones are told so."""
    text = json.dumps(section_answers(achievement, section), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


BASICS = (
    "title",
    "category",
    "field_code",
    "abstract",
    "keywords",
    "need",
    "application",
    "own_level",
    "source",
    "source_note",
)
TRANSFER = ("transfer_ways", "expected_price", "visibility", "contact_id")
ROWS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "rights": (Right, ("kind", "number", "title", "holder", "holder_uscc", "share", "legal_status")),
    "people": (Contributor, ("name", "organisation_name", "organisation_uscc", "inventor")),
    "packages": (WorkPackage, ("id", "code", "parent_code", "title", "weight", "critical")),
    "parameters": (
        TechnicalParameter,
        ("name", "value", "unit", "condition", "comparator", "comparator_value", "basis"),
    ),
}


def section_answers(achievement: Achievement, section: str) -> list[dict[str, object]]:
    """Return what a section holds, by column: one row for basics and transfer, else its rows in order."""
    if section in ROWS:
        model, columns = ROWS[section]
        rows = list(model.objects.filter(achievement=achievement))
        ordered = packages(achievement) if section == "packages" else rows
        return [{name: getattr(row, name) for name in columns} for row in ordered]
    return [{name: getattr(achievement, name) for name in (BASICS if section == "basics" else TRANSFER)}]


# what is still missing ----------------------------------------------------------------------------
def missing_parts(achievement: Achievement) -> list[Missing]:
    """Return every part that a submission still lacks, with the section where it is added (M-P5, M-G3)."""
    patented = achievement.rights.filter(kind=RightKind.PATENT).exists()
    named = list(achievement.contributors.values_list("inventor", flat=True))
    checks: Sequence[tuple[bool, str, str]] = (
        (bool(achievement.abstract.strip()), _("The abstract is empty"), "basics"),
        (bool(achievement.field_code), _("No field is chosen"), "basics"),
        (bool(achievement.need.strip()), _("The need that the achievement answers is empty"), "basics"),
        (bool(achievement.application.strip()), _("The application that it aims at is empty"), "basics"),
        (achievement.own_level is not None, _("The level in the owner's own view is not chosen"), "basics"),
        (bool(achievement.source), _("No source is chosen"), "basics"),
        (achievement.rights.exists(), _("No right is entered"), "rights"),
        (bool(named), _("No contributor is entered"), "people"),
        (
            not (patented and named) or any(named),
            _("A patent is entered, but no contributor is marked as inventor"),
            "people",
        ),
        (achievement.work_packages.exists(), _("The work breakdown has no package"), "packages"),
        (evidence(achievement).exists(), _("No evidence is attached"), "evidence"),
        (achievement.parameters.exists(), _("No technical parameter is entered"), "parameters"),
        (bool(achievement.transfer_ways), _("No way of transfer is chosen"), "transfer"),
    )
    return [Missing(text, section) for there, text, section in checks if not there]


Status = Literal["todo", "doing", "done", "fix"]


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """How far a section is; `note` is the office's reason for a correction, `unsaved` a draft of this person."""

    section: str
    status: Status
    note: str = ""
    unsaved: bool = False


def section_statuses(achievement: Achievement, person_id: UUID | None) -> list[SectionStatus]:
    """Return the task list of a draft (J1): every section with its status."""
    missing = {part.section for part in missing_parts(achievement)}
    begun = _begun(achievement)
    unsaved = _unsaved(achievement, person_id)
    return [
        SectionStatus(
            section,
            _status(achievement, section, missing=missing, begun=begun, unsaved=unsaved),
            str(achievement.corrections.get(section, "")),
            section in unsaved,
        )
        for section in TITLES
    ]


def _status(
    achievement: Achievement, section: str, *, missing: set[str], begun: set[str], unsaved: set[str]
) -> Status:
    if section in achievement.corrections:
        return "fix"
    if section == "declarations":
        return "todo"
    if section in missing | unsaved:
        return "doing" if section in begun | unsaved else "todo"
    return "done"


def _unsaved(achievement: Achievement, person_id: UUID | None) -> set[str]:
    """Return the sections of which this person left an unsent form."""
    if person_id is None:
        return set()
    pages = Draft.objects.filter(
        person_id=person_id, page__startswith=achievement.get_absolute_url()
    ).values_list("page", flat=True)
    return {page.rstrip("/").rpartition("/")[2] for page in pages}


def _begun(achievement: Achievement) -> set[str]:
    filled = {
        section
        for section, (model, _columns) in ROWS.items()
        if model.objects.filter(achievement=achievement).exists()
    }
    return {
        "basics",
        *filled,
        *(["evidence"] if evidence(achievement).exists() else []),
        *(["transfer"] if achievement.transfer_ways else []),
    }


# duplicates -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another achievement that may be the same; `why` is an English message id."""

    why: str
    achievement: Achievement


def duplicates(achievement: Achievement) -> list[Duplicate]:
    """Return the achievements that share a file, a right's number, or title and holder with this one (M-G3)."""
    others = (
        Achievement.objects.exclude(id=achievement.id)
        .exclude(state=AchievementState.MERGED)
        .select_related("owner")
    )
    files = evidence(achievement).values("attachment__file_id")
    numbers = achievement.rights.exclude(number="").values("number")
    found = (
        (
            _("The same file is evidence of both"),
            others.filter(evidence__removed_at=None, evidence__attachment__file_id__in=files),
        ),
        (_("The same right stands in both"), others.filter(rights__number__in=numbers)),
        (
            _("Same title and same holder"),
            others.filter(owner_id=achievement.owner_id, title__iexact=achievement.title.strip()),
        ),
    )
    return [Duplicate(why, row) for why, rows in found for row in rows.distinct()]

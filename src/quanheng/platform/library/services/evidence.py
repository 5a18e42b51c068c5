"""Put files to work packages, levels and elements (H-A1); take them away again while the dossier is a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Absent, Missing, Refused
from quanheng.platform.common.files import services as files
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import policies, rules, selectors
from quanheng.platform.library.dossier import EvidencePaper, EvidencePlace
from quanheng.platform.library.models import Achievement, Evidence, WorkPackage

OWNER_KIND = "evidence"


@dataclass(frozen=True, slots=True)
class Added:
    """The evidence, and the one that already rested on the same bytes: the file was linked, not stored again."""

    evidence: Evidence
    same_as: Evidence | None = None


def add_evidence(
    *,
    actor: Actor,
    number: str,
    place: EvidencePlace,
    paper: EvidencePaper,
    upload: UploadedFile[Any],
    now: datetime,
) -> Added:
    """Judge a file and put it in its place.

    `Refused` names the file and why it is not what it says; nothing is stored then. Judging takes seconds, so
    it happens before the lock; rights and place are checked before it and again after.
    """
    name = upload.name or ""
    achievement = selectors.get(actor, number)
    _require_place(actor, achievement, place, paper, now)
    for text in (name, paper.title):
        rules.require_unclassified(text, stack_of(achievement.scheme))
    received = files.receive(uploaded_file=upload, name=name, actor=actor)
    with transaction.atomic():
        locked = selectors.lock_by_id(achievement.id)
        return _add(locked, received, actor=actor, place=place, paper=paper, now=now)


def _add(
    achievement: Achievement,
    received: files.Received,
    *,
    actor: Actor,
    place: EvidencePlace,
    paper: EvidencePaper,
    now: datetime,
) -> Added:
    package = _require_place(actor, achievement, place, paper, now)
    twins = selectors.same_file(achievement, received.sha256)
    spot = (package.pk if package else None, place.level, place.element)
    for twin in twins:
        if (twin.package_id, twin.level, twin.element) == spot:
            return Added(twin, twin)
    attachment = (
        twins[0].attachment
        if twins
        else files.attach(received, owner_kind=OWNER_KIND, owner_id=achievement.id, actor=actor, now=now)
    )
    row = Evidence(
        achievement=achievement,
        package=package,
        level=place.level,
        element=place.element,
        title=paper.title or received.name.rpartition(".")[0],
        issuer=paper.issuer,
        issued_on=paper.issued_on,
        document_number=paper.document_number,
        attachment=attachment,
        uploaded_by_id=_person(actor),
        created_at=now,
    )
    rules.require(rules.column_faults([row], "evidence"))
    row.save(force_insert=True)
    body = {
        "title": row.title,
        "level": row.level,
        "package": package.code if package else "",
        "sha256": received.sha256,
    }
    journal.record("library.evidence_added", achievement, actor=actor, at=now, body=body)
    return Added(row, twins[0] if twins else None)


@transaction.atomic
def remove_evidence(*, actor: Actor, number: str, evidence_id: UUID, now: datetime) -> Evidence:
    """Take evidence out of a draft; row and bytes stay. What was handed in is not taken back (H-A1)."""
    achievement = selectors.get_for_update(actor, number)
    policies.require(actor, "remove_evidence", achievement)
    row = selectors.evidence(achievement).filter(id=evidence_id).first()
    if row is None:
        raise Absent
    policies.require_draft(achievement)
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    body = {"title": row.title, "level": row.level, "sha256": row.attachment.file_id}
    journal.record("library.evidence_removed", achievement, actor=actor, at=now, body=body)
    return row


def _require_place(
    actor: Actor, achievement: Achievement, place: EvidencePlace, paper: EvidencePaper, now: datetime
) -> WorkPackage | None:
    """Refuse what may not be added here; return the work package (`None`: the whole project)."""
    policies.require(actor, "add_evidence", achievement)
    policies.require_open_for_evidence(achievement)
    leaves = {row.code: row for row in selectors.leaves(achievement)}
    faults = list(rules.place_faults(place, leaves, stack_of(achievement.scheme)))
    if paper.issued_on and paper.issued_on > now.astimezone(SHANGHAI).date():
        faults.append(
            Missing(
                "Issued on: got %(day)s, takes a day that has come",
                "evidence",
                {"day": paper.issued_on.isoformat()},
            )
        )
    rules.require(faults)
    return leaves[place.package_code] if place.package_code is not None else None


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused("Evidence is added by a person")
    return actor.person_id

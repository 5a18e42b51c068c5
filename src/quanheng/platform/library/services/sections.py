"""Register an achievement and fill in the sections of its draft (J1)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Conflict, Missing, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import breakdown, policies, rules, selectors
from quanheng.platform.library.dossier import (
    Basics,
    ContributorRow,
    PackageRow,
    ParameterRow,
    RightRow,
    Transfer,
)
from quanheng.platform.library.models import (
    Achievement,
    Contributor,
    Evidence,
    Right,
    TechnicalParameter,
    WorkPackage,
)
from quanheng.platform.library.sections import TITLES
from quanheng.platform.library.services.moving import ask_owner


@transaction.atomic
def create_achievement(
    *, actor: Actor, title: str, category: str, field_code: str = "", now: datetime
) -> Achievement:
    """Open a draft that the actor's organisation holds; its creator is the first contact."""
    if actor.role != Role.OWNER or actor.organisation_id is None or actor.person_id is None:
        raise Refused("Only an owner registers an achievement")
    basics = Basics(title=title, category=category, field_code=field_code)
    people = {"contact_id": actor.person_id, "created_by_id": actor.person_id}
    achievement: Achievement = Achievement.new(now=now, owner_id=actor.organisation_id, **people)
    _put_basics(achievement, basics)
    achievement.save(force_insert=True)
    journal.record("library.created", achievement, actor=actor, at=now, body={"title": achievement.title})
    ask_owner(achievement, by=actor, at=now)
    return achievement


@transaction.atomic
def save_basics(
    *, actor: Actor, number: str, basics: Basics, now: datetime, seen: str | None = None
) -> Achievement:
    """Save title, field, need, application, source. `seen`: digest of the section as the editor saw it."""
    achievement = _open_section("basics", actor=actor, number=number, seen=seen)
    _put_basics(achievement, basics)
    return _saved(achievement, "basics", actor=actor, now=now)


@transaction.atomic
def save_rights(
    *, actor: Actor, number: str, rights: Sequence[RightRow], now: datetime, seen: str | None = None
) -> Achievement:
    """Replace the rights and their holders; the shares of each right make 100 % at every moment."""
    achievement = _open_section("rights", actor=actor, number=number, seen=seen)
    rules.require(rules.identifier_faults(rights, "rights"))
    rows = [rules.clean_right(row) for row in rights]
    _replace(
        achievement,
        "rights",
        [Right(achievement=achievement, **asdict(row)) for row in rows],
        rules.share_faults(rows),
    )
    return _saved(achievement, "rights", actor=actor, now=now)


@transaction.atomic
def save_people(
    *, actor: Actor, number: str, people: Sequence[ContributorRow], now: datetime, seen: str | None = None
) -> Achievement:
    """Replace the contributors, in their order; inventors are the priority holders later (CC-847)."""
    achievement = _open_section("people", actor=actor, number=number, seen=seen)
    rules.require(rules.identifier_faults(people, "people"))
    rows = [
        Contributor(achievement=achievement, order=place, **asdict(rules.clean_contributor(row)))
        for place, row in enumerate(people, start=1)
    ]
    _replace(achievement, "people", rows)
    return _saved(achievement, "people", actor=actor, now=now)


@transaction.atomic
def save_parameters(
    *, actor: Actor, number: str, parameters: Sequence[ParameterRow], now: datetime, seen: str | None = None
) -> Achievement:
    achievement = _open_section("parameters", actor=actor, number=number, seen=seen)
    _replace(
        achievement,
        "parameters",
        [TechnicalParameter(achievement=achievement, **asdict(row)) for row in parameters],
    )
    return _saved(achievement, "parameters", actor=actor, now=now)


@transaction.atomic
def save_transfer(
    *,
    actor: Actor,
    number: str,
    transfer: Transfer,
    contact_id: UUID | None = None,
    now: datetime,
    seen: str | None = None,
) -> Achievement:
    """Save how the owner means to transfer, for what price, who may see it, and whom to ask."""
    achievement = _open_section("transfer", actor=actor, number=number, seen=seen)
    rules.require(rules.transfer_faults(transfer, stack_of(achievement.scheme)))
    if contact_id and contact_id not in {person.id for person in selectors.contacts(achievement)}:
        raise Refused("Contact: takes one of the owner's own people")
    achievement.transfer_ways = list(transfer.ways)
    achievement.expected_price, achievement.visibility = transfer.expected_price, transfer.visibility
    achievement.contact_id = contact_id or achievement.contact_id
    rules.require(rules.own_column_faults(achievement, "transfer", selectors.TRANSFER))
    return _saved(achievement, "transfer", actor=actor, now=now)


@transaction.atomic
def save_packages(
    *, actor: Actor, number: str, packages: Sequence[PackageRow], now: datetime, seen: str | None = None
) -> Achievement:
    """Save the work breakdown (H-8.1). Rows keep their evidence: one that carries some is neither dropped nor divided."""
    achievement = _open_section("packages", actor=actor, number=number, seen=seen)
    stored = {row.pk: row for row in selectors.packages(achievement)}
    if unknown := [row.code for row in packages if row.id is not None and row.id not in stored]:
        raise Conflict(
            "%(codes)s: removed in another window; both versions are kept", codes=", ".join(unknown)
        )
    rows = [_package(achievement, row) for row in packages]
    rules.require(
        [
            *rules.column_faults(rows, "packages"),
            *breakdown.problems(packages),
            *_evidence_faults(stored, packages),
        ]
    )
    dropped = stored.keys() - {row.id for row in packages}
    Evidence.objects.filter(package_id__in=dropped).update(package=None)  # removed ones: their rows stay
    WorkPackage.objects.filter(pk__in=dropped).delete()
    for row in rows:
        if row.pk and stored[row.pk].code != row.code:
            WorkPackage.objects.filter(pk=row.pk).update(code=f"~{row.pk}")
    for row in rows:
        row.save()
    return _saved(achievement, "packages", actor=actor, now=now)


def _package(achievement: Achievement, row: PackageRow) -> WorkPackage:
    values = asdict(row)
    return WorkPackage(pk=values.pop("id"), achievement=achievement, **values)


def _evidence_faults(stored: dict[int, WorkPackage], packages: Sequence[PackageRow]) -> list[Missing]:
    """Return the packages that carry evidence and would be dropped or divided."""
    kept = {row.id: row.code for row in packages}
    ends = {row.code for row in breakdown.leaves(packages)}
    faults = []
    for pk in (
        Evidence.objects.filter(package_id__in=stored, removed_at=None)
        .values_list("package_id", flat=True)
        .distinct()
    ):
        code = stored[pk].code
        if pk not in kept:
            faults.append(
                Missing(
                    "%(code)s carries evidence: remove the evidence before the package",
                    "packages",
                    {"code": code},
                )
            )
        elif kept[pk] not in ends:
            faults.append(
                Missing(
                    "%(code)s carries evidence and cannot be divided: remove the evidence first",
                    "packages",
                    {"code": code},
                )
            )
    return faults


def _put_basics(achievement: Achievement, basics: Basics) -> None:
    stack = stack_of(achievement.scheme)
    for text in (basics.title, basics.abstract, basics.need, basics.application):
        rules.require_unclassified(text, stack)
    for name, value in asdict(basics).items():
        setattr(achievement, name, list(value) if name == "keywords" else value)
    columns = rules.own_column_faults(achievement, "basics", selectors.BASICS)
    rules.require([*columns, *rules.basics_faults(basics, stack)])


def _open_section(section: str, *, actor: Actor, number: str, seen: str | None) -> Achievement:
    """Return the draft, locked, unless somebody else saved the section after it was `seen`."""
    achievement = selectors.get_for_update(actor, number)
    policies.require(actor, "edit", achievement)
    policies.require_draft(achievement)
    if seen is not None and seen != selectors.section_print(achievement, section):
        raise Conflict(
            "Somebody else saved this section in the meantime. Both versions stand below; saving again takes yours"
        )
    return achievement


def _replace(
    achievement: Achievement, section: str, rows: Sequence[Any], faults: Iterable[Missing] = ()
) -> None:
    """Put `rows` in place of what a section holds, unless a column or one of `faults` speaks against it."""
    rules.require([*rules.column_faults(rows, section), *faults])
    model, _ = selectors.ROWS[section]
    model.objects.filter(achievement=achievement).delete()
    model.objects.bulk_create(rows)


def _saved(achievement: Achievement, section: str, *, actor: Actor, now: datetime) -> Achievement:
    """Count the version, end the office's correction of this section, and write the entry."""
    achievement.corrections = {
        name: text for name, text in achievement.corrections.items() if name != section
    }
    achievement.version += 1
    achievement.save()
    journal.record(
        "library.section_saved", achievement, actor=actor, at=now, body={"section_label": TITLES[section]}
    )
    return achievement

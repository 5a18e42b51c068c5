"""What may be read of the demonstration: whether it is one, when it is, whose doors stand open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.models import JournalStream
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.models import Province
from quanheng.platform.demo.province.sources import source

PROFILES = frozenset({"demo", "test"})


def province() -> Province | None:
    """Return how this database was made a demonstration's, if it was."""
    return Province.objects.first()


def is_empty() -> bool:
    """Return whether nobody has worked in this database yet."""
    tables = (Organisation, Person, JournalStream, Province)
    return not any(table.objects.exists() for table in tables)


@dataclass(frozen=True, slots=True)
class Door:
    """An account that a visitor may enter by one click."""

    username: str
    role: Role
    person: str
    organisation: str
    waiting: int

    @property
    def key(self) -> str:
        return f"{self.username}:{self.role}"


@dataclass(frozen=True, slots=True)
class DoorGroup:
    label: str
    doors: tuple[Door, ...]


def door_groups() -> list[DoorGroup]:
    """Return the doors in the order of the work; without a province there are none."""
    if settings.PROFILE not in PROFILES or province() is None:
        return []
    found, waiting = identities(), open_steps()
    groups = [
        DoorGroup(row["label"], tuple(door(found[key], waiting) for key in row["doors"] if key in found))
        for row in source("doors")["group"]
    ]
    return [group for group in groups if group.doors]


def identities() -> Mapping[str, Identity]:
    """Return the running identities behind the doors by `username:role`."""
    names = [key.partition(":")[0] for row in source("doors")["group"] for key in row["doors"]]
    rows = Identity.objects.filter(person__username__in=names, person__is_active=True, ended_at=None)
    return {f"{row.person.username}:{row.role}": row for row in rows.select_related("person", "organisation")}


Step = tuple[str, UUID | None, UUID | None]
"""Whose step it is: role, organisation (`None`: any), person (`None`: any)."""


def open_steps() -> list[Step]:
    rows = InboxItem.objects.filter(closed_at=None)
    return list(rows.values_list("role", "organisation_id", "person_id"))


def door(identity: Identity, steps: Iterable[Step]) -> Door:
    waiting = sum(
        role == identity.role
        and house in {None, identity.organisation_id}
        and person in {None, identity.person_id}
        for role, house, person in steps
    )
    name, house = identity.person.name, identity.organisation.name
    return Door(identity.person.username, Role(identity.role), name, house, waiting)


def identity_behind(key: str) -> Identity:
    """Return the identity that a visitor asks for; whoever is not of the fictional province is absent."""
    username, _, role = key.partition(":")
    rows = Identity.objects.filter(
        person__username=username,
        person__is_active=True,
        role=role,
        ended_at=None,
        organisation__in=accounts.fictional_organisations(),
    )
    identity = rows.select_related("person", "organisation").first()
    if identity is None or settings.PROFILE not in PROFILES or province() is None:
        raise Absent
    return identity


def next_deadline(now: datetime) -> datetime | None:
    """Return when the next open step of anybody falls due."""
    rows = InboxItem.objects.filter(closed_at=None, due_at__gt=now).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()

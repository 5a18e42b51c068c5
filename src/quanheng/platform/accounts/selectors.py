"""What may be read of people and organisations, and by whom."""

from uuid import UUID

from django.db.models import QuerySet

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import Role


def running_identities(person_id: UUID | None) -> QuerySet[Identity]:
    return Identity.objects.filter(person_id=person_id, person__is_active=True, ended_at=None).select_related("organisation", "person")


def running_identity(*, person_id: UUID, identity_id: str | None) -> Identity | None:
    """Return the chosen identity if it still runs, else the person's first one."""
    rows = list(running_identities(person_id))
    return next((row for row in rows if str(row.id) == identity_id), rows[0] if rows else None)


def actor_for(identity: Identity) -> Actor:
    return Actor(
        role=Role(identity.role),
        person_id=identity.person_id,
        organisation_id=identity.organisation_id,
        identity_id=identity.id,
        pseudonym=identity.person.pseudonym,
    )


def organisation(organisation_id: UUID | None) -> Organisation:
    row = Organisation.objects.filter(id=organisation_id).first()
    if row is None:
        raise Absent
    return row


def organisation_names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def person_name(person_id: UUID | None) -> str:
    return Person.objects.filter(id=person_id).values_list("name", flat=True).first() or ""


def holders(role: Role, organisation_id: UUID | None = None) -> QuerySet[Identity]:
    """Return the running identities of a role, of one organisation or of all."""
    rows = Identity.objects.filter(role=role, ended_at=None, person__is_active=True).select_related("organisation", "person")
    return rows.filter(organisation_id=organisation_id) if organisation_id else rows

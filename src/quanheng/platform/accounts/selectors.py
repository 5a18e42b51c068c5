"""What may be read of people and organisations, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from quanheng.platform.accounts import duties, sessions
from quanheng.platform.accounts.actors import Actor as ActingIdentity
from quanheng.platform.accounts.models import Identity, Organisation, Person, SignIn
from quanheng.platform.common import approvals
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.roles import Role

T = TypeVar("T")

NOBODY = UUID(int=0)
ACCOUNT = "account"
"""Kind of the opaque reference under which two-person acts on an account are proposed."""

READS_ALL_ORGANISATIONS = frozenset({Role.SECURITY_ADMIN, Role.PLATFORM_ADMIN, Role.AUDITOR, Role.SUPERVISOR})


def running_identities(person_id: UUID | None) -> QuerySet[Identity]:
    return Identity.objects.filter(
        person_id=known(person_id), person__is_active=True, ended_at=None
    ).select_related("organisation", "person")


def usable(identities: Iterable[Identity]) -> list[Identity]:
    """Leave out duties that exclude each other, should a person hold them all the same: none of them may be used."""
    rows = list(identities)
    held = frozenset(Role(row.role) for row in rows)
    return [row for row in rows if duties.excluded_duty(Role(row.role), held) is None]


def running_identity(*, person_id: UUID, identity_id: str | None) -> Identity | None:
    """Return the chosen identity if it still runs, else the person's first one."""
    rows = usable(running_identities(person_id))
    return next((row for row in rows if str(row.id) == identity_id), rows[0] if rows else None)


def actor_for(identity: Identity) -> ActingIdentity:
    return ActingIdentity(
        role=Role(identity.role),
        person_id=identity.person_id,
        organisation_id=identity.organisation_id,
        identity_id=identity.id,
        pseudonym=identity.person.pseudonym,
        manages=identity.manages,
    )


def own_identity(actor: Actor, identity_id: UUID) -> Identity:
    """Return a running identity of the actor's own person."""
    return _one(row for row in usable(running_identities(actor.person_id)) if row.id == identity_id)


def sign_in(sign_in_id: str | None, person_id: UUID) -> SignIn | None:
    return SignIn.objects.filter(id=sign_in_id, person_id=person_id).first() if sign_in_id else None


def own_sign_ins(actor: Actor, *, now: datetime) -> QuerySet[SignIn]:
    """Return the browsers in which this person may still be signed in."""
    began = now - sessions.ABSOLUTE
    return SignIn.objects.filter(
        person_id=known(actor.person_id), ended_at=None, began_at__gt=began, seen_at__gt=now - sessions.IDLE
    )


def own_sign_in_for_update(actor: Actor, sign_in_id: UUID) -> SignIn:
    return _one(SignIn.objects.select_for_update().filter(id=sign_in_id, person_id=known(actor.person_id)))


def organisation(organisation_id: UUID | None) -> Organisation:
    return _one(Organisation.objects.filter(id=known(organisation_id)))


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations whose page `actor` may open: the own one; all, for those who watch over all."""
    if actor.role in READS_ALL_ORGANISATIONS:
        return Organisation.objects.all()
    return Organisation.objects.filter(id=known(actor.organisation_id))


def organisations_matching(actor: Actor, *, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Return the visible organisations by part of the name or code, and kind."""
    rows = visible_to(actor)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(uscc__icontains=text))
    return rows.filter(kind=kind) if kind else rows


def get(actor: Actor, uscc: str) -> Organisation:
    return _one(visible_to(actor).filter(uscc=uscc))


def get_for_update(actor: Actor, organisation_id: UUID) -> Organisation:
    return _one(visible_to(actor).select_for_update().filter(id=organisation_id))


def fictional_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(uscc__regex=r"^..990000")


def is_known(uscc: str) -> bool:
    return Organisation.objects.filter(uscc=uscc).exists()


def is_taken(username: str) -> bool:
    return Person.objects.filter(username=username).exists()


def organisation_names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def person_name(person_id: UUID | None) -> str:
    return Person.objects.filter(id=known(person_id)).values_list("name", flat=True).first() or ""


def person_named(username: str) -> Person | None:
    return Person.objects.filter(username=username).first()


def active_person(person_id: UUID) -> Person | None:
    return Person.objects.filter(id=person_id, is_active=True).first()


def members(organisation_id: UUID) -> QuerySet[Person]:
    """Return the people who hold or held a role for the organisation."""
    return Person.objects.filter(identities__organisation_id=organisation_id).distinct().order_by("name")


def member(actor: Actor, organisation: Organisation, person_id: UUID) -> Person:
    """Return a person of an organisation that `actor` may see."""
    return _one(members(get(actor, organisation.uscc).id).filter(id=person_id))


def member_identity(organisation: Organisation, identity_id: UUID) -> Identity:
    rows = Identity.objects.filter(id=identity_id, organisation=organisation, ended_at=None)
    return _one(rows.select_related("person", "organisation"))


def identities_shown(actor: Actor, organisation: Organisation) -> QuerySet[Identity]:
    """Return the running identities held for an organisation.

    Who belongs to an expert pool is told to nobody but those who look after its people or watch over all.
    """
    rows = Identity.objects.filter(organisation=organisation, ended_at=None)
    rows = rows.select_related("person").order_by("person__name", "granted_at")
    if actor.manages or actor.role in READS_ALL_ORGANISATIONS:
        return rows
    return rows.filter(~Q(role=Role.EXPERT) | Q(person_id=known(actor.person_id)))


def held_roles(person_id: UUID) -> frozenset[Role]:
    rows = Identity.objects.filter(person_id=person_id, ended_at=None).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)


def belongs_only_to(person: Person, organisation: Organisation) -> bool:
    return not Identity.objects.filter(Q(person=person) & ~Q(organisation=organisation)).exists()


def holders(role: Role, organisation_id: UUID | None = None) -> QuerySet[Identity]:
    """Return the running identities of a role, of one organisation or of all."""
    rows = Identity.objects.filter(role=role, ended_at=None, person__is_active=True).select_related(
        "organisation", "person"
    )
    return rows.filter(organisation_id=organisation_id) if organisation_id else rows


def identity_history(person_id: UUID) -> Iterable[Mapping[str, object]]:
    return Identity.objects.filter(person_id=person_id).values(
        "role", "organisation__name", "granted_at", "ended_at"
    )


def sign_in_history(person_id: UUID) -> Iterable[Mapping[str, object]]:
    return SignIn.objects.filter(person_id=person_id).values(
        "began_at", "seen_at", "ended_at", "address", "browser"
    )


def acts_of(person: Person) -> Iterable[Mapping[str, object]]:
    """Return what the journal keeps under the person's pseudonym: when, what, on which object."""
    return (
        JournalEntry.objects.filter(actor=person.pseudonym).order_by("at").values("at", "kind", "stream_id")
    )


@dataclass(frozen=True, slots=True)
class ProposedAdministrator:
    """An administrator's role that waits for a second security administrator."""

    id: UUID
    person: Person
    role: Role
    organisation: Organisation
    proposer: str
    at: datetime

    @property
    def words(self) -> dict[str, str]:
        return {
            "name": self.person.name,
            "role": str(self.role.label),
            "organisation": self.organisation.name,
            "proposer": self.proposer,
        }


def proposed_administrators(*, now: datetime) -> list[ProposedAdministrator]:
    rows = list(approvals.open_of_kind(ACCOUNT, now=now))
    people = Person.objects.in_bulk({row.case_id for row in rows} | {row.proposed_by for row in rows})
    organisations = Organisation.objects.in_bulk({UUID(row.payload["organisation"]) for row in rows})
    return [
        ProposedAdministrator(
            id=row.id,
            person=people[row.case_id],
            role=Role(row.payload["role"]),
            organisation=organisations[UUID(row.payload["organisation"])],
            proposer=people[row.proposed_by].name,
            at=row.proposed_at,
        )
        for row in rows
    ]


def proposed_administrator(proposal_id: UUID, *, now: datetime) -> ProposedAdministrator:
    return _one(row for row in proposed_administrators(now=now) if row.id == proposal_id)


def known(row_id: UUID | None) -> UUID:
    """Return an id to look for; nothing has the id of nobody."""
    return row_id or NOBODY


def _one(rows: Iterable[T]) -> T:
    for row in rows:
        return row
    raise Absent

"""Grant and end roles. Nobody grants to himself; duties that exclude each other are never held together."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.platform.accounts import duties, policies, selectors
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.accounts.services.wording import role_label
from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.approvals import Approval
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    organisation: Organisation,
    person_id: UUID,
    role: Role,
    now: datetime,
    manages: bool = False,
) -> Identity:
    """Let a person act in `role` for `organisation` from now on. Administrators take two (`propose_administrator`)."""
    if not (actor.role == Role.POOL_MANAGER and role == Role.EXPERT):
        policies.require_management(actor, organisation)
    if role in duties.ADMINISTRATORS:
        raise Refused("%(role)s: this role is granted by two security administrators", role=Role(role).label)
    return _grant(
        actor=actor, organisation=organisation, person_id=person_id, role=role, manages=manages, now=now
    )


def _grant(
    *, actor: Actor, organisation: Organisation, person_id: UUID, role: Role, manages: bool, now: datetime
) -> Identity:
    person = Person.objects.select_for_update().get(id=person_id)
    require_grantable(actor, organisation, person, role)
    identity = Identity.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        manages=manages,
        granted_by_id=actor.person_id,
        granted_at=now,
    )
    journal.record(
        "organisation.role_granted",
        organisation,
        actor=actor,
        at=now,
        body={"granted_label": role_label(role), "holder": person.pseudonym},
        person={"person": str(person.id)},
    )
    return identity


def require_grantable(actor: Actor, organisation: Organisation, person: Person, role: Role) -> None:
    """Refuse what no grant may do, whoever grants."""
    if person.id == actor.person_id:
        raise Refused("Nobody grants a role to himself")
    if not person.is_active:
        raise Refused("The account is disabled")
    if role not in duties.ROLES_OF_KIND[organisation.kind]:
        raise Refused(
            "Role: got %(role)s, takes a role of the kind %(kind)s",
            role=Role(role).label,
            kind=organisation.get_kind_display(),
        )
    held = selectors.held_roles(person.id)
    if other := duties.excluded_duty(role, held):
        raise Refused(
            "%(role)s and %(other)s exclude each other: they are duties of different persons",
            role=Role(role).label,
            other=other.label,
        )
    if Identity.objects.filter(person=person, organisation=organisation, role=role, ended_at=None).exists():
        raise Refused("This person holds the role already")


@transaction.atomic
def end_role(*, actor: Actor, organisation: Organisation, identity_id: UUID, now: datetime) -> Identity:
    """End a role; with the next request of its holder it is gone."""
    policies.require_management(actor, organisation)
    row = Identity.objects.select_for_update().get(id=selectors.member_identity(organisation, identity_id).id)
    others = Identity.objects.filter(organisation=organisation, manages=True, ended_at=None).exclude(
        person_id=row.person_id
    )
    if row.manages and actor.role != Role.SECURITY_ADMIN and not others.exists():
        raise Refused("This is the last person who manages the people of the organisation")
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    journal.record(
        "organisation.role_ended",
        organisation,
        actor=actor,
        at=now,
        body={"ended_label": role_label(row.role), "holder": row.person.pseudonym},
        person={"person": str(row.person_id)},
    )
    return row


@transaction.atomic
def propose_administrator(
    *, actor: Actor, organisation: Organisation, person_id: UUID, role: Role, now: datetime
) -> Approval:
    """Put an administrator's role up for a second security administrator (`trust.md` 8)."""
    _require_security_admin(actor)
    person = Person.objects.select_for_update().get(id=person_id)
    require_grantable(actor, organisation, person, role)
    payload = {"organisation": str(organisation.id), "role": str(role)}
    row = approvals.propose(_proposal(person.id), _verb(role), actor=actor, now=now, payload=payload)
    journal.record(
        "organisation.administrator_proposed",
        organisation,
        actor=actor,
        at=now,
        body={"granted_label": role_label(role)},
    )
    return row


@transaction.atomic
def approve_administrator(*, actor: Actor, proposal_id: UUID, now: datetime) -> Identity:
    """Grant what another security administrator proposed."""
    _require_security_admin(actor)
    found = selectors.proposed_administrator(proposal_id, now=now)
    approvals.approve(_proposal(found.person.id), _verb(found.role), actor=actor, now=now)
    return _grant(
        actor=actor,
        organisation=found.organisation,
        person_id=found.person.id,
        role=found.role,
        manages=False,
        now=now,
    )


def _proposal(person_id: UUID) -> CaseRef:
    return CaseRef(selectors.ACCOUNT, person_id, "")


def _verb(role: Role) -> str:
    return f"grant_{role}"


def _require_security_admin(actor: Actor) -> None:
    if actor.role != Role.SECURITY_ADMIN:
        raise Refused("Only a security administrator does this")

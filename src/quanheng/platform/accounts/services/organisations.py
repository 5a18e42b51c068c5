"""Organisations come by themselves, by a security administrator, or with the platform's first start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quanheng.methods.identifiers import parse_uscc
from quanheng.platform.accounts import duties, selectors
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.accounts.models import Identity, Organisation, OrganisationKind, Person
from quanheng.platform.accounts.services.people import new_person
from quanheng.platform.accounts.services.wording import msgid, role_label
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


@transaction.atomic
def register_organisation(
    *,
    uscc: str,
    name: str,
    kind: str,
    username: str,
    person_name: str,
    password: str,
    now: datetime,
    region: str = "",
    state_owned: bool = False,
    phone: str = "",
    email: str = "",
) -> Identity:
    """Sign an organisation up with its first person, who manages its people; return the first identity.

    Raises `IdentifierError` for a code that cannot be, `Refused` for one that is here already and for kinds that
    do not sign up by themselves.
    """
    roles = duties.FIRST_ROLES.get(kind)
    if roles is None:
        raise Refused("An organisation of this kind is entered by a security administrator")
    organisation = _new_organisation(
        uscc=uscc, name=name, kind=kind, region=region, state_owned=state_owned, now=now
    )
    person = new_person(
        username=username, name=person_name, phone=phone, email=email, password=password, now=now
    )
    first = [_first_identity(person, organisation, role, now) for role in roles]
    actor = selectors.actor_for(first[0])
    _record(organisation, actor, now)
    for role in roles:
        body = {"granted_label": role_label(role), "holder": person.pseudonym}
        journal.record(
            "organisation.role_granted",
            organisation,
            actor=actor,
            at=now,
            body=body,
            person={"person": str(person.id)},
        )
    return first[0]


@transaction.atomic
def enter_organisation(
    *,
    actor: Actor,
    uscc: str,
    name: str,
    kind: str,
    now: datetime,
    region: str = "",
    state_owned: bool = False,
) -> Organisation:
    """Enter an organisation of any kind; its people are added next."""
    if actor.role != Role.SECURITY_ADMIN:
        raise Refused("Only a security administrator enters organisations")
    organisation = _new_organisation(
        uscc=uscc, name=name, kind=kind, region=region, state_owned=state_owned, now=now
    )
    _record(organisation, actor, now)
    return organisation


@dataclass(frozen=True, slots=True)
class Administrator:
    role: Role
    username: str
    name: str


@transaction.atomic
def first_administrators(
    *, uscc: str, name: str, people: Sequence[Administrator], now: datetime
) -> list[Person]:
    """Make the platform's operator and its first administrators, once, on a platform that has none.

    Later ones take two security administrators, so there are two from the start, beside the other two duties.
    """
    if any(selectors.holders(role).exists() for role in duties.ADMINISTRATORS):
        raise Refused("There are administrators already; two security administrators grant further ones")
    given = [person.role for person in people]
    if set(given) != duties.ADMINISTRATORS or given.count(Role.SECURITY_ADMIN) < 2:
        raise Refused(
            "People: takes two security administrators, a platform administrator and an auditor, each another person"
        )
    kind = OrganisationKind.PLATFORM
    organisation = _new_organisation(uscc=uscc, name=name, kind=kind, region="", state_owned=False, now=now)
    _record(organisation, SYSTEM, now)
    made = []
    for wanted in people:
        person = new_person(username=wanted.username, name=wanted.name, phone="", email="", now=now)
        Identity.objects.create(person=person, organisation=organisation, role=wanted.role, granted_at=now)
        body = {"granted_label": role_label(wanted.role), "holder": person.pseudonym}
        journal.record(
            "organisation.role_granted",
            organisation,
            actor=SYSTEM,
            at=now,
            body=body,
            person={"person": str(person.id)},
        )
        made.append(person)
    return made


def _new_organisation(
    *, uscc: str, name: str, kind: str, region: str, state_owned: bool, now: datetime
) -> Organisation:
    code = parse_uscc(uscc)
    if selectors.is_known(code):
        raise Refused("%(uscc)s: is registered already; who manages its people can add you", uscc=code)
    return Organisation.objects.create(
        uscc=code,
        name=name.strip(),
        kind=kind,
        region=region.strip(),
        state_owned=state_owned,
        created_at=now,
    )


def _first_identity(person: Person, organisation: Organisation, role: Role, now: datetime) -> Identity:
    return Identity.objects.create(
        person=person, organisation=organisation, role=role, manages=True, granted_at=now
    )


def _record(organisation: Organisation, actor: Actor, now: datetime) -> None:
    body = {"uscc": organisation.uscc, "kind_label": msgid(organisation.get_kind_display())}
    journal.record("organisation.registered", organisation, actor=actor, at=now, body=body)

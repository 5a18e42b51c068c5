"""Add people to an organisation, give them their password, shut them out."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from quanheng.platform.accounts import policies, selectors
from quanheng.platform.accounts.actors import Actor as ActingIdentity
from quanheng.platform.accounts.models import Organisation, Person
from quanheng.platform.accounts.services.roles import grant_role
from quanheng.platform.accounts.services.sign_in import end_all_sign_ins
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    organisation: Organisation,
    username: str,
    name: str,
    role: Role,
    now: datetime,
    phone: str = "",
    email: str = "",
    manages: bool = False,
) -> Person:
    """Make an account without a password in an organisation, holding `role`. A link (`links.py`) gives it one."""
    policies.require_management(actor, organisation)
    person = new_person(username=username, name=name, phone=phone, email=email, now=now)
    journal.record(
        "organisation.person_added",
        organisation,
        actor=actor,
        at=now,
        person={"person": str(person.id), "name": name},
    )
    grant_role(
        actor=actor, organisation=organisation, person_id=person.id, role=role, manages=manages, now=now
    )
    return person


def new_person(
    *, username: str, name: str, phone: str, email: str, now: datetime, password: str | None = None
) -> Person:
    if selectors.is_taken(username):
        raise Refused("Account %(username)s: is taken, takes one that nobody has", username=username)
    person = Person(username=username, name=name, phone=phone, email=email, created_at=now)
    set_password(person, password)
    person.save()
    return person


def set_password(person: Person, password: str | None) -> None:
    """Set a password that follows the rules; `None` for an account that gets its own by a link."""
    if password is None:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages))
    person.set_password(password)


@transaction.atomic
def record_link(*, actor: Actor, organisation: Organisation, person: Person, now: datetime) -> None:
    """Put on record that `actor` gets a link to set this person's password.

    Whoever manages people makes one for a new account only; later, and for people of several organisations, a
    security administrator does, since the link opens the account.
    """
    policies.require_management(actor, organisation)
    new_here = person.last_login is None and selectors.belongs_only_to(person, organisation)
    if actor.role != Role.SECURITY_ADMIN and not new_here:
        raise Refused("This account is in use already; a security administrator makes a new link")
    if person.id == actor.person_id:
        raise Refused("Your own password is changed under “My account”")
    if not person.is_active:
        raise Refused("The account is disabled")
    journal.record(
        "organisation.link_made", organisation, actor=actor, at=now, person={"person": str(person.id)}
    )


@transaction.atomic
def set_first_password(*, person: Person, password: str, now: datetime) -> None:
    """Give an account its password by a link; whoever was signed in to it is out."""
    set_password(person, password)
    person.save(update_fields=["password"])
    end_all_sign_ins(person.id, now=now)
    journal.record(
        "account.password_set",
        person,
        actor=ActingIdentity(Role.PUBLIC, person.id, pseudonym=person.pseudonym),
        at=now,
    )


@transaction.atomic
def change_password(*, actor: Actor, password: str, sign_in_id: UUID | None, now: datetime) -> Person:
    """Change the own password; every other sign-in of the person ends, this one stays."""
    person = Person.objects.select_for_update().get(id=person_of(actor))
    set_password(person, password)
    person.save(update_fields=["password"])
    end_all_sign_ins(person.id, now=now, but=sign_in_id)
    journal.record("account.password_changed", person, actor=actor, at=now)
    return person


@transaction.atomic
def disable_person(*, actor: Actor, person: Person, reason: str, now: datetime) -> Person:
    """Shut a person out; all sign-ins end with their next request. The roles stay on record."""
    if actor.role != Role.SECURITY_ADMIN:
        raise Refused("Only a security administrator disables an account")
    if person.id == actor.person_id:
        raise Refused("Nobody disables his own account")
    if not reason.strip():
        raise Refused("Reason: got nothing, takes why the account is disabled")
    row = Person.objects.select_for_update().get(id=person.id)
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_all_sign_ins(row.id, now=now)
    journal.record("account.disabled", row, actor=actor, at=now, body={"opinion": reason.strip()})
    return row

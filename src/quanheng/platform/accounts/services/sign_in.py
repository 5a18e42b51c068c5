"""Begin, keep, switch and end a sign-in; ask for the password again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.platform.accounts import selectors, throttle
from quanheng.platform.accounts.models import Identity, Person, SignIn
from quanheng.platform.common import journal, limits
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Refused


@transaction.atomic
def begin_sign_in(*, identity: Identity, address: str, browser: str, now: datetime) -> SignIn:
    """Remember that a person signed in, whence and with what, for the person's own list."""
    row = SignIn.objects.create(
        person_id=identity.person_id, began_at=now, seen_at=now, address=address, browser=browser[:200]
    )
    origin = {"address": address, "browser": row.browser}
    journal.record(
        "account.signed_in", identity.person, actor=selectors.actor_for(identity), at=now, person=origin
    )
    return row


def keep_signed_in(sign_in: SignIn, *, now: datetime) -> None:
    SignIn.objects.filter(id=sign_in.id, ended_at=None).update(seen_at=now)


@transaction.atomic
def switch_identity(*, actor: Actor, identity_id: UUID, now: datetime) -> Identity:
    """Act under another of the own identities from now on."""
    identity = selectors.own_identity(actor, identity_id)
    journal.record(
        "account.identity_switched",
        identity.person,
        actor=actor,
        at=now,
        body={"to_label": identity.get_role_display(), "organisation": identity.organisation.uscc},
    )
    return identity


@transaction.atomic
def end_sign_in(*, actor: Actor, sign_in_id: UUID, now: datetime) -> None:
    """End one of the own sign-ins; ending it twice is as well as once."""
    row = selectors.own_sign_in_for_update(actor, sign_in_id)
    if row.ended_at is not None:
        return
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    journal.record("account.signed_out", row.person, actor=actor, at=now)


def end_all_sign_ins(person_id: UUID, *, now: datetime, but: UUID | None = None) -> None:
    SignIn.objects.filter(person_id=person_id, ended_at=None).exclude(id=selectors.known(but)).update(
        ended_at=now
    )


def confirm_password(*, actor: Actor, password: str, now: datetime) -> None:
    """Make sure that the acting person is at the keyboard: `Refused` when the password is another one.

    Ten wrong answers in a quarter of an hour are the last.
    """
    person = Person.objects.get(id=person_of(actor))
    account = throttle.account_hash(person.username)
    try:
        limits.take(throttle.CONFIRMATIONS, account, now=now)
    except limits.Exhausted as error:
        raise Refused(
            "Too many wrong passwords; try again in %(minutes)s minutes", minutes=-(-error.retry_after // 60)
        )
    if not person.check_password(password):
        raise Refused("This is not your password; nothing was done")
    limits.give_back(throttle.CONFIRMATIONS, account)

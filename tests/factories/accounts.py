"""People and organisations for tests."""

from datetime import UTC, datetime
from itertools import count

from django.test import Client

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.middleware import SESSION_KEY, SIGN_IN_KEY
from quanheng.platform.accounts.models import Identity, Organisation, Person, SignIn
from quanheng.platform.common import clock
from quanheng.platform.common.roles import Role

BEGAN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_serial = count(1)


def uscc(serial: int) -> str:
    """Return a valid code under the unassigned area 990000 (both check digits computed here)."""
    body = f"{serial:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    code = "91990000" + body + "0123456789X"[(11 - total % 11) % 11]
    check = (31 - sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code)) % 31) % 31
    return code + ALPHABET[check]


def organisation(name: str = "", *, kind: str = "enterprise", state_owned: bool = False) -> Organisation:
    serial = next(_serial)
    return Organisation.objects.create(
        uscc=uscc(serial),
        name=name or f"Organisation {serial}",
        kind=kind,
        state_owned=state_owned,
        created_at=BEGAN,
    )


def person(name: str = "") -> Person:
    serial = next(_serial)
    return Person.objects.create(
        username=f"person{serial}", name=name or f"Person {serial}", created_at=BEGAN
    )


def actor(
    role: Role | str,
    organisation: Organisation | None = None,
    *,
    of: Person | None = None,
    manages: bool = False,
) -> Actor:
    """Return a person acting in `role` for `organisation` (a new one when none is given)."""
    identity = Identity.objects.create(
        person=of or person(),
        organisation=organisation or globals()["organisation"](),
        role=Role(role),
        manages=manages,
        granted_at=BEGAN,
    )
    return selectors.actor_for(Identity.objects.select_related("person").get(id=identity.id))


def client_for(actor: Actor, language: str = "en") -> Client:
    """Return a browser signed in as `actor`."""
    client = Client(headers={"accept-language": language})
    client.force_login(
        Person.objects.get(id=actor.person_id), backend="quanheng.platform.accounts.backends.PersonBackend"
    )
    session = client.session
    session[SESSION_KEY] = str(actor.identity_id)
    at = clock.now()
    session[SIGN_IN_KEY] = str(SignIn.objects.create(person_id=actor.person_id, began_at=at, seen_at=at).id)
    session.save()
    return client

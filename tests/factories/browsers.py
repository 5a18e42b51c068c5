"""One signed-in browser per role, made with a handful of inserts."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.test.client import ClientHandler

from factories import accounts
from quanheng.platform.accounts.middleware import SESSION_KEY, SIGN_IN_KEY
from quanheng.platform.accounts.models import Identity, Organisation, Person, SignIn
from quanheng.platform.common import clock
from quanheng.platform.common.roles import Role

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers: a handler of its own would load every middleware again."""

PEOPLE = tuple(role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM})


def browsers(*, kind: str = "enterprise") -> dict[Role, Client]:
    """Return a browser for each role, each of another person of one new organisation, and one of a visitor."""
    return opened(sessions(kind=kind))


def sessions(*, kind: str = "enterprise") -> dict[Role, str]:
    """Return the key of a session for each role, each of another person of one new organisation."""
    now, organisation = clock.now(), accounts.organisation(kind=kind)
    people = [
        Person(username=f"{organisation.uscc}-{role}", name=f"Person {role}", created_at=now)
        for role in PEOPLE
    ]
    Person.objects.bulk_create(people)
    identities = Identity.objects.bulk_create(
        Identity(person=person, organisation=organisation, role=role, granted_at=now)
        for role, person in zip(PEOPLE, people, strict=True)
    )
    sign_ins = SignIn.objects.bulk_create(
        SignIn(person=person, began_at=now, seen_at=now) for person in people
    )
    rows = zip(people, identities, sign_ins, strict=True)
    made = [_session(person, identity, sign_in) for person, identity, sign_in in rows]
    Session.objects.bulk_create(made)
    return {role: session.session_key for role, session in zip(PEOPLE, made, strict=True)}


def opened(keys: Mapping[Role, str]) -> dict[Role, Client]:
    """Return a browser for each session, and one of a visitor."""
    return {Role.PUBLIC: _shared(Client())} | {role: _browser(key) for role, key in keys.items()}


def organisation_of(browser: Client) -> Organisation:
    return Organisation.objects.get(identities__id=browser.session[SESSION_KEY])


def _session(person: Person, identity: Identity, sign_in: SignIn) -> Session:
    store = SessionStore()
    data = {
        "_auth_user_id": str(person.id),
        "_auth_user_backend": "quanheng.platform.accounts.backends.PersonBackend",
        "_auth_user_hash": person.get_session_auth_hash(),
        SESSION_KEY: str(identity.id),
        SIGN_IN_KEY: str(sign_in.id),
    }
    return Session(
        session_key=store._get_new_session_key(),
        session_data=store.encode(data),
        expire_date=clock.now() + timedelta(hours=12),
    )


def _browser(key: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["session"] = key
    return _shared(client)


def _shared(client: Client) -> Client:
    client.handler = HANDLER
    return client

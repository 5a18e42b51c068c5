"""Every address × every role × own and foreign organisation: what the inventory does not allow is refused (G-9)."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from factories.addresses import Address, addresses
from factories.browsers import opened, sessions
from factories.foreign import foreigners, world
from quanheng.platform.common.access import DEMO, Rule, inventory
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
Strangers = Mapping[Callable[[], Mapping[str, object]], Mapping[str, object]]
SERVED = [address for address in addresses() if address.name in inventory()]
CHANGING = re.compile(
    rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|content="\w{64}"|X-CSRFToken": "\w{64}"'
)


@pytest.fixture(scope="module")
def _made(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[dict[Role, str], Strangers]]:
    """One person per role, and every stranger's case: made once, and gone after the module."""
    folder = tmp_path_factory.mktemp("strangers")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(FILES_DIR=folder, KEYS_DIR=folder), translation.override("en"):
            made = sessions(), world()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def clients(_made) -> dict[Role, Client]:
    return opened(_made[0])


@pytest.fixture
def strangers(_made) -> Strangers:
    return _made[1]


def named(chosen: list[Address]):
    return pytest.mark.parametrize("address", chosen, ids=[a.name for a in chosen])


def ask(client: Client, url: str, method: str):
    return client.get(url) if method == "GET" else client.generic(method, url)


def admitted(rule: Rule, clients: Mapping[Role, Client]) -> dict[Role, Client]:
    return {role: client for role, client in clients.items() if rule.admits(role)}


@named([a for a in SERVED if not all(inventory()[a.name].admits(role) for role in Role)])
def test_a_role_that_is_not_listed_is_refused(address, clients, monkeypatch):
    monkeypatch.setattr(
        "django.shortcuts.loader.render_to_string", lambda *_, **__: ""
    )  # only the status is asked for
    rule, url = inventory()[address.name], address.url()
    hidden = rule.object or DEMO in rule.roles
    expected = {
        role: (302 if role == Role.PUBLIC else 404 if hidden else 403)
        for role in Role
        if not rule.admits(role)
    }
    for method in rule.methods:
        got = {role: ask(clients[role], url, method).status_code for role in expected if role in clients}
        assert got == {role: status for role, status in expected.items() if role in clients}


@named([a for a in SERVED if inventory()[a.name].object])
def test_a_foreign_object_and_none_look_the_same(address, clients, strangers):
    rule, nowhere = inventory()[address.name], address.url()
    absent = {
        (role, method): ask(client, nowhere, method)
        for role, client in admitted(rule, clients).items()
        for method in rule.methods
    }
    for foreign in foreigners(address.name):
        there = address.url(**{name: str(value) for name, value in strangers[foreign.make].items()})
        for (role, method), second in absent.items():
            if role not in foreign.seen_by:
                first = ask(clients[role], there, method)
                assert (role, first.status_code, second.status_code) == (role, 404, 404)
                assert shown(first, there) == shown(second, nowhere)


def shown(response, url: str) -> bytes:
    """The page without what changes by chance, and without its own address."""
    return CHANGING.sub(b"", response.content).replace(url.encode(), b"")


@named(
    [
        a
        for a in SERVED
        if not inventory()[a.name].object and not a.places() and "GET" in inventory()[a.name].methods
    ]
)
def test_a_listed_role_gets_its_page(address, clients):
    got = {
        role: client.get(address.url()).status_code
        for role, client in admitted(inventory()[address.name], clients).items()
    }
    assert {role: status for role, status in got.items() if status in {403, 405} or status >= 500} == {}


@named(
    [a for a in SERVED if "POST" in inventory()[a.name].methods and "GET" not in inventory()[a.name].methods]
)
def test_what_only_takes_a_form_does_not_answer_a_link(address, clients):
    client = next(iter(admitted(inventory()[address.name], clients).values()))
    assert client.get(address.url()).status_code == 405

"""Every address × every role × own and foreign organisation: what the inventory does not allow is refused (G-9)."""

import re

import pytest
from django.test import Client

from factories.addresses import Address, addresses
from factories.browsers import browsers
from factories.foreign import maker
from quanheng.platform.common.access import DEMO, Rule, inventory
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
SERVED = [address for address in addresses() if address.name in inventory()]
CHANGING = re.compile(
    rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|content="\w{64}"|X-CSRFToken": "\w{64}"'
)


def named(chosen: list[Address]):
    return pytest.mark.parametrize("address", chosen, ids=[a.name for a in chosen])


def ask(client: Client, url: str, method: str):
    return client.get(url) if method == "GET" else client.generic(method, url)


def admitted(rule: Rule) -> dict[Role, Client]:
    return {role: client for role, client in browsers().items() if rule.admits(role)}


@named([a for a in SERVED if not all(inventory()[a.name].admits(role) for role in Role)])
def test_a_role_that_is_not_listed_is_refused(address, monkeypatch):
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
    clients = browsers()
    for method in rule.methods:
        got = {role: ask(clients[role], url, method).status_code for role in expected if role in clients}
        assert got == {role: status for role, status in expected.items() if role in clients}


@named([a for a in SERVED if inventory()[a.name].object])
def test_a_foreign_object_and_none_look_the_same(address):
    rule, foreign = inventory()[address.name], maker(address.name)
    values = {name: str(value) for name, value in foreign.make().items()} if foreign else {}
    clients = {role: c for role, c in admitted(rule).items() if not (foreign and role in foreign.seen_by)}
    there, nowhere = address.url(**values), address.url()
    for method in rule.methods:
        for role, client in clients.items():
            first, second = ask(client, there, method), ask(client, nowhere, method)
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
def test_a_listed_role_gets_its_page(address):
    got = {
        role: client.get(address.url()).status_code
        for role, client in admitted(inventory()[address.name]).items()
    }
    assert {role: status for role, status in got.items() if status in {403, 405} or status >= 500} == {}


@named(
    [a for a in SERVED if "POST" in inventory()[a.name].methods and "GET" not in inventory()[a.name].methods][
        :40
    ]
)
def test_what_only_takes_a_form_does_not_answer_a_link(address):
    rule = inventory()[address.name]
    client = next(iter(admitted(rule).values()))
    assert client.get(address.url()).status_code == 405

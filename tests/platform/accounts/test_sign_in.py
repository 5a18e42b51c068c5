"""Who gets in, what a stranger learns, and who has to wait (`trust.md` 9)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from factories import accounts as people
from quanheng.platform.accounts import passwords, services, throttle
from quanheng.platform.accounts.models import Person, SignIn
from quanheng.platform.common import drafts
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "eine lange Wanderung"


@pytest.fixture
def account(now) -> Person:
    """A buyer who can sign in."""
    actor = people.actor(Role.BUYER)
    person = Person.objects.get(id=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, username: str, password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def without_token(response) -> str:
    return re.sub(r'[A-Za-z0-9]{64}|nonce="[^"]*"', "", response.content.decode())


def test_the_right_password_opens_the_page_that_was_asked_for(account):
    assert sign_in(Client(), account.username, next="/me/").headers["Location"] == "/me/"


def test_next_never_leaves_the_site(account):
    assert (
        sign_in(Client(), account.username, next="//elsewhere.example/me/").headers["Location"] == "/inbox/"
    )


def test_an_unknown_account_gets_the_very_page_of_a_wrong_password(account):
    wrong, unknown = sign_in(Client(), account.username, "x" * 12), sign_in(Client(), "nobody", "x" * 12)
    assert wrong.status_code == unknown.status_code == 422
    assert without_token(wrong).replace(account.username, "nobody") == without_token(unknown)


def test_an_unknown_account_costs_one_hash_like_a_wrong_password(account, monkeypatch):
    spent = []
    monkeypatch.setattr(passwords, "slot", lambda: spent.append(1) or _Free())
    sign_in(Client(), account.username, "x" * 12)
    sign_in(Client(), "nobody", "x" * 12)
    assert len(spent) == 2


class _Free:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def test_signing_in_takes_a_new_session_key(account):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client, account.username)
    assert client.session.session_key != before


def test_ten_wrong_guesses_from_strange_devices_are_the_last(account):
    answers = [
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), account.username, "wrong" * 3).status_code
        for n in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_the_page_that_asks_to_wait_says_for_how_long(account):
    for _ in range(11):
        answer = sign_in(Client(headers={"accept-language": "en"}), account.username, "wrong" * 3)
    assert "You may try again in 15 minutes" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_a_known_device_still_gets_in_while_a_rival_guesses(account):
    own = Client()
    sign_in(own, account.username)
    own.post("/sign-out/")
    for _ in range(12):
        sign_in(Client(), account.username, "wrong" * 3)
    assert sign_in(own, account.username).status_code == 302


def test_a_made_up_device_cookie_is_a_strange_device(account):
    for _ in range(10):
        sign_in(Client(), account.username, "wrong" * 3)
    client = Client()
    client.cookies[throttle.COOKIE] = "WyJhIiwiYiJd:forged:forged"
    assert sign_in(client, account.username).status_code == 429


def test_a_known_device_has_ten_guesses_of_its_own(account):
    own = Client()
    sign_in(own, account.username)
    own.post("/sign-out/")
    answers = [sign_in(own, account.username, "wrong" * 3).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_right_passwords_do_not_use_up_the_allowance_of_an_address(account, monkeypatch):
    monkeypatch.setattr(throttle, "ADDRESS", throttle.Limit("sign-in:address", 2, throttle.WINDOW))
    answers = [sign_in(Client(), account.username).status_code for _ in range(4)]
    assert answers == [302] * 4


def test_one_address_cannot_try_one_password_on_every_account(account, monkeypatch):
    monkeypatch.setattr(throttle, "ADDRESS", throttle.Limit("sign-in:address", 3, throttle.WINDOW))
    answers = [sign_in(Client(), f"person-{n}", "wrong" * 3).status_code for n in range(4)]
    assert answers == [422, 422, 422, 429]


def test_guesses_count_again_after_a_quarter_of_an_hour(account, now):
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(10):
            sign_in(Client(), account.username, "wrong" * 3)
        clock.shift(timedelta(minutes=15, seconds=1))
        assert sign_in(Client(), account.username).status_code == 302


def test_too_many_hashes_at_once_ask_to_come_back(account, monkeypatch):
    monkeypatch.setattr(passwords, "SLOTS", _Full())
    answer = sign_in(Client(), account.username)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


class _Full:
    def acquire(self, timeout):
        return False


def test_an_account_without_a_role_is_told_so_only_after_the_right_password(now):
    person = people.person()
    person.set_password(PASSWORD)
    person.save()
    client = Client(headers={"accept-language": "en"})
    assert "holds no role" in sign_in(client, person.username).content.decode()
    assert "holds no role" not in sign_in(client, person.username, "wrong" * 3).content.decode()


@pytest.mark.parametrize(
    ("role", "minutes", "lasts"),
    [("lead", 29, True), ("lead", 31, False), ("buyer", 119, True), ("buyer", 121, False)],
)
def test_a_silent_sign_in_ends_sooner_for_staff(role, minutes, lasts, now):
    with time_machine.travel(now, tick=False) as clock:
        client = people.client_for(people.actor(role))
        clock.shift(timedelta(minutes=minutes))
        assert (client.get("/me/").status_code == 200) is lasts


def test_no_sign_in_lasts_longer_than_twelve_hours(now):
    with time_machine.travel(now, tick=False) as clock:
        client = people.client_for(people.actor(Role.BUYER))
        for _ in range(12):
            clock.shift(timedelta(minutes=59))
            assert client.get("/me/").status_code == 200
        clock.shift(timedelta(minutes=20))
        assert client.get("/me/").headers["Location"] == "/sign-in/?next=%2Fme%2F"


def test_ending_another_sign_in_shuts_that_browser_out(account):
    first, second = Client(), Client()
    sign_in(first, account.username)
    sign_in(second, account.username)
    other = SignIn.objects.get(id=second.session["sign_in"])
    first.post(f"/me/sessions/{other.id}/end/")
    assert (first.get("/me/").status_code, second.get("/me/").status_code) == (200, 302)


def test_nobody_ends_the_sign_in_of_another_person(account):
    stranger = people.client_for(people.actor(Role.OWNER))
    own = Client()
    sign_in(own, account.username)
    assert stranger.post(f"/me/sessions/{own.session['sign_in']}/end/").status_code == 404
    assert own.get("/me/").status_code == 200


def test_a_disabled_person_is_out_with_the_next_request(account, now):
    own = Client()
    sign_in(own, account.username)
    services.disable_person(actor=people.actor(Role.SECURITY_ADMIN), person=account, reason="left", now=now)
    assert (own.get("/me/").status_code, sign_in(Client(), account.username).status_code) == (302, 422)


def test_a_changed_password_ends_the_other_sign_ins(account):
    here, elsewhere = Client(), Client()
    sign_in(here, account.username)
    sign_in(elsewhere, account.username)
    new = "ein ganz anderer Satz"
    here.post("/me/password/", {"old_password": PASSWORD, "new_password": new, "repeated": new})
    assert (here.get("/me/").status_code, elsewhere.get("/me/").status_code) == (200, 302)
    assert sign_in(Client(), account.username, new).status_code == 302


def test_a_form_sent_after_the_sign_in_ended_leads_to_the_door_and_back(account):
    client = Client()
    sign_in(client, account.username)
    client.post("/sign-out/")
    assert client.post("/me/password/", {}).headers["Location"] == "/sign-in/?next=%2Fme%2Fpassword%2F"


def test_what_was_typed_into_a_form_sent_after_the_sign_in_ended_is_kept_for_its_person(account):
    token = drafts.token(account.id, "/achievements/new/")
    Client().post("/me/password/", {"draft_token": token, "title": "Salt cavern"})
    assert drafts.load(account.id, "/achievements/new/").data == {"title": ["Salt cavern"]}


def test_hashing_is_tuned_to_46_mebibytes_and_two_passes(tuned):
    assert tuned == (2, 47_104, 1)

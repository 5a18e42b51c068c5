"""My own page: identities, sign-ins, what is stored of me."""

import pytest

from factories import accounts as people
from quanheng.platform.accounts.models import Identity, Person
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_sided(now):
    """One person who owns for one organisation and buys for another."""
    owner = people.actor(Role.OWNER)
    buyer = people.actor(Role.BUYER, of=Person.objects.get(id=owner.person_id))
    return owner, buyer


def test_switching_the_identity_is_journaled_and_takes_a_new_session_key(two_sided):
    owner, buyer = two_sided
    client = people.client_for(owner)
    before = client.session.session_key
    client.post("/me/identity/", {"identity": str(buyer.identity_id)})
    person = Person.objects.get(id=owner.person_id)
    assert client.session["identity"] == str(buyer.identity_id)
    assert client.session.session_key != before
    assert timeline.lines(person)[0].kind == "account.identity_switched"


def test_nobody_switches_to_an_identity_of_another_person(two_sided):
    client, stranger = people.client_for(two_sided[0]), people.actor(Role.SUPERVISOR)
    assert client.post("/me/identity/", {"identity": str(stranger.identity_id)}).status_code == 404
    assert client.session["identity"] == str(two_sided[0].identity_id)


def test_a_form_that_names_no_identity_is_refused_with_a_sentence(two_sided):
    assert people.client_for(two_sided[0]).post("/me/identity/", {"identity": "x"}).status_code == 409


def test_an_ended_identity_falls_back_to_a_running_one(two_sided, now):
    _owner, buyer = two_sided
    client = people.client_for(buyer)
    Identity.objects.filter(id=buyer.identity_id).update(ended_at=now)
    assert client.get("/me/").context["actor"].role == Role.OWNER


def test_the_page_lists_identities_and_the_browsers_in_which_i_am_signed_in(two_sided):
    first, _second = people.client_for(two_sided[0]), people.client_for(two_sided[0])
    context = first.get("/me/").context
    assert len(context["identities"]) == 2
    assert [row["here"] for row in context["sign_ins"]].count(True) == 1
    assert len(context["sign_ins"]) == 2


def test_the_data_handed_over_hold_account_identities_sign_ins_and_acts(two_sided):
    client = people.client_for(two_sided[0])
    client.post("/me/identity/", {"identity": str(two_sided[1].identity_id)})
    data = client.get("/me/data/").json()
    assert [row["role"] for row in data["identities"]] == ["owner", "buyer"]
    assert [row["kind"] for row in data["acts"]] == ["account.identity_switched"]


def test_the_query_count_of_the_page_does_not_grow_with_sign_ins(two_sided, django_assert_max_num_queries):
    client = people.client_for(two_sided[0])
    for _ in range(20):
        people.client_for(two_sided[0])
    with django_assert_max_num_queries(12):
        client.get("/me/")

"""Organisations sign up with a code that is judged; their first person looks after the people."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from factories import accounts as people
from quanheng.methods.errors import IdentifierError
from quanheng.platform.accounts import services
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.common import limits
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "eine lange Wanderung"


def registration(**changes) -> dict[str, object]:
    answers = {
        "uscc": people.uscc(70_001),
        "name": "Yanyuan Bearings",
        "kind": "enterprise",
        "username": "first.person",
        "person_name": "First Person",
        "password": PASSWORD,
    }
    return {**answers, **changes}


def page(**changes) -> dict[str, str]:
    answers = {name: value for name, value in registration(**changes).items() if name != "password"}
    return {"new_password": PASSWORD, "repeated": PASSWORD} | answers


def test_a_company_signs_up_with_a_first_person_who_owns_buys_and_manages(now):
    identity = services.register_organisation(**registration(), now=now)
    held = Identity.objects.filter(person=identity.person).values_list("role", "manages")
    assert sorted(held) == [("buyer", True), ("owner", True)]


@pytest.mark.parametrize(
    ("kind", "roles"),
    [("university", ["owner"]), ("institute", ["owner"]), ("investor", ["buyer", "investor"])],
)
def test_the_first_persons_roles_follow_the_kind(kind, roles, now):
    identity = services.register_organisation(**registration(kind=kind), now=now)
    assert sorted(Identity.objects.filter(person=identity.person).values_list("role", flat=True)) == roles


@pytest.mark.parametrize(
    "kind", ["institution", "department", "platform", "exchange", "auction_house", "laboratory"]
)
def test_offices_do_not_sign_up_by_themselves(kind, now):
    with pytest.raises(Refused, match="entered by a security administrator"):
        services.register_organisation(**registration(kind=kind), now=now)
    assert not Organisation.objects.exists()


def test_the_sentence_about_a_wrong_code_names_the_expected_character(now):
    with pytest.raises(IdentifierError, match="check character would be C"):
        services.register_organisation(**registration(uscc="911100001000013428"), now=now)
    assert not Person.objects.exists()


def test_the_sign_up_page_says_so_beside_the_field():
    answer = Client(headers={"accept-language": "en"}).post(
        "/organisations/new/", page(uscc="911100001000013428")
    )
    assert answer.status_code == 422
    assert "check character would be C" in str(answer.context["form"].errors["uscc"])


@pytest.mark.parametrize(
    ("password", "says"),
    [("short", "at least 12"), ("qwerty123456", "too common"), ("1qaz2wsx3edc", "too common")],
)
def test_a_password_is_long_and_not_a_common_one(password, says):
    answer = Client(headers={"accept-language": "en"}).post(
        "/organisations/new/", page() | {"new_password": password, "repeated": password}
    )
    assert says in str(answer.context["form"].errors["new_password"])


def test_whoever_signed_up_is_signed_in_at_the_organisations_page():
    client = Client()
    answer = client.post("/organisations/new/", page())
    assert client.get(answer.headers["Location"]).status_code == 200


def test_an_organisation_is_registered_once(now):
    services.register_organisation(**registration(), now=now)
    with pytest.raises(Refused, match="registered already"):
        services.register_organisation(**registration(username="another"), now=now)
    assert Person.objects.count() == 1


def test_sixty_forms_an_hour_are_the_last_that_tell_an_address_what_is_taken(monkeypatch):
    few = limits.Limit("sign-up:form", 2, timedelta(hours=1))
    monkeypatch.setattr("quanheng.platform.accounts.views.organisations.SIGN_UP_FORMS", few)
    client, answers = Client(), page(username=people.person().username)
    assert [client.post("/organisations/new/", answers).status_code for _ in range(3)] == [422, 422, 429]


def test_an_address_signs_up_at_most_twenty_organisations_an_hour():
    answers = [
        Client()
        .post("/organisations/new/", page(uscc=people.uscc(71_000 + n), username=f"person-{n}"))
        .status_code
        for n in range(21)
    ]
    assert answers == [302] * 20 + [429]


@pytest.fixture
def manager(now):
    return people.actor(Role.OWNER, manages=True)


def add(actor, now, role=Role.BUYER, **more):
    organisation = Organisation.objects.get(id=actor.organisation_id)
    return services.add_person(
        actor=actor, organisation=organisation, username="second", name="Second", role=role, now=now, **more
    )


def test_who_manages_people_adds_one_who_sets_a_password_by_a_link_that_works_once(manager, now):
    person = add(manager, now)
    client, visitor = people.client_for(manager), Client()
    organisation = Organisation.objects.get(id=manager.organisation_id)
    shown = client.post(f"{organisation.get_absolute_url()}people/{person.id}/link/").context["link"]
    path = shown.removeprefix("http://testserver")
    answer = visitor.post(path, {"new_password": PASSWORD, "repeated": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/"
    assert check_password(PASSWORD, Person.objects.get(id=person.id).password)
    assert visitor.get(path).status_code == 404


def test_a_link_opens_no_account_that_is_in_use(manager, now):
    person = add(manager, now)
    Person.objects.filter(id=person.id).update(last_login=now)
    organisation = Organisation.objects.get(id=manager.organisation_id)
    with pytest.raises(Refused, match="in use already"):
        services.record_link(
            actor=manager, organisation=organisation, person=Person.objects.get(id=person.id), now=now
        )


def test_an_ordinary_member_adds_nobody(now):
    with pytest.raises(Refused, match="manages the people"):
        add(people.actor(Role.OWNER), now)
    assert not Person.objects.filter(username="second").exists()


def test_nobody_adds_people_to_another_organisation(manager, now):
    with pytest.raises(Refused, match="manages the people"):
        services.add_person(
            actor=manager,
            organisation=people.organisation(),
            username="x",
            name="X",
            role=Role.OWNER,
            now=now,
        )


def test_an_organisation_has_only_the_roles_of_its_kind(manager, now):
    with pytest.raises(Refused, match="takes a role of the kind Enterprise"):
        add(manager, now, role=Role.SIGNER)


def test_nobody_grants_a_role_to_himself(manager, now):
    organisation = Organisation.objects.get(id=manager.organisation_id)
    with pytest.raises(Refused, match="to himself"):
        services.grant_role(
            actor=manager, organisation=organisation, person_id=manager.person_id, role=Role.BUYER, now=now
        )


def test_a_pool_manager_makes_a_person_of_any_organisation_an_expert(now):
    person = people.actor(Role.OWNER)
    services.grant_role(
        actor=people.actor(Role.POOL_MANAGER),
        organisation=Organisation.objects.get(id=person.organisation_id),
        person_id=person.person_id,
        role=Role.EXPERT,
        now=now,
    )
    assert Identity.objects.filter(person_id=person.person_id, role="expert", ended_at=None).exists()


def test_an_ended_role_is_gone_with_the_next_request(manager, now):
    person = add(manager, now)
    identity = Identity.objects.select_related("organisation", "person").get(person=person)
    client = people.client_for(people.selectors.actor_for(identity))
    services.end_role(actor=manager, organisation=identity.organisation, identity_id=identity.id, now=now)
    assert client.get("/me/").status_code == 302


def test_the_last_person_who_manages_people_stays(manager, now):
    organisation = Organisation.objects.get(id=manager.organisation_id)
    with pytest.raises(Refused, match="last person"):
        services.end_role(actor=manager, organisation=organisation, identity_id=manager.identity_id, now=now)


def test_every_grant_and_end_stands_in_the_organisations_journal(manager, now):
    person = add(manager, now)
    identity = Identity.objects.get(person=person)
    organisation = Organisation.objects.get(id=manager.organisation_id)
    services.end_role(actor=manager, organisation=organisation, identity_id=identity.id, now=now)
    kinds = [line.kind for line in timeline.lines(organisation, newest_first=False)]
    assert kinds == ["organisation.person_added", "organisation.role_granted", "organisation.role_ended"]


def test_the_page_of_another_organisation_is_as_absent_as_none(manager):
    client, other = people.client_for(manager), people.organisation()
    foreign, absent = (
        client.get(f"/organisations/{other.uscc}/"),
        client.get(f"/organisations/{people.uscc(99_999)}/"),
    )
    assert foreign.status_code == absent.status_code == 404


def test_a_security_administrator_enters_an_institution_and_its_first_person(now):
    admin = people.actor(Role.SECURITY_ADMIN, people.organisation(kind="platform"))
    office = services.enter_organisation(
        actor=admin, uscc=people.uscc(70_900), name="Office", kind="institution", now=now
    )
    person = services.add_person(
        actor=admin, organisation=office, username="lead", name="Lead", role=Role.LEAD, manages=True, now=now
    )
    assert Identity.objects.get(person=person).granted_by_id == admin.person_id

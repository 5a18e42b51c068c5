"""Duties that exclude each other are never held together; administrators take two (`trust.md` 8)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from factories import accounts as people
from quanheng.platform.accounts import selectors, services
from quanheng.platform.accounts.models import Identity, Organisation
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform() -> Organisation:
    return people.organisation(kind="platform")


@pytest.fixture
def first(platform):
    return people.actor(Role.SECURITY_ADMIN, platform)


@pytest.fixture
def second(platform):
    return people.actor(Role.SECURITY_ADMIN, platform)


def propose(actor, platform, person, now, role=Role.AUDITOR):
    return services.propose_administrator(
        actor=actor, organisation=platform, person_id=person.id, role=role, now=now
    )


def test_two_security_administrators_make_an_auditor(first, second, platform, now):
    person = people.person()
    proposal = propose(first, platform, person, now)
    identity = services.approve_administrator(actor=second, proposal_id=proposal.id, now=now)
    assert (identity.role, identity.granted_by_id) == ("auditor", second.person_id)


def test_the_proposer_does_not_approve(first, platform, now):
    proposal = propose(first, platform, people.person(), now)
    with pytest.raises(Refused, match="another person"):
        services.approve_administrator(actor=first, proposal_id=proposal.id, now=now)
    assert not Identity.objects.filter(role="auditor").exists()


def test_the_person_in_question_does_not_approve(first, second, platform, now):
    supervised = people.actor(Role.OFFICER, platform)
    proposal = propose(
        first, platform, people.Person.objects.get(id=supervised.person_id), now, role=Role.SECURITY_ADMIN
    )
    Identity.objects.create(
        person_id=supervised.person_id,
        organisation=people.organisation(kind="platform"),
        role="security_admin",
        granted_at=now,
    )
    own = selectors.actor_for(
        Identity.objects.select_related("person").get(person_id=supervised.person_id, role="security_admin")
    )
    with pytest.raises(Refused, match="to himself"):
        services.approve_administrator(actor=own, proposal_id=proposal.id, now=now)


def test_one_administrator_alone_grants_no_administrators_role(first, platform, now):
    with pytest.raises(Refused, match="two security administrators"):
        services.grant_role(
            actor=first, organisation=platform, person_id=people.person().id, role=Role.AUDITOR, now=now
        )


def test_a_proposal_is_void_after_three_days(first, second, platform, now):
    proposal = propose(first, platform, people.person(), now)
    with pytest.raises(Absent):
        services.approve_administrator(actor=second, proposal_id=proposal.id, now=now.replace(day=24, hour=3))


@pytest.mark.parametrize("held", ["platform_admin", "security_admin"])
def test_an_administrator_takes_no_second_administrators_duty(held, first, platform, now):
    holder = people.actor(held, platform)
    with pytest.raises(Refused, match="exclude each other"):
        propose(first, platform, people.Person.objects.get(id=holder.person_id), now)


def test_the_database_holds_one_administrators_duty_per_person(platform, now):
    holder = people.actor(Role.AUDITOR, platform)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(
            person_id=holder.person_id, organisation=platform, role="security_admin", granted_at=now
        )


def test_duties_that_exclude_each_other_are_not_used_even_if_they_were_held():
    rows = [Identity(role="auditor"), Identity(role="security_admin"), Identity(role="owner")]
    assert [row.role for row in selectors.usable(rows)] == ["owner"]


def test_a_platform_begins_with_two_security_administrators_and_the_two_other_duties(now):
    people_wanted = [
        services.Administrator(Role(role), f"admin{n}", f"Admin {n}")
        for n, role in enumerate(["security_admin", "security_admin", "platform_admin", "auditor"])
    ]
    services.first_administrators(uscc=people.uscc(70_800), name="Operator", people=people_wanted, now=now)
    held = Identity.objects.values_list("role", flat=True)
    assert sorted(held) == ["auditor", "platform_admin", "security_admin", "security_admin"]


def test_a_platform_that_has_administrators_begins_no_second_time(first, now):
    with pytest.raises(Refused, match="administrators already"):
        services.first_administrators(uscc=people.uscc(70_801), name="Operator", people=[], now=now)


def test_one_security_administrator_is_too_few_to_begin_with(now):
    wanted = [
        services.Administrator(Role(role), role, role)
        for role in ("security_admin", "platform_admin", "auditor")
    ]
    with pytest.raises(Refused, match="takes two security administrators"):
        services.first_administrators(uscc=people.uscc(70_802), name="Operator", people=wanted, now=now)
    assert not Organisation.objects.exists()


def test_the_operators_command_prints_a_link_for_each_first_administrator(capsys):
    wanted = ["security_admin:a:A", "security_admin:b:B", "platform_admin:c:C", "auditor:d:D"]
    call_command("first_administrators", people.uscc(70_803), "Operator", *wanted)
    paths = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    assert [Client().get(path).status_code for path in paths] == [200] * 4


def test_the_operators_command_says_who_is_missing():
    with pytest.raises(CommandError, match="takes two security administrators"):
        call_command("first_administrators", people.uscc(70_804), "Operator", "auditor:d:D")

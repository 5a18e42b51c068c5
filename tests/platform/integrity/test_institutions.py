"""Which institutions may evaluate (M-5, M-8), and what people promise (M-S1)."""

from uuid import uuid4

import pytest
from django.test import Client

from factories import accounts
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.integrity import selectors, services
from quanheng.platform.integrity.models import Institution, Undertaking

pytestmark = pytest.mark.django_db
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def office() -> Organisation:
    return accounts.organisation("Office", kind="institution")


@pytest.fixture
def supervisor():
    return accounts.actor(Role.SUPERVISOR, accounts.organisation(kind="department"))


def admit(actor, office, now):
    return services.admit_institution(
        actor=actor, organisation_id=office.id, fields=["new_materials"], now=now
    )


def test_an_admitted_institution_is_in_good_standing(supervisor, office, now):
    admit(supervisor, office, now)
    assert (selectors.good_standing(office.id), selectors.barred(office.id)) == (True, "")


def test_only_the_supervising_authority_admits(office, now):
    with pytest.raises(Refused, match="Only the supervising authority"):
        admit(accounts.actor(Role.PLATFORM_ADMIN), office, now)
    assert not Institution.objects.exists()


def test_a_company_is_not_admitted_as_an_institution(supervisor, now):
    with pytest.raises(Refused, match="takes an evaluation institution"):
        admit(supervisor, accounts.organisation(), now)


def test_a_suspended_institution_is_barred_with_the_reason_until_it_is_admitted_again(
    supervisor, office, now
):
    admit(supervisor, office, now)
    services.suspend_institution(
        actor=supervisor, organisation_id=office.id, reason="copied a report", now=now
    )
    assert (selectors.good_standing(office.id), selectors.barred(office.id)) == (False, "copied a report")
    admit(supervisor, office, now)
    assert (selectors.good_standing(office.id), selectors.barred(office.id)) == (True, "")


def test_nobody_is_suspended_without_a_reason(supervisor, office, now):
    admit(supervisor, office, now)
    with pytest.raises(Refused, match="reason: got nothing"):
        services.suspend_institution(actor=supervisor, organisation_id=office.id, reason=" ", now=now)
    assert selectors.good_standing(office.id)


def test_admission_and_suspension_stand_in_the_journal(supervisor, office, now):
    admit(supervisor, office, now)
    services.suspend_institution(
        actor=supervisor, organisation_id=office.id, reason="copied a report", now=now
    )
    sentences = [line.sentence for line in timeline.lines(office, newest_first=False)]
    assert sentences == ["The institution was admitted", "The institution was suspended: copied a report"]


def test_the_supervisor_admits_and_suspends_on_the_pages(supervisor, office):
    client = accounts.client_for(supervisor)
    answers = {"organisation": str(office.id), "fields_of_work": ["new_materials"], "idempotency_key": KEY}
    page = client.post("/institutions/new/", answers).headers["Location"]
    client.post(f"{page}suspend/", {"reason": "copied a report", "idempotency_key": str(uuid4())})
    assert "copied a report" in Client().get(page).content.decode()


def test_the_public_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    supervisor, now, django_assert_num_queries
):
    for count in (5, 20):
        for _ in range(count):
            admit(supervisor, accounts.organisation(kind="institution"), now)
        with django_assert_num_queries(2):
            Client().get("/institutions/")


def test_an_undertaking_keeps_the_chinese_text_as_it_stood(now):
    actor = accounts.actor(Role.OWNER)
    row = services.sign_undertaking(
        actor=actor, case_ref=CaseRef("achievement", uuid4(), "CG-2026-00001"), kind="truth", now=now
    )
    assert (row.person_id, row.text_version) == (actor.person_id, "2026-1")
    assert Undertaking.objects.get(id=row.id).text == row.text


def test_a_visitor_signs_no_undertaking(now):
    from_nobody = accounts.selectors.ActingIdentity(Role.PUBLIC)
    with pytest.raises(Refused, match="signed by a person"):
        services.sign_undertaking(
            actor=from_nobody, case_ref=CaseRef("achievement", uuid4(), "CG"), kind="truth", now=now
        )


def test_the_copy_of_ones_data_holds_the_undertakings(now):
    actor = accounts.actor(Role.OWNER)
    services.sign_undertaking(
        actor=actor, case_ref=CaseRef("achievement", uuid4(), "CG-2026-00001"), kind="truth", now=now
    )
    data = accounts.client_for(actor).get("/me/data/").json()
    assert [row["case_number"] for row in data["undertakings"]] == ["CG-2026-00001"]

"""Who may stand on the list, and why not: one reason per rule, exceptions by two persons only."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import accounts, experts
from quanheng.methods.errors import MethodError
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import selectors, services
from quanheng.platform.experts.models import Eligibility, PanelRequest, Relation
from quanheng.platform.experts.selectors import panels

pytestmark = pytest.mark.django_db


def screened(scene, now):
    services.screen_candidates(actor=scene.manager, request_id=scene.request.id, now=now)


def row_of(scene, expert) -> Eligibility:
    return Eligibility.objects.get(request=scene.request, expert=expert)


def codes(row) -> list[str]:
    return sorted({rule for rule, _, _ in row.conflicts})


def relate(kind, a, b, now, **facts):
    return Relation.objects.create(kind=kind, a=str(a), b=str(b), source="test", created_at=now, **facts)


@pytest.mark.parametrize("since", [None, date(2026, 1, 5)])
@pytest.mark.parametrize("until", [None, date(2026, 3, 1)])
def test_a_relation_with_open_ends_stands_once(now, since, until):
    relate("employment", "person", "911", now, since=since, until=until)
    with pytest.raises(IntegrityError), transaction.atomic():
        relate("employment", "person", "911", now, since=since, until=until)
    relate("employment", "person", "911", now, since=since, until=date(2026, 3, 2))
    assert Relation.objects.count() == 2


def test_a_request_reaches_the_pools_inbox_and_tells_nothing_of_the_achievement(scene):
    item = InboxItem.objects.get(case_id=scene.request.id)
    assert (item.role, item.organisation_id, item.verb) == (
        Role.POOL_MANAGER,
        scene.pool.organisation_id,
        "screen",
    )
    assert scene.achievement.title not in item.title


@pytest.mark.parametrize(
    ("quotas", "text"),
    [
        ({"technical": 4}, "takes 5 to 15"),
        ({"technical": 6}, "odd number"),
        ({"technical": 4, "legal": 1}, "judges at this stage"),
        ({"technical": 5, "industry": 0}, "whole number"),
    ],
)
def test_quotas_outside_the_rules_are_refused_by_name(scene, now, quotas, text):
    with pytest.raises(Refused, match=text):
        experts.request(scene.achievement, of=scene.pool, quotas=quotas, now=now)
    assert PanelRequest.objects.count() == 1


def test_a_case_has_one_running_panel(scene, now):
    ref = experts.case_ref(case_id=scene.request.case_id)
    with pytest.raises(Refused, match="requested already"):
        experts.request(scene.achievement, ref=ref, of=scene.pool, quotas=experts.SMALL, now=now)


def test_only_a_case_manager_requests_a_panel(scene, now):
    intake = accounts.actor(Role.INTAKE, scene.request.institution)
    with pytest.raises(Refused, match="case manager"):
        experts.request(scene.achievement, lead=intake, of=scene.pool, now=now)


def test_a_pool_of_another_organisation_comes_before_the_institutions_own(scene, now):
    own = experts.pool(accounts.actor(Role.POOL_MANAGER, scene.request.institution), now=now)
    row = experts.request(scene.achievement, lead=scene.lead, quotas=experts.SMALL, now=now)
    assert row.pool == scene.pool != own


@pytest.mark.clause("H-13.1", "H-13.2")
def test_everyone_in_the_pool_gets_a_row_with_one_reason_per_rule(scene, now):
    young = experts.expert(
        scene.pool,
        claims=[{"kind": "title", "level": "senior"}, {"kind": "rd_experience", "since": date(2020, 1, 1)}],
        now=now,
    )
    screened(scene, now)
    row = row_of(scene, young)
    assert [(r["rule"], r["met"]) for r in row.reasons] == [
        ("technical-title", True),
        ("technical-experience", False),
        ("technical-project", False),
        ("technical-standing", False),
    ]
    assert not row.eligible
    assert Eligibility.objects.filter(request=scene.request, eligible=True).count() == 15


@pytest.mark.clause("H-13.3")
def test_another_industry_and_another_track_do_not_fit(scene, now):
    industry = experts.expert(scene.pool, "industry", field="biology", now=now)
    investor = experts.expert(scene.pool, "investment", field="biology", now=now)
    screened(scene, now)
    assert not row_of(scene, industry).eligible
    assert not row_of(scene, investor).eligible


@pytest.mark.clause("H-19.2")
def test_a_customer_counts_only_for_an_enterprise_that_was_named(scene, now):
    named, other = accounts.organisation().uscc, accounts.organisation().uscc
    row = experts.request(scene.achievement, of=scene.pool, stage="applied", now=now)
    fits = experts.expert(scene.pool, "customer", enterprise=named, now=now)
    misses = experts.expert(scene.pool, "customer", enterprise=other, now=now)
    services.set_enterprises(actor=scene.manager, request_id=row.id, customers=[named], chain=[], now=now)
    services.screen_candidates(actor=scene.manager, request_id=row.id, now=now)
    assert Eligibility.objects.get(request=row, expert=fits).eligible
    assert not Eligibility.objects.get(request=row, expert=misses).eligible


def test_an_enterprise_with_a_wrong_code_is_refused(scene, now):
    with pytest.raises(MethodError, match="uscc"):
        services.set_enterprises(
            actor=scene.manager, request_id=scene.request.id, customers=["123"], chain=[], now=now
        )


@pytest.mark.clause("M-8.3")
def test_the_holders_own_people_must_avoid(scene, now):
    inside = experts.expert(scene.pool, employer=scene.achievement.owner, now=now)
    screened(scene, now)
    assert codes(row_of(scene, inside)) == ["C02", "C03"]


@pytest.mark.clause("M-8.3")
@pytest.mark.parametrize(
    ("kind", "ended", "rule"),
    [
        ("adjunct", timedelta(days=700), "C03"),
        ("holding", timedelta(days=700), "C08"),
        ("kin", None, "C07"),
        ("supervision", timedelta(days=9000), "C06"),
        ("acquaintance", timedelta(days=100), "C12"),
    ],
)
def test_a_relation_on_record_keeps_away_under_its_rule(scene, now, kind, ended, rule):
    expert = experts.expert(scene.pool, now=now)
    key = scene.achievement.owner.uscc if kind in {"adjunct", "holding"} else scene.achievement.contact_id
    until = (now - ended).date() if ended else None
    relate(kind, expert.person_id, key, now, until=until)
    screened(scene, now)
    assert codes(row_of(scene, expert)) == [rule]


@pytest.mark.clause("M-8.3")
def test_a_former_post_out_of_its_window_does_not_count(scene, now):
    expert = experts.expert(scene.pool, now=now)
    relate("adjunct", expert.person_id, scene.achievement.owner.uscc, now, until=date(2023, 9, 20))
    screened(scene, now)
    assert row_of(scene, expert).eligible


def test_staff_of_the_institution_never_judge_its_case(scene, now):
    staff = experts.expert(scene.pool, employer=scene.request.institution, now=now)
    screened(scene, now)
    assert "C14" in codes(row_of(scene, staff))


def test_somebody_who_acts_for_the_holder_under_another_identity_is_its_staff(scene, now):
    expert = experts.expert(scene.pool, now=now)
    accounts.actor(Role.OWNER, scene.achievement.owner, of=expert.person)
    screened(scene, now)
    assert "C02" in codes(row_of(scene, expert))


def test_who_judged_the_item_before_does_not_judge_it_again(scene, now):
    first = experts.panel(scene.achievement, now=now)
    veteran = selectors.seats(first)[0].expert
    row = experts.request(scene.achievement, of=first.pool, now=now)
    services.screen_candidates(actor=experts.manager_of(first.pool), request_id=row.id, now=now)
    assert "C13" in codes(Eligibility.objects.get(request=row, expert=veteran))


def test_the_name_of_an_unknown_contributor_is_an_open_question_not_a_join(scene, now):
    person = scene.achievement.contributors.create(order=9, name="Zhang Wei", organisation_name="Works")
    namesake = experts.expert(scene.pool, name=person.name, now=now)
    screened(scene, now)
    assert (row_of(scene, namesake).obstacles, codes(row_of(scene, namesake))) == (["name"], [])


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"term_until": date(2026, 9, 20)}, "term"),
        ({"confirmed_on": date(2025, 1, 1)}, "confirmed"),
        ({"yearly_limit": 0}, "load"),
        ({"disciplines": ["biology"]}, "field"),
    ],
)
def test_term_data_load_and_field_keep_out(scene, now, change, obstacle):
    expert = experts.expert(scene.pool, now=now)
    type(expert).objects.filter(id=expert.id).update(**change)
    screened(scene, now)
    assert row_of(scene, expert).obstacles == [obstacle]


def test_the_suspended_are_not_even_candidates(scene, now):
    expert = experts.expert(scene.pool, state="suspended", now=now)
    screened(scene, now)
    assert not Eligibility.objects.filter(request=scene.request, expert=expert).exists()


@pytest.mark.clause("H-13.5")
def test_an_exception_takes_a_reason_and_two_persons(scene, now):
    young = experts.expert(scene.pool, claims=experts.claims_for("technical")[:3], now=now)
    screened(scene, now)
    act = {
        "request_id": scene.request.id,
        "role": "technical",
        "code": row_of(scene, young).code,
        "now": now,
    }
    services.waive(actor=scene.manager, reason="The only one in this field", **act)
    with pytest.raises(Refused, match="another person"):
        services.waive(actor=scene.manager, **act)
    assert not row_of(scene, young).eligible
    services.waive(actor=scene.witness, **act)
    row = row_of(scene, young)
    assert (row.eligible, row.waived, row.waiver_reason) == (True, True, "The only one in this field")
    screened(scene, now)
    assert row_of(scene, young).eligible


@pytest.mark.clause("H-13.5")
def test_an_exception_without_a_reason_is_refused(scene, now):
    young = experts.expert(scene.pool, claims=[], now=now)
    screened(scene, now)
    with pytest.raises(Refused, match="Reason"):
        services.waive(
            actor=scene.manager,
            request_id=scene.request.id,
            role="technical",
            code=row_of(scene, young).code,
            now=now,
        )


@pytest.mark.clause("M-8.3")
def test_what_must_be_avoided_is_never_waived(scene, now):
    inside = experts.expert(scene.pool, employer=scene.achievement.owner, now=now)
    screened(scene, now)
    with pytest.raises(Refused, match="must be avoided"):
        services.waive(
            actor=scene.manager,
            request_id=scene.request.id,
            role="technical",
            code=row_of(scene, inside).code,
            reason="Please",
            now=now,
        )


def test_the_database_itself_refuses_an_exception_by_one_person(scene, now):
    screened(scene, now)
    row = Eligibility.objects.filter(request=scene.request)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(
            waived_by=scene.manager.person_id, waiver_second=scene.manager.person_id, waiver_reason="x"
        )


def test_further_fields_are_opened_by_two_persons(scene, now):
    act = {"request_id": scene.request.id, "fields": ["chemistry"], "now": now}
    services.widen_fields(actor=scene.manager, **act)
    with pytest.raises(Refused, match="another person"):
        services.widen_fields(actor=scene.manager, **act)
    services.widen_fields(actor=scene.witness, **act)
    scene.request.refresh_from_db()
    assert scene.request.fields == ["new_materials", "chemistry"]


def test_too_few_candidates_refuse_the_freeze_naming_role_reason_and_remedy(scene, now):
    peers = scene.pool.experts.filter(roles__role="technical")
    for expert in peers[:2]:
        relate("kin", expert.person_id, scene.achievement.contact_id, now)
    screened(scene, now)
    with pytest.raises(Incomplete) as refusal:
        services.freeze_request(
            actor=scene.manager, request_id=scene.request.id, public_source=experts.SOURCE, now=now
        )
    (part,) = refusal.value.missing
    assert str(part).startswith("Close-field peer: 7 of 9 needed candidates; left out: C07 × 2. Add fields")
    scene.request.refresh_from_db()
    assert (scene.request.state, scene.request.draws.count()) == ("screened", 0)


def test_a_list_that_one_institution_fills_is_refused_although_long_enough(scene, now):
    scene.pool.experts.filter(roles__role="technical").update(
        employer=(house := accounts.organisation()), employer_name=house.name
    )
    screened(scene, now)
    with pytest.raises(Incomplete) as refusal:
        services.freeze_request(
            actor=scene.manager, request_id=scene.request.id, public_source=experts.SOURCE, now=now
        )
    assert "2 seats cannot be filled" in str(refusal.value.missing[0])


def test_another_pools_manager_and_other_roles_find_no_request(scene, now):
    stranger = experts.manager_of(experts.pool(now=now))
    for actor in (
        stranger,
        accounts.actor(Role.LEAD),
        accounts.actor(Role.OWNER),
        accounts.actor(Role.BUYER),
    ):
        with pytest.raises(Absent):
            panels.get(actor, scene.request.id)

"""Into the pool: applied, proofs verified by another person, publicity, admitted by two; and out of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from factories import accounts, experts
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import services
from quanheng.platform.experts.models import Claim, Expert, Pool, Relation
from quanheng.platform.experts.selectors import pools
from quanheng.platform.experts.services import ClaimFacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(db, now) -> Pool:
    return experts.pool(now=now)


def applicant(pool, now, **changes) -> Expert:
    options = {
        "actor": accounts.actor(Role.EXPERT),
        "pool_id": pool.id,
        "roles": ["technical"],
        "disciplines": ["new_materials"],
        "employer_uscc": "",
        "employer_name": "Works",
        "consent": True,
        "now": now,
    }
    return services.apply_to_pool(**options | changes)


def prove(expert, manager, now, *, kinds=("identity", "title", "rd_experience", "led_project", "standing")):
    """Enter and verify the claims that carry a close-field peer."""
    facts = {row["kind"]: row for row in experts.claims_for("technical")}
    for kind in kinds:
        given = ClaimFacts(
            **({"kind": kind} | facts.get(kind, {})), title=kind, register="https://example.org"
        )
        claim = services.add_claim(
            actor=experts.actor_of(expert), number=expert.number, facts=given, proof=None, now=now
        )
        services.verify_claim(actor=manager, claim_id=claim.id, now=now)


def test_an_application_names_everything_that_is_missing_and_writes_nothing(pool, now):
    with pytest.raises(Incomplete) as refusal:
        applicant(pool, now, roles=[], disciplines=[], employer_name=" ", consent=False)
    assert len(refusal.value.missing) == 4
    assert not Expert.objects.exists()


def test_an_application_reaches_the_managers_of_that_pool_only(pool, now):
    expert = applicant(pool, now)
    item = InboxItem.objects.get(case_id=expert.id)
    assert (item.role, item.organisation_id) == (Role.POOL_MANAGER, pool.organisation_id)


@pytest.mark.clause("M-8.3")
def test_the_employer_counts_for_avoidance_by_its_code_known_or_not(pool, now):
    code = accounts.uscc(77_000_001)
    expert = applicant(pool, now, employer_uscc=code)
    row = Relation.objects.get()
    assert (row.kind, row.a, row.b, expert.employer) == ("employment", str(expert.person_id), code, None)


@pytest.mark.clause("M-6.2")
def test_from_application_to_the_pool_by_two_persons_after_the_publicity(pool, now):
    expert, one, two = applicant(pool, now), experts.manager_of(pool), experts.manager_of(pool)
    prove(expert, one, now)
    for actor in (one, two):
        services.move_expert(actor=actor, number=expert.number, verb="open_notice", now=now)
    later = now + timedelta(days=14)
    for actor in (two, one):
        services.move_expert(actor=actor, number=expert.number, verb="admit", now=later)
    expert.refresh_from_db()
    assert (expert.state, expert.term_until.year) == ("active", 2029)
    assert expert.roles.get().stages == ["basic", "applied", "industrial"]


def test_publicity_needs_a_verified_identity_and_a_qualified_role(pool, now):
    expert = applicant(pool, now)
    prove(expert, experts.manager_of(pool), now, kinds=("title",))
    with pytest.raises(Incomplete) as refusal:
        services.move_expert(
            actor=experts.manager_of(pool), number=expert.number, verb="open_notice", now=now
        )
    assert len(refusal.value.missing) == 2


def test_nobody_is_admitted_during_the_five_working_days_of_publicity(pool, now):
    expert = experts.expert(pool, state="noticed", now=now)
    with pytest.raises(Refused, match="lasts until 28 Sep 2026"):
        services.move_expert(actor=experts.manager_of(pool), number=expert.number, verb="admit", now=now)


@pytest.mark.clause("M-6.2")
def test_one_manager_alone_suspends_nobody(pool, now):
    expert, manager = experts.expert(pool, now=now), experts.manager_of(pool)
    act = {"actor": manager, "number": expert.number, "verb": "suspend", "reason": "Leak", "now": now}
    services.move_expert(**act)
    with pytest.raises(Refused, match="another person"):
        services.move_expert(**act)
    expert.refresh_from_db()
    assert expert.state == "active"


def test_a_manager_does_not_decide_on_the_own_record(pool, now):
    person = accounts.person()
    expert = experts.expert(pool, person=person, now=now)
    manager = accounts.actor(Role.POOL_MANAGER, pool.organisation, of=person)
    with pytest.raises(Refused, match="own record"):
        services.move_expert(actor=manager, number=expert.number, verb="warn", reason="x", now=now)


def test_an_expert_leaves_when_no_seat_is_running(pool, now):
    expert = experts.expert(pool, now=now)
    services.move_expert(actor=experts.actor_of(expert), number=expert.number, verb="leave", now=now)
    expert.refresh_from_db()
    assert expert.state == "left"


@pytest.mark.clause("H-13.2")
def test_a_claim_without_a_proof_is_not_verified(pool, now):
    expert = applicant(pool, now)
    claim = services.add_claim(
        actor=experts.actor_of(expert),
        number=expert.number,
        facts=ClaimFacts(kind="title", title="Professor", level="senior"),
        proof=None,
        now=now,
    )
    with pytest.raises(Refused, match="no proof"):
        services.verify_claim(actor=experts.manager_of(pool), claim_id=claim.id, now=now)
    claim.refresh_from_db()
    assert (claim.state, claim.verifier_id) == ("stated", None)


@pytest.mark.clause("H-13.2")
def test_nobody_verifies_the_own_claim(pool, now):
    person = accounts.person()
    expert = experts.expert(pool, person=person, claims=[], now=now)
    claim = services.add_claim(
        actor=experts.actor_of(expert),
        number=expert.number,
        facts=ClaimFacts(kind="title", title="Professor", register="https://example.org"),
        proof=None,
        now=now,
    )
    manager = accounts.actor(Role.POOL_MANAGER, pool.organisation, of=person)
    with pytest.raises(Refused, match="own record"):
        services.verify_claim(actor=manager, claim_id=claim.id, now=now)


def test_the_database_itself_refuses_a_claim_verified_by_its_owner(pool, now):
    claim = experts.expert(pool, now=now).claims.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(id=claim.id).update(verifier=claim.owner_id)


def test_the_database_itself_refuses_a_member_without_identity(pool, now):
    expert = experts.expert(pool, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.filter(id=expert.id).update(identity_verified_at=None)


def test_a_rejected_proof_carries_its_reason_and_does_not_count(pool, now):
    expert = experts.expert(pool, claims=[], state="verifying", now=now)
    claim = services.add_claim(
        actor=experts.actor_of(expert),
        number=expert.number,
        facts=ClaimFacts(kind="title", title="Professor", level="senior", register="https://example.org"),
        proof=None,
        now=now,
    )
    services.reject_claim(actor=experts.manager_of(pool), claim_id=claim.id, reason="Unreadable", now=now)
    claim.refresh_from_db()
    assert (claim.state, claim.note) == ("rejected", "Unreadable")
    assert not pools.profile(expert, now.date()).claims


@pytest.mark.clause("M-6.6")
def test_another_pools_expert_does_not_exist(pool, now):
    expert, stranger = experts.expert(pool, now=now), experts.manager_of(experts.pool(now=now))
    with pytest.raises(Absent):
        pools.get(stranger, expert.number)


def test_the_pool_list_filters_by_role_field_and_expiry(pool, now):
    peer = experts.expert(pool, now=now)
    lawyer = experts.expert(pool, "legal", field="biology", now=now)
    client = accounts.client_for(experts.manager_of(pool))
    assert peer.number in (page := client.get("/experts/", {"role": "technical"}).content.decode())
    assert lawyer.number not in page
    assert lawyer.number in client.get("/experts/", {"field": "biology"}).content.decode()
    assert lawyer.number not in client.get("/experts/", {"expiring": "on"}).content.decode()


def test_queries_of_the_pool_list_do_not_grow_with_its_rows(pool, now):
    client = accounts.client_for(experts.manager_of(pool))
    counts = []
    for more in (5, 15):
        for _ in range(more):
            experts.expert(pool, claims=[], now=now)
        client.get("/experts/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/experts/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_expert_page_shows_claims_expiries_and_what_is_missing(pool, now):
    expert = experts.expert(pool, "legal", claims=[{"kind": "licence", "expires": date(2026, 1, 1)}], now=now)
    page = accounts.client_for(experts.manager_of(pool)).get(expert.get_absolute_url()).content.decode()
    assert "Expired" in page
    assert "5 more" not in page
    assert "Not qualified" in page


def test_a_manager_verifies_a_claim_on_its_page(pool, now):
    expert = experts.expert(pool, claims=[], state="applied", now=now)
    claim = services.add_claim(
        actor=experts.actor_of(expert),
        number=expert.number,
        facts=ClaimFacts(kind="identity", title="Resident card", register="https://example.org"),
        proof=None,
        now=now,
    )
    client = accounts.client_for(experts.manager_of(pool))
    url = f"{expert.get_absolute_url()}claims/{claim.id}/verify/"
    key = client.get(url).context["key"]
    answer = client.post(url, {"idempotency_key": key, "note": ""})
    expert.refresh_from_db()
    assert (answer.status_code, expert.state) == (302, "verifying")


def test_the_record_of_a_verified_identity_is_told_in_words(pool, now):
    expert = applicant(pool, now)
    prove(expert, experts.manager_of(pool), now, kinds=("identity",))
    page = accounts.client_for(experts.manager_of(pool)).get(expert.get_absolute_url()).text
    assert "A claim was verified: Identity document" in page


def test_an_expert_applies_on_the_page(pool, now):
    client = accounts.client_for(accounts.actor(Role.EXPERT))
    key = client.get("/experts/new/").context["key"]
    form = {
        "idempotency_key": key,
        "pool": str(pool.id),
        "roles": ["technical"],
        "disciplines": ["new_materials"],
        "employer_name": "Works",
        "consent": "on",
    }
    answer = client.post("/experts/new/", form)
    assert answer.headers["Location"] == Expert.objects.get().get_absolute_url()

"""On the expert's phone: two taps to answer, short questions, and a seat that passes on by itself."""

from datetime import timedelta

import pytest

from factories import accounts, experts
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.experts import hooks, selectors, services
from quanheng.platform.experts.models import Declaration, Eligibility, Relation, Seat
from quanheng.platform.experts.services.invitations import lapse_invitations
from quanheng.platform.integrity.models import Undertaking

pytestmark = pytest.mark.django_db
HEARD: list[tuple[str, object]] = []


def hear_seated(request, now):
    HEARD.append(("seated", request.id))


def hear_voided(seat, now):
    HEARD.append(("voided", seat.id))


@pytest.fixture
def panel(scene, now):
    experts.inviting(scene.request, scene.manager, scene.witness, now=now)
    return scene


@pytest.fixture
def seat(panel) -> Seat:
    return panel.request.seats.get(role="industry", place=1)


@pytest.fixture
def heard(monkeypatch):
    HEARD.clear()
    monkeypatch.setattr(hooks.seated, "get", lambda key: hear_seated)
    monkeypatch.setattr(hooks.voided, "get", lambda key: hear_voided)
    return HEARD


def answer(seat, now, *, accept=True, **options):
    invitation = seat.invitations.get()
    return services.answer_invitation(
        actor=experts.actor_of(seat.expert), invitation_id=invitation.id, accept=accept, now=now, **options
    )


def declare(seat, now, *, confidential=True, **yes):
    return services.sign_declaration(
        actor=experts.actor_of(seat.expert),
        invitation_id=seat.invitations.get().id,
        answers=experts.answers(**yes),
        confidential=confidential,
        now=now,
    )


def states(request, role) -> dict[str, int]:
    rows = [row.state for row in Seat.objects.filter(request=request, role=role)]
    return {state: rows.count(state) for state in set(rows)}


@pytest.mark.clause("H-13.1")
def test_everyone_drawn_is_invited_for_two_working_days_under_the_own_name_only(panel, seat):
    invitation = seat.invitations.get()
    assert invitation.due_at.astimezone(SHANGHAI).isoformat() == "2026-09-23T17:00:00+08:00"
    item = InboxItem.objects.get(path=invitation.get_absolute_url(), closed_at=None)
    assert item.person_id == seat.expert.person_id
    assert panel.achievement.title not in item.title


def test_accepting_leads_to_the_declaration_and_takes_no_seat_yet(seat, now):
    answer(seat, now)
    seat.refresh_from_db()
    assert (seat.state, seat.invitations.get().state) == ("invited", "accepted")


@pytest.mark.clause("M-8.3")
def test_a_signed_declaration_takes_the_seat_and_keeps_both_undertakings(seat, now):
    answer(seat, now)
    declare(seat, now)
    seat.refresh_from_db()
    assert (seat.state, seat.accepted_at) == ("accepted", now)
    signed = Undertaking.objects.filter(case_id=seat.request_id).values_list("kind", flat=True)
    assert sorted(signed) == ["avoidance", "confidentiality"]
    assert not any(Declaration.objects.get().answers["questions"].values())
    assert selectors.declared_at(seat.id) == now


def test_nobody_accepts_twice(seat, now):
    answer(seat, now)
    with pytest.raises(Refused, match="not possible"):
        answer(seat, now)


def test_nobody_declares_before_accepting(seat, now):
    with pytest.raises(Refused, match="not possible"):
        declare(seat, now)


def test_nobody_answers_after_the_deadline(seat, now):
    late = seat.invitations.get().due_at + timedelta(minutes=1)
    with pytest.raises(Refused, match="ended on"):
        answer(seat, late)
    seat.refresh_from_db()
    assert seat.state == "invited"


def test_a_forwarded_link_opens_for_nobody_else(panel, seat, now):
    other = panel.request.seats.get(role="investment", place=1)
    with pytest.raises(Absent):
        services.answer_invitation(
            actor=experts.actor_of(other.expert),
            invitation_id=seat.invitations.get().id,
            accept=True,
            now=now,
        )


def test_an_unanswered_question_and_a_missing_pledge_are_named_and_nothing_is_signed(seat, now):
    answer(seat, now)
    with pytest.raises(Incomplete) as refusal:
        services.sign_declaration(
            actor=experts.actor_of(seat.expert),
            invitation_id=seat.invitations.get().id,
            answers={},
            confidential=False,
            now=now,
        )
    assert len(refusal.value.missing) == 10
    assert not Undertaking.objects.filter(case_id=seat.request_id).exists()


@pytest.mark.clause("M-6.4")
def test_a_refusal_has_a_reason_of_the_list_and_promotes_the_first_substitute(panel, seat, now):
    first = panel.request.seats.get(role="industry", origin="substitute", position=1)
    answer(seat, now, accept=False, reason="time")
    seat.refresh_from_db()
    first.refresh_from_db()
    assert (seat.state, first.state, first.place) == ("declined", "invited", 1)
    assert first.invitations.get().sent_at == now


def test_a_refusal_without_a_reason_changes_nothing(panel, seat, now):
    with pytest.raises(Refused, match="one of the list"):
        answer(seat, now, accept=False, reason="bored")
    assert states(panel.request, "industry") == {"invited": 1, "waiting": 2}


@pytest.mark.clause("M-8.3")
def test_a_conflict_as_reason_becomes_a_relation(panel, seat, now):
    answer(seat, now, accept=False, reason="conflict", note="We argue")
    row = Relation.objects.get()
    assert (row.kind, row.a, row.b) == ("interest", str(seat.expert.person_id), panel.achievement.number)


@pytest.mark.clause("M-8.3")
@pytest.mark.parametrize(("question", "rule"), [("kin", "C07"), ("holding", "C08"), ("acquaintance", "C12")])
def test_a_declared_conflict_becomes_a_relation_and_the_seat_passes_on(panel, seat, now, question, rule):
    answer(seat, now)
    invitation = declare(seat, now, **{question: True})
    seat.refresh_from_db()
    assert (seat.state, seat.void_code, invitation.state) == ("voided", rule, "recused")
    assert Relation.objects.get(a=str(seat.expert.person_id)).kind == question
    assert states(panel.request, "industry") == {"voided": 1, "invited": 1, "waiting": 1}


def test_a_conflict_that_came_up_since_the_freeze_is_found_at_signing(panel, seat, now):
    answer(seat, now)
    seat.expert.employer = panel.achievement.owner
    seat.expert.save()
    declare(seat, now)
    seat.refresh_from_db()
    assert (seat.state, seat.void_code) == ("voided", "C02")


def test_a_proof_that_expired_since_the_freeze_is_found_at_signing(seat, now):
    answer(seat, now)
    seat.expert.claims.update(expires=(now - timedelta(days=1)).date())
    declare(seat, now)
    seat.refresh_from_db()
    assert (seat.state, seat.void_code) == ("voided", "qualification")


def test_a_substitute_with_a_fresh_conflict_is_passed_over(panel, seat, now):
    first, second = panel.request.seats.filter(role="industry", origin="substitute").order_by("position")
    first.expert.employer = panel.achievement.owner
    first.expert.save()
    answer(seat, now, accept=False, reason="time")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("voided", "invited")


@pytest.mark.clause("M-6.3")
def test_silence_lapses_once_and_passes_the_seat_on(panel, now):
    late = now + timedelta(days=7)
    assert (lapse_invitations(late), lapse_invitations(late)) == (5, 0)
    assert states(panel.request, "technical") == {"lapsed": 3, "invited": 3, "waiting": 3}


def test_an_acceptance_without_a_declaration_lapses_too(panel, seat, now):
    answer(seat, now)
    lapse_invitations(now + timedelta(days=7))
    seat.refresh_from_db()
    assert seat.state == "lapsed"


def test_when_all_substitutes_are_used_the_pool_hears_and_the_institution_sees_the_role(panel, now):
    for day in (7, 14, 21):
        lapse_invitations(now + timedelta(days=day))
    assert selectors.progress(panel.request).short == ("industry", "investment", "technical")
    assert InboxItem.objects.filter(case_id=panel.request.id, role="pool_manager", closed_at=None).exists()


def test_the_last_seat_taken_seats_the_panel_and_tells_the_room_above(panel, heard, now):
    for seat in panel.request.seats.filter(state="invited"):
        experts.take(seat, now=now)
    panel.request.refresh_from_db()
    assert (panel.request.state, heard) == ("seated", [("seated", panel.request.id)])


@pytest.mark.clause("M-6.3")
def test_a_late_conflict_voids_the_seat_and_the_panel_is_completed(panel, heard, now):
    for seat in panel.request.seats.filter(state="invited"):
        experts.take(seat, now=now)
    seat = panel.request.seats.get(role="industry", state="accepted")
    hit = services.record_relation(
        actor=panel.manager,
        kind="kin",
        a=str(seat.expert.person_id),
        b=str(panel.achievement.contact_id),
        source="notice",
        now=now,
    )
    seat.refresh_from_db()
    panel.request.refresh_from_db()
    assert ([row.id for row in hit], seat.state, seat.void_code) == ([seat.id], "voided", "C07")
    assert (panel.request.state, heard[-1]) == ("inviting", ("voided", seat.id))
    experts.take(panel.request.seats.get(role="industry", state="invited"), now=now)
    assert heard[-1] == ("seated", panel.request.id)


def test_a_suspended_experts_running_seat_is_vacated(panel, seat, now):
    for actor in (panel.manager, panel.witness):
        services.move_expert(actor=actor, number=seat.expert.number, verb="suspend", reason="Leak", now=now)
    seat.refresh_from_db()
    assert (seat.state, states(panel.request, "industry")["invited"]) == ("voided", 1)


def test_an_expert_with_a_running_seat_cannot_leave_the_pool(seat, now):
    with pytest.raises(Refused, match="seat is running"):
        services.move_expert(
            actor=experts.actor_of(seat.expert), number=seat.expert.number, verb="leave", now=now
        )


def test_one_institution_never_sits_twice_even_after_promotions(panel, seat, now):
    technical = panel.request.seats.get(role="technical", place=1)
    first = panel.request.seats.get(role="industry", origin="substitute", position=1)
    house = Eligibility.objects.get(request=panel.request, expert=technical.expert).institution_code
    Eligibility.objects.filter(request=panel.request, expert=first.expert).update(institution_code=house)
    answer(seat, now, accept=False, reason="time")
    first.refresh_from_db()
    assert (first.state, states(panel.request, "industry")["invited"]) == ("waiting", 1)


def test_an_invitation_counts_the_indicators_of_the_own_side_only(seat):
    client = accounts.client_for(experts.actor_of(seat.expert))
    assert "3 indicators, one a screen" in client.get(seat.invitations.get().get_absolute_url()).text


def test_the_declaration_says_what_a_yes_does_and_is_not_offered_again(seat, now):
    invitation = seat.invitations.get()
    client, url = accounts.client_for(experts.actor_of(seat.expert)), invitation.get_absolute_url()
    answer(seat, now)
    asked = client.get(f"{url}declaration/").text
    declare(seat, now)
    again = client.get(f"{url}declaration/")
    assert ("your seat passes on at once" in asked, again["Location"]) == (True, url)


def test_on_the_phone_from_the_invitation_to_the_seat_without_script(panel, seat, now):
    invitation = seat.invitations.get()
    invitation.due_at = invitation.due_at + timedelta(days=3650)
    invitation.save()
    client, url = accounts.client_for(experts.actor_of(seat.expert)), invitation.get_absolute_url()
    assert panel.achievement.title not in client.get(url).content.decode()
    assert client.get(f"{url}declaration/").status_code == 404
    key = client.get(f"{url}accept/").context["key"]
    page = client.post(f"{url}accept/", {"idempotency_key": key}, follow=True)
    assert panel.achievement.title in page.content.decode()
    form = dict.fromkeys(experts.answers(), "no") | {"confidential": "on"}
    client.post(f"{url}declaration/", form | {"idempotency_key": page.context["key"]})
    seat.refresh_from_db()
    assert seat.state == "accepted"
    assert seat.code in client.get(url).content.decode()

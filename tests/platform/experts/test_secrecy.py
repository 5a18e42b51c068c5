"""What institution, owner, strangers and other experts must never learn (the leak list of `experts.md` 8)."""

import pytest

from factories import accounts, experts
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.roles import Role
from quanheng.platform.experts import selectors, services
from quanheng.platform.experts.models import Expert, Seat
from quanheng.platform.experts.services.drawing import CaseStream

pytestmark = pytest.mark.django_db
PARTS = ({}, {"part": "candidates"}, {"part": "draw"}, {"role": "technical"})


@pytest.fixture
def panel(scene, now):
    experts.inviting(scene.request, scene.manager, scene.witness, now=now)
    return scene


def secrets_of(panel) -> set[str]:
    """Return names, accounts, numbers and employers of everyone in the pool, and codes of every seat."""
    words = set(Seat.objects.filter(request=panel.request).values_list("code", flat=True))
    for expert in Expert.objects.select_related("person", "employer"):
        words |= {expert.person.name, expert.person.username, expert.number, expert.employer.name}
    return words - {panel.achievement.owner.name, panel.request.institution.name}


def pages(client, panel):
    url = panel.request.get_absolute_url()
    for part in PARTS:
        yield client.get(url, part).content.decode()
    yield client.get(f"{url}record.json").content.decode()
    yield client.get("/draws/").content.decode()


def leaked(text, words) -> set[str]:
    """Return the words that stand in the text as a whole."""
    return {word for word in words if any(f"{a}{word}{b}" in text for a in '>" ' for b in '<",; ')}


@pytest.mark.parametrize("who", ["lead", "owner"])
def test_pages_and_downloads_of_institution_and_owner_hold_no_expert(panel, who):
    client = accounts.client_for(getattr(panel, who))
    words = secrets_of(panel)
    assert [leaked(page, words) for page in pages(client, panel)] == [set()] * 6


def test_the_same_pages_do_show_the_names_to_the_pools_manager(panel):
    client = accounts.client_for(panel.manager)
    assert leaked(next(pages(client, panel)), secrets_of(panel))


def test_a_supervisor_sees_codes_and_no_names(panel):
    client = accounts.client_for(accounts.actor(Role.SUPERVISOR))
    names = {word for word in secrets_of(panel) if not word.startswith("E-")}
    text = client.get(panel.request.get_absolute_url()).content.decode()
    assert leaked(text, names) == set()
    assert Seat.objects.filter(place=1).first().code in text


@pytest.mark.parametrize("who", ["lead", "owner"])
def test_their_inbox_holds_no_step_of_the_panel(panel, who):
    actor = getattr(panel, who)
    items = InboxItem.objects.filter(case_id=panel.request.id, role=actor.role)
    assert not items.exists()


def test_the_published_journal_of_the_case_names_nobody(panel):
    text = " ".join(line.sentence for line in timeline.lines(CaseStream(panel.request.case_stream)))
    assert leaked(f" {text} ", secrets_of(panel)) == set()


def test_progress_tells_no_count_below_three(panel, now):
    told = []
    for seat in Seat.objects.filter(request=panel.request, state="invited").order_by("role", "place"):
        told.append(selectors.progress(panel.request).accepted)
        experts.take(seat, now=now)
    assert told == [None, None, None, 3, 4]


def test_the_institution_sees_the_same_page_whoever_is_in_conflict(scene, now):
    """Screening counts are kept from it: 0 of 0 would give a person away."""
    client, url = accounts.client_for(scene.lead), scene.request.get_absolute_url()
    services.screen_candidates(actor=scene.manager, request_id=scene.request.id, now=now)
    before = client.get(url).content
    expert = scene.pool.experts.first()
    services.record_relation(
        actor=scene.manager,
        kind="kin",
        a=str(expert.person_id),
        b=str(scene.achievement.contact_id),
        source="x",
        now=now,
    )
    services.screen_candidates(actor=scene.manager, request_id=scene.request.id, now=now)
    assert without_tokens(client.get(url).content) == without_tokens(before)


def without_tokens(page: bytes) -> bytes:
    """Return the page without the lines that carry a fresh token."""
    return b"\n".join(line for line in page.splitlines() if b"csrf" not in line.lower())


def test_a_foreign_number_answers_exactly_as_an_absent_one(panel, now):
    absent = "00000000-0000-4000-8000-000000000000"
    stranger = accounts.client_for(accounts.actor(Role.LEAD))
    foreign = stranger.get(panel.request.get_absolute_url())
    nothing = stranger.get(f"/draws/{absent}/")
    assert (foreign.status_code, without_tokens(foreign.content)) == (404, without_tokens(nothing.content))


def test_an_invitation_of_somebody_else_is_a_404_for_every_verb(panel):
    seats = panel.request.seats.filter(state="invited")
    mine, theirs = seats[0], seats[1]
    client = accounts.client_for(experts.actor_of(mine.expert))
    url = theirs.invitations.get().get_absolute_url()
    answers = [client.get(f"{url}{verb}").status_code for verb in ("", "accept/", "decline/", "declaration/")]
    answers += [
        client.post(f"{url}{verb}", {}).status_code for verb in ("accept/", "decline/", "declaration/")
    ]
    assert answers == [404] * 7


def test_an_expert_sees_no_panel_and_no_other_expert(panel):
    seat, other = panel.request.seats.filter(state="invited")[:2]
    client = accounts.client_for(experts.actor_of(seat.expert))
    assert client.get(panel.request.get_absolute_url()).status_code == 404
    assert client.get(other.expert.get_absolute_url()).status_code == 404
    assert client.get(seat.expert.get_absolute_url()).status_code == 200


def test_a_case_has_a_seat_for_its_own_experts_only(panel, now):
    seat, other = panel.request.seats.filter(state="invited")[:2]
    experts.take(seat, now=now)
    assert selectors.seat_of(experts.actor_of(seat.expert), panel.request.case_id) == seat
    for actor in (experts.actor_of(other.expert), panel.lead, panel.manager):
        with pytest.raises(Absent):
            selectors.seat_of(actor, panel.request.case_id)


def test_the_evidence_of_a_conflict_is_on_no_page(panel, now):
    row = experts.request(panel.achievement, of=panel.pool, quotas=experts.SMALL, now=now)
    inside = experts.expert(panel.pool, employer=panel.achievement.owner, now=now)
    services.screen_candidates(actor=panel.manager, request_id=row.id, now=now)
    page = (
        accounts.client_for(panel.manager)
        .get(row.get_absolute_url(), {"part": "candidates"})
        .content.decode()
    )
    assert inside.person.name in page
    assert "C02 (must avoid)" in page
    assert panel.achievement.owner.uscc not in page
    assert panel.achievement.title not in page

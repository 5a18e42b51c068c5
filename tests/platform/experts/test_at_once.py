"""Many hands at once: each vacancy promotes one substitute, on either database."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from factories import experts
from quanheng.platform.common.errors import Refused
from quanheng.platform.experts import services
from quanheng.platform.experts.models import Invitation, Seat
from quanheng.platform.experts.services.invitations import lapse_invitations

from .conftest import make_scene


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run every act in a thread of its own, all let go together; return what each gave or refused."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            answers[place] = acts[place]()
        except Refused as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def declining(seat: Seat, now) -> Callable[[], object]:
    actor, invitation = experts.actor_of(seat.expert), seat.invitations.get()
    return lambda: services.answer_invitation(
        actor=actor, invitation_id=invitation.id, accept=False, reason="time", now=now
    )


def running(request) -> list[tuple[str, int]]:
    rows = Seat.objects.filter(request=request, state="invited").values_list("role", "place")
    return sorted(rows)


def all_decline_at_once(now) -> None:
    scene = make_scene(now)
    experts.inviting(scene.request, scene.manager, scene.witness, now=now)
    before = running(scene.request)
    acts = [declining(seat, now) for seat in scene.request.seats.filter(state="invited")]
    answers = at_once(*acts)
    assert [isinstance(answer, Invitation) for answer in answers] == [True] * 5
    assert running(scene.request) == before
    assert Seat.objects.filter(request=scene.request, state="declined").count() == 5


def decline_twice_and_lapse_at_once(now) -> None:
    """One vacancy, three who would fill it: two clicks of the expert and the clock."""
    scene = make_scene(now)
    experts.inviting(scene.request, scene.manager, scene.witness, now=now)
    seat = scene.request.seats.get(role="industry", place=1)
    due = seat.invitations.get().due_at
    Invitation.objects.exclude(seat=seat).update(due_at=due.replace(year=due.year + 1))
    at_once(declining(seat, due), declining(seat, due), lambda: lapse_invitations(due.replace(hour=23)))
    assert Seat.objects.filter(request=scene.request, role="industry", state="invited").count() == 1
    assert Seat.objects.filter(request=scene.request, role="industry", state="waiting").count() == 1


@pytest.mark.clause("M-6.3")
@pytest.mark.skipif(
    "__import__('django').db.connection.vendor != 'sqlite'",
    reason="the file is SQLite's; PostgreSQL has its own test",
)
def test_five_declining_at_once_promote_five_substitutes(database_file, now):
    all_decline_at_once(now)


@pytest.mark.skipif(
    "__import__('django').db.connection.vendor != 'sqlite'",
    reason="the file is SQLite's; PostgreSQL has its own test",
)
def test_a_vacancy_is_filled_once_whoever_comes_first(database_file, now):
    decline_twice_and_lapse_at_once(now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_five_declining_at_once_promote_five_substitutes_on_postgresql(now):
    all_decline_at_once(now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_vacancy_is_filled_once_whoever_comes_first_on_postgresql(now):
    decline_twice_and_lapse_at_once(now)

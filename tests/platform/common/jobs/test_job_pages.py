"""A job as its starter sees it: a piece that renews itself, an end to the asking, a way to cancel."""

from contextlib import nullcontext
from uuid import uuid4

import pytest
from django.test import RequestFactory

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common import jobs
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.jobs import registry, views
from quanheng.platform.common.jobs.execution import execute
from quanheng.platform.common.jobs.models import Job
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db


def person() -> Actor:
    return Actor(Role.OWNER, person_id=uuid4(), organisation_id=uuid4(), pseudonym="somebody")


@pytest.fixture
def owner():
    return person()


def start(owner, now) -> Job:
    return jobs.start("test", actor=owner, now=now, arguments={}, title="试算")


def part(actor: Actor, job: Job):
    request = RequestFactory().get(f"/jobs/{job.id}/", headers={"hx-request": "true"})
    request.actor = actor
    return views.job(request, job.id)


def test_the_piece_of_a_waiting_job_asks_again(owner, now):
    answer = part(owner, start(owner, now))
    assert (answer.status_code, 'hx-trigger="every 1s"' in answer.content.decode()) == (200, True)


def test_the_piece_of_an_ended_job_ends_the_asking(owner, now, monkeypatch):
    monkeypatch.setitem(registry._WORK, "test", lambda run: jobs.Outcome(path="/made/"))
    job = start(owner, now)
    execute(job.id, 1, heart=nullcontext())
    answer = part(owner, job)
    assert (answer.status_code, 'href="/made/"' in answer.content.decode()) == (286, True)


def test_a_failed_job_says_why(owner, now):
    job = start(owner, now)
    execute(job.id, 1, heart=nullcontext())
    job.refresh_from_db()
    assert views.view_of(job).message == str(Refused(job.error, **job.error_values))


def test_the_answer_differs_by_who_asks_for_it(owner, now):
    assert "HX-Request" in part(owner, start(owner, now))["Vary"]


def test_a_strangers_job_is_absent(owner, now):
    with pytest.raises(Absent):
        part(person(), start(owner, now))


def test_a_job_is_cancelled_by_its_confirmation(owner, now):
    job = start(owner, now)
    request = RequestFactory().post(f"/jobs/{job.id}/cancel/", {"idempotency_key": str(uuid4())})
    request.actor = owner
    answer = views.CancelView.as_view()(request, job_id=job.id)
    job.refresh_from_db()
    assert (answer.status_code, answer["Location"], job.state) == (302, f"/jobs/{job.id}/", "cancelled")

"""Long work: queued with the act, seen by its starter only, ended once by its newest attempt."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common import jobs
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.files.models import StoredFile
from quanheng.platform.common.jobs import registry, services
from quanheng.platform.common.jobs.execution import execute
from quanheng.platform.common.jobs.models import Job, JobState
from quanheng.platform.common.jobs.worker import work_off
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=61)


def person() -> Actor:
    return Actor(Role.OWNER, person_id=uuid4(), organisation_id=uuid4(), pseudonym="somebody")


@pytest.fixture
def owner():
    return person()


@pytest.fixture
def work(monkeypatch):
    """Return a function that registers the work of the kind `test`."""

    def register(function):
        monkeypatch.setitem(registry._WORK, "test", function)

    return register


def start(owner, now, **more) -> Job:
    return jobs.start("test", actor=owner, now=now, arguments={"n": 3}, title="试算", **more)


def run(job: Job, attempt: int = 1) -> Job:
    execute(job.id, attempt, heart=nullcontext())
    job.refresh_from_db()
    return job


def leave_behind(job: Job, now) -> Job:
    """Make the job look as a killed worker leaves it."""
    DBTaskResult.objects.filter(id=job.task_id).update(status="RUNNING")
    Job.objects.filter(id=job.id).update(state=JobState.RUNNING, started_at=now)
    job.refresh_from_db()
    return job


def test_a_job_is_queued_with_the_act_that_starts_it(owner, now):
    @transaction.atomic
    def refused_act():
        start(owner, now)
        raise Refused("no")

    with pytest.raises(Refused):
        refused_act()
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_the_worker_does_what_is_queued(owner, now, work):
    work(lambda run: jobs.Outcome(path=f"/made/{run.arguments['n']}/"))
    job = start(owner, now)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.percent, job.result_path) == ("done", 100, "/made/3/")


def test_progress_is_seen_while_the_work_goes_on(owner, now, work):
    seen = []

    def half(run):
        run.progress(50, "%(done)s of %(all)s rows", done=1, all=2)
        row = Job.objects.get(id=run.job_id)
        seen.append((row.state, row.percent, row.message, row.message_values))

    work(half)
    run(start(owner, now))
    assert seen == [("running", 50, "%(done)s of %(all)s rows", {"done": 1, "all": 2})]


def test_a_second_start_shows_the_first(owner, now):
    first, second = start(owner, now, dedupe_key="a"), start(owner, now, dedupe_key="a")
    assert (first.id == second.id, DBTaskResult.objects.count()) == (True, 1)


def test_a_job_may_start_again_when_the_first_has_ended(owner, now, work):
    work(lambda run: None)
    first = run(start(owner, now, dedupe_key="a"))
    assert start(owner, now, dedupe_key="a").id != first.id


def test_work_that_refuses_says_why(owner, now, work):
    def refuse(run):
        raise Refused("the case has %(count)s open items", count=2)

    work(refuse)
    job = run(start(owner, now))
    assert (job.state, job.error, job.error_values) == (
        "failed",
        "the case has %(count)s open items",
        {"count": 2},
    )


def test_work_that_breaks_gives_a_reference_and_no_details(owner, now, work, caplog):
    def broken(run):
        raise KeyError("secret")

    work(broken)
    job = run(start(owner, now))
    assert (job.state, job.error) == ("failed", "the work failed; reference %(reference)s")


def test_a_job_without_a_worker_for_it_fails_by_name(owner, now):
    job = run(jobs.start("nobody.knows", actor=owner, now=now, arguments={}, title="x"))
    assert (job.state, job.error_values) == ("failed", {"kind": "nobody.knows"})


def test_a_cancelled_job_ends_at_its_next_progress(owner, now, work):
    reached = []

    def cancelled_midway(run):
        jobs.cancel(actor=owner, job_id=run.job_id, now=now)
        run.progress(50)
        reached.append("never")

    work(cancelled_midway)
    assert (run(start(owner, now)).state, reached) == ("cancelled", [])


def test_an_ended_job_is_not_cancelled(owner, now, work):
    work(lambda run: None)
    job = run(start(owner, now))
    with pytest.raises(Refused, match="ended"):
        jobs.cancel(actor=owner, job_id=job.id, now=now)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_silent_job_is_queued_again(owner, now):
    job = leave_behind(start(owner, now), now)
    assert jobs.restart_stale(now + LATER) == 1
    job.refresh_from_db()
    assert (job.state, job.attempt, DBTaskResult.objects.filter(status="READY").count()) == ("queued", 2, 1)


def test_a_job_whose_heart_beats_is_left_alone(owner, now):
    leave_behind(start(owner, now), now)
    assert jobs.restart_stale(now + timedelta(seconds=59)) == 0


def test_a_job_that_waits_its_turn_is_left_alone(owner, now):
    start(owner, now)
    assert jobs.restart_stale(now + timedelta(days=1)) == 0


def test_a_job_whose_worker_died_before_it_began_is_queued_again(owner, now):
    job = start(owner, now)
    DBTaskResult.objects.filter(id=job.task_id).update(status="RUNNING")
    assert jobs.restart_stale(now + LATER) == 1


def test_after_three_attempts_the_job_says_that_it_broke_off(owner, now):
    job = leave_behind(start(owner, now), now)
    Job.objects.filter(id=job.id).update(attempt=3)
    jobs.restart_stale(now + LATER)
    job.refresh_from_db()
    assert (job.state, job.error_values) == ("failed", {"count": 3})


def test_an_attempt_that_was_given_up_for_dead_ends_nothing(owner, now, work):
    def slow(run):
        Job.objects.filter(id=run.job_id).update(heartbeat=now)
        jobs.restart_stale(now + LATER)
        return lambda: StoredFile.objects.create(sha256="a" * 64, size=1, media_type="x", created_at=now)

    work(slow)
    job = run(start(owner, now))
    assert (job.state, job.attempt, StoredFile.objects.count()) == ("queued", 2, 0)


def test_an_attempt_runs_once(owner, now, work):
    runs = []
    work(lambda run: runs.append(run.attempt))
    job = start(owner, now)
    run(job)
    run(job)
    assert runs == [1]


def test_what_ends_a_job_and_the_end_happen_together_or_not_at_all(owner, now, work):
    def ending():
        StoredFile.objects.create(sha256="a" * 64, size=1, media_type="x", created_at=now)
        raise Refused("no room")

    work(lambda run: ending)
    job = run(start(owner, now))
    assert (job.state, StoredFile.objects.count()) == ("failed", 0)


def test_the_database_holds_one_live_job_per_key(owner, now):
    job = start(owner, now, dedupe_key="a")
    job.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save(force_insert=True)


def test_two_works_of_one_kind_are_refused(monkeypatch):
    monkeypatch.setattr(registry, "_WORK", {})
    jobs.job("a")(lambda run: None)
    with pytest.raises(ValueError, match="registered twice"):
        jobs.job("a")(lambda run: None)


def test_a_strangers_job_and_an_absent_one_are_the_same(owner, now):
    job = start(owner, now)
    for who, job_id in ((person(), job.id), (owner, uuid4())):
        with pytest.raises(Absent):
            services.get(who, job_id)

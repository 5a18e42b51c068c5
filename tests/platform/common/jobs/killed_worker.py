"""The processes of the chaos test: `prepare` queues a job, `work` blocks in it, `resume` finds it left behind."""

import json
import sys
import threading
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command

from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common import clock, jobs
from quanheng.platform.common.files.models import StoredFile
from quanheng.platform.common.jobs.models import Job
from quanheng.platform.common.jobs.worker import run_worker, work_off
from quanheng.platform.common.roles import Role


@jobs.job("test.blocks_once")
def blocks_once(run: jobs.Run):
    run.progress(10)
    if run.attempt == 1:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        threading.Event().wait()
    return lambda: (
        StoredFile.objects.create(sha256="a" * 64, size=1, media_type="x", created_at=clock.now())
        and jobs.Outcome()
    )


def prepare() -> None:
    call_command("migrate", verbosity=0)
    actor = Actor(Role.OWNER, person_id=UUID(int=1), organisation_id=UUID(int=2), pseudonym="owner")
    jobs.start("test.blocks_once", actor=actor, now=clock.now(), arguments={}, title="x")


def work() -> None:
    run_worker(threading.Event())


def resume() -> None:
    work_off()
    left = Job.objects.get().state
    restarted = jobs.restart_stale(clock.now() + timedelta(minutes=2))
    work_off()
    job = Job.objects.get()
    sys.stdout.write(json.dumps([left, restarted, job.state, job.attempt, StoredFile.objects.count()]))

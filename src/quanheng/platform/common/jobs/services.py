"""Start, cancel and start again. The queue row is written with the job row, so no job is without one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django_tasks_db.models import DBTaskResult

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.jobs.execution import perform
from quanheng.platform.common.jobs.models import LIVE, Job, JobState

SILENCE = timedelta(seconds=60)
"""A running job whose heart has not beaten for this long is given up for dead."""
ATTEMPTS = 3


@transaction.atomic
def start(
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    arguments: Mapping[str, Any],
    title: str,
    dedupe_key: str = "",
) -> Job:
    """Queue a job in the caller's transaction. While one with the same `dedupe_key` lives, return that one.

    `arguments` are JSON values; `title` is what people read, in their language.
    """
    if dedupe_key and (same := Job.objects.filter(dedupe_key=dedupe_key, state__in=LIVE).first()):
        return same
    try:
        with transaction.atomic():
            row = Job.objects.create(
                kind=kind,
                title=title[:200],
                started_by=actor.person_id,
                organisation_id=actor.organisation_id,
                arguments=dict(arguments),
                heartbeat=now,
                created_at=now,
                dedupe_key=dedupe_key,
            )
    except IntegrityError:
        return Job.objects.get(dedupe_key=dedupe_key, state__in=LIVE)
    _enqueue(row)
    return row


@transaction.atomic
def cancel(*, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Cancel a waiting or running job of the actor; running work stops at its next progress."""
    row = get_for_update(actor, job_id)
    if row.state not in LIVE:
        raise Refused("the job has already ended")
    row.state, row.finished_at = JobState.CANCELLED, now
    row.save(update_fields=["state", "finished_at"])
    return row


def get(actor: Actor, job_id: UUID) -> Job:
    """Return a job of the actor, under the identity that started it; else `Absent`."""
    row = Job.objects.filter(
        id=job_id, started_by=actor.person_id, organisation_id=actor.organisation_id
    ).first()
    if row is None or actor.person_id is None:
        raise Absent
    return row


def get_for_update(actor: Actor, job_id: UUID) -> Job:
    get(actor, job_id)
    return Job.objects.select_for_update().get(id=job_id)


def restart_stale(now: datetime) -> int:
    """Queue again what a dead worker left; after three attempts say that it failed. Returns how many were touched.

    Called by `tick`. Left behind are running jobs without a heartbeat, and queued ones whose queue row was
    taken by a worker that died before it began.
    """
    waiting = DBTaskResult.objects.filter(id=OuterRef("task_id"), status="READY")
    silent = Job.objects.filter(heartbeat__lt=now - SILENCE)
    left = silent.filter(state=JobState.RUNNING) | silent.filter(~Exists(waiting), state=JobState.QUEUED)
    return sum(_restart(job_id, now) for job_id in list(left.values_list("id", flat=True)))


@transaction.atomic
def _restart(job_id: UUID, now: datetime) -> int:
    row = (
        Job.objects.select_for_update().filter(id=job_id, state__in=LIVE, heartbeat__lt=now - SILENCE).first()
    )
    if row is None:
        return 0
    DBTaskResult.objects.filter(id__in=[row.task_id], status="RUNNING").update(
        status="FAILED", finished_at=now
    )
    if row.attempt >= ATTEMPTS:
        row.state, row.finished_at = JobState.FAILED, now
        row.error, row.error_values = "the work broke off %(count)s times", {"count": row.attempt}
        row.save()
        return 1
    row.state, row.attempt, row.heartbeat = JobState.QUEUED, row.attempt + 1, now
    row.percent, row.message, row.message_values, row.started_at = 0, "", {}, None
    row.save()
    _enqueue(row)
    return 1


def _enqueue(row: Job) -> None:
    row.task_id = UUID(str(perform.enqueue(job_id=str(row.id), attempt=row.attempt).id))
    row.save(update_fields=["task_id"])

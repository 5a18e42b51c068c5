"""One attempt at a job, in the worker: claim, beat, work, end. Only the newest attempt may end a job."""

import logging
import threading
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django_tasks import task

from quanheng.methods.errors import MethodError
from quanheng.platform.common import clock
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.jobs.models import Job, JobState
from quanheng.platform.common.jobs.registry import Outcome, Run, Work, work_of

logger = logging.getLogger(__name__)
BEAT_SECONDS = 10


class Superseded(Exception):
    """The attempt no longer counts: the job was cancelled, or given up for dead and queued again."""


class Heart(threading.Thread):
    """Beats for one attempt, beside the work, until the work ends."""

    def __init__(self, job_id: UUID, attempt: int) -> None:
        super().__init__(daemon=True)
        self._attempt = (job_id, attempt)
        self._still = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._still.set()
        self.join()

    def run(self) -> None:
        job_id, attempt = self._attempt
        while not self._still.wait(BEAT_SECONDS):
            try:
                _mine(job_id, attempt).update(heartbeat=clock.now())
            except OperationalError:
                logger.warning("job %s: a heartbeat was missed", job_id)
        connection.close()


@task()
def perform(job_id: str, attempt: int) -> None:
    """The queue's entry point."""
    execute(UUID(job_id), attempt, heart=Heart(UUID(job_id), attempt))


def execute(job_id: UUID, attempt: int, *, heart: AbstractContextManager[object]) -> None:
    """Run one attempt to its end. An attempt that is not the newest, or was run before, does nothing."""
    began = clock.now()
    claimed = Job.objects.filter(id=job_id, attempt=attempt, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=began, heartbeat=began
    )
    if not claimed:
        return
    row = Job.objects.get(id=job_id)
    try:
        work = work_of(row.kind)
        if work is None:
            _fail(row, "no worker knows the job %(kind)s", {"kind": row.kind})
            return
        with heart:
            _do(row, work)
    except Superseded:
        logger.info("job %s: attempt %s ended early", job_id, attempt)
    except (Refused, MethodError) as error:
        _fail(row, error.text, error.values)
    except Exception:
        logger.exception("job %s failed", job_id)
        _fail(row, "the work failed; reference %(reference)s", {"reference": str(job_id)[:8]})


def _do(row: Job, work: Work) -> None:
    made = work(_run(row))
    with transaction.atomic():
        _hold(row)
        outcome = made() if callable(made) else made or Outcome()
        _end(
            row,
            JobState.DONE,
            clock.now(),
            percent=100,
            attachment_id=outcome.attachment_id,
            result_path=outcome.path,
        )


def _run(row: Job) -> Run:
    def progress(percent: int, message: str = "", /, **values: object) -> None:
        changed = _mine(row.id, row.attempt).update(
            percent=percent, message=message, message_values=values, heartbeat=clock.now()
        )
        if not changed:
            raise Superseded

    return Run(row.id, row.attempt, row.arguments, row.started_by, row.organisation_id, progress)


def _mine(job_id: UUID, attempt: int) -> QuerySet[Job]:
    return Job.objects.filter(id=job_id, attempt=attempt, state=JobState.RUNNING)


def _hold(row: Job) -> None:
    """Lock the job while this attempt still counts."""
    if not _mine(row.id, row.attempt).select_for_update().exists():
        raise Superseded


def _fail(row: Job, text: str, values: dict[str, object]) -> None:
    shown = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    with transaction.atomic():
        if _mine(row.id, row.attempt).select_for_update().exists():
            _end(row, JobState.FAILED, clock.now(), error=text, error_values=shown)


def _end(row: Job, state: JobState, at: datetime, **fields: object) -> None:
    _mine(row.id, row.attempt).update(
        state=state, finished_at=at, heartbeat=at, message="", message_values={}, **fields
    )

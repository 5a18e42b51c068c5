"""The worker process: takes queue rows one by one until it is told to stop."""

from threading import Event

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

IDLE_SECONDS = 1.0


def run_worker(stop: Event) -> None:
    """Work until `stop` is set; the task in hand is finished first. Used by `quanheng worker`."""
    autodiscover_modules("jobs")
    worker_id = get_random_string(32)
    while not stop.is_set():
        if DBTaskResult.objects.ready().exists():
            _take_one(worker_id)
        else:
            stop.wait(IDLE_SECONDS)
        close_old_connections()


def work_off() -> None:
    """Do what is queued now, then return."""
    autodiscover_modules("jobs")
    while DBTaskResult.objects.ready().exists():
        _take_one(get_random_string(32))


def _take_one(worker_id: str) -> None:
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()

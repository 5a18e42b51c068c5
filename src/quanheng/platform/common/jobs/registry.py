"""What the worker can do: each room names its kinds of work in `jobs.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work made: a file to download, or a page of the platform to go to."""

    attachment_id: UUID | None = None
    path: str = ""


class Progress(Protocol):
    def __call__(self, percent: int, message: str = "", /, **values: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt at a job. `progress(percent, "English message id", **values)` also ends work that was
    cancelled or given up for dead.
    """

    job_id: UUID
    attempt: int
    arguments: Mapping[str, Any]
    started_by: UUID | None
    organisation_id: UUID | None
    progress: Progress


Ending = Callable[[], Outcome]
Work = Callable[[Run], Outcome | Ending | None]
_WORK: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind` (`report.render`).

    It may run more than once, since a worker may die. What must happen exactly once goes into a function
    that it returns: that one runs in the transaction that ends the job.
    """

    def register(work: Work) -> Work:
        if _WORK.setdefault(kind, work) is not work:
            raise ValueError(f"the job {kind} is registered twice")
        return work

    return register


def work_of(kind: str) -> Work | None:
    return _WORK.get(kind)

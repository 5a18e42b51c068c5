"""Long work: a row that people see, run by a worker, started again when the worker dies."""

from quanheng.platform.common.jobs.registry import Outcome, Run, job
from quanheng.platform.common.jobs.services import cancel, restart_stale, start

__all__ = ["Outcome", "Run", "cancel", "job", "restart_stale", "start"]

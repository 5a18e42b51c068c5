"""A job as its starter sees it: a page, and the piece of it that renews itself."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.jobs import services
from quanheng.platform.common.jobs.models import LIVE, Job, JobState
from quanheng.platform.common.pages import ActView, Text
from quanheng.platform.common.ui.parts import FileLink, JobView

STATES: dict[JobState, Literal["waiting", "running", "done", "failed", "cancelled"]] = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
STOP_POLLING = 286
"""htmx: show this and ask no more."""


@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Answer with the page, or with the fragment when htmx asks; the fragment of an ended job has status 286."""
    row = services.get(request.actor, job_id)  # type: ignore[attr-defined]  # set by IdentityMiddleware
    partial = "HX-Request" in request.headers
    response = render(
        request,
        "common/job_part.html" if partial else "common/job.html",
        {"title": row.title, "job": view_of(row)},
    )
    if partial and row.state not in LIVE:
        response.status_code = STOP_POLLING
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


class CancelView(ActView):
    """Ask before a job is cancelled."""

    title = _("Cancel this job?")
    submit_label = _("Cancel the job")
    danger = True

    def fetch(self) -> Job:
        return services.get(self.actor, self.kwargs["job_id"])

    def consequences(self, case: Job) -> tuple[Text, ...]:
        return (_("What it made so far is thrown away. It can be started again."),)

    def act(self, case: Job, data: Mapping[str, object]) -> str:
        services.cancel(actor=self.actor, job_id=case.id, now=self.now)
        return reverse("common:job", args=[case.id])


def view_of(row: Job) -> JobView:
    """Return what the `job` part draws."""
    address = reverse("common:job", args=[row.id])
    live = row.state in LIVE
    return JobView(
        title=row.title,
        state=STATES[JobState(row.state)],
        url=address,
        percent=row.percent,
        message=_sentence(row.error, row.error_values) or _sentence(row.message, row.message_values),
        cancel_url=reverse("common:job_cancel", args=[row.id]) if live else "",
        result=_result(row),
    )


def _result(row: Job) -> FileLink | None:
    if row.attachment is not None:
        return FileLink(row.attachment.name, reverse("common:file", args=[row.attachment.id]))
    return FileLink(row.title, row.result_path) if row.result_path else None


def _sentence(text: str, values: dict[str, object]) -> str:
    return str(Refused(text, **values)) if text else ""

"""A piece of long work as people see it; the worker's own queue rows are the task library's."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting its turn")
    RUNNING = "running", _("Running")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


LIVE = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """`attempt` grows with each start: a worker that was given up for dead cannot finish a newer attempt."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    started_by = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    message_values = models.JSONField(default=dict)
    result_path = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey("common.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    error = models.TextField(blank=True)
    error_values = models.JSONField(default=dict)
    attempt = models.PositiveSmallIntegerField(default=1)
    task_id = models.UUIDField(null=True)
    heartbeat = models.DateTimeField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "common"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "heartbeat"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="a_job_is_at_most_done"),
            models.CheckConstraint(
                condition=models.Q(state__in=LIVE, finished_at__isnull=True)
                | models.Q(state__in=("done", "failed", "cancelled"), finished_at__isnull=False),
                name="an_ended_job_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error=""), name="a_failed_job_says_why"
            ),
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=models.Q(state__in=LIVE) & ~models.Q(dedupe_key=""),
                name="one_live_job_per_dedupe_key",
            ),
        ]

"""What waits for whom: one row per step that somebody has to take."""

from uuid import uuid4

from django.db import models

from quanheng.platform.common.roles import Role


class InboxItem(models.Model):
    """A step to take: by a role, of one organisation (or any), or by one person.

    `closed_at` ends it: done by somebody (`done_by`) or withdrawn (nobody).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    what = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    role = models.CharField(max_length=24, choices=Role.choices)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    started_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        app_label = "common"
        ordering = ["due_at", "created_at"]
        indexes = [
            models.Index(fields=["role", "organisation_id", "closed_at"], name="inbox_by_recipient"),
            models.Index(fields=["case_kind", "case_id", "closed_at"], name="inbox_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True) | models.Q(closed_at__isnull=False),
                name="done_items_are_closed",
            )
        ]

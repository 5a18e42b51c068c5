"""A report: facts assembled from the case, texts by its author, signatures, the issued file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.cases import Case
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.states import REPORT_STATES, ReportState


class Report(Case):
    letters = "BG"
    kind = "report"

    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="reports")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="reports")
    content = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    novelty = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    allowed_uses = models.JSONField(default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assembled_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)
    pdf = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    draft_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            REPORT_STATES.constraint("report_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["valid", "superseded", "revoked"])
                | (models.Q(issued_at__isnull=False, pdf__isnull=False) & ~models.Q(pdf_sha256="")),
                name="issued_has_a_file",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewer=None) | ~models.Q(reviewer=models.F("author")),
                name="reviewer_is_not_author",
            ),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=~models.Q(state__in=["superseded", "revoked"]),
                name="one_running_report",
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title


class ReviewComment(models.Model):
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=40)
    text = models.TextField(_("Comment"), max_length=2000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]


class FactObjection(models.Model):
    """What the client holds to be factually wrong, and the institution's answer."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="objections")
    section = models.CharField(max_length=40)
    text = models.TextField(_("Objection to facts"), max_length=2000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["raised_at"]


class Signature(models.Model):
    """Who signed in which position; a dissenting expert's statement is kept with it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatures")
    position = models.CharField(
        max_length=8,
        choices=[("chair", _("Panel chair")), ("lead", _("Case manager")), ("signer", _("Signer"))],
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_signature_per_position")
        ]

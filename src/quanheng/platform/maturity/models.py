"""A grading: the work breakdown as it was confirmed, and a verdict on each evidence element."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.files.models import Attachment
from quanheng.platform.library.models import Achievement


class GradingState(models.TextChoices):
    OPEN = "open", _("Grading open")
    CONFIRMED = "confirmed", _("Confirmed")


class VerdictState(models.TextChoices):
    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    INVALIDATED = "invalidated", _("Invalidated")


class Grading(models.Model):
    """The grading of one case; `result`, with its explanation, is kept as it was when it was confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=20)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="gradings")
    scheme = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=GradingState.choices, default=GradingState.OPEN)
    packages_confirmed_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    stage = models.CharField(max_length=12, blank=True)
    index = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    result = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(level__range=(1, 13), confirmed_at__isnull=False),
                name="confirmed_has_a_level",
            )
        ]

    def __str__(self) -> str:
        return self.case_number

    def get_absolute_url(self) -> str:
        return reverse("maturity:matrix", args=[self.case_number])

    @property
    def number(self) -> str:
        return self.case_number

    @property
    def stream(self) -> str:
        return f"{self.case_kind}/{self.case_id}"


class GradedPackage(models.Model):
    """A package of the breakdown as graded; a later change of the achievement does not move it."""

    grading = models.ForeignKey(Grading, on_delete=models.CASCADE, related_name="packages")
    code = models.CharField(_("Number"), max_length=20)
    parent_code = models.CharField(_("Parent"), max_length=20, blank=True)
    title = models.CharField(_("Title"), max_length=120)
    weight = models.DecimalField(_("Weight"), max_digits=7, decimal_places=2)
    critical = models.BooleanField(_("Critical"), default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["grading", "code"], name="one_graded_package_per_code")
        ]


class Verdict(models.Model):
    """What a verifier found of one element of one level; `package_code` is empty for the whole project."""

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="verdicts")
    package_code = models.CharField(max_length=20, blank=True)
    level = models.PositiveSmallIntegerField()
    element = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=VerdictState.choices)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    evidence_hashes = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["package_code", "level", "element"]
        constraints = [
            models.UniqueConstraint(
                fields=["grading", "package_code", "level", "element"], name="one_verdict_per_element"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_accepted") | ~models.Q(reason=""), name="refusal_has_a_reason"
            ),
        ]


class SiteVisit(models.Model):
    """The visit that level 9 asks for: where, when, by whom, with photographs (H-A1.3)."""

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("Visited on"))
    place = models.CharField(_("Place"), max_length=200)
    visitors = models.CharField(_("Visitors"), max_length=200)
    note = models.TextField(_("Findings"), max_length=2000)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["visited_on"]


class FigureEntry(models.Model):
    """A money figure of levels 11–13 (break-even, accounts, income and input), tied to its paper."""

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="figures")
    level = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    paper = models.CharField(max_length=64)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["level", "figure"]
        constraints = [
            models.UniqueConstraint(fields=["grading", "level", "figure"], name="one_entry_per_figure")
        ]

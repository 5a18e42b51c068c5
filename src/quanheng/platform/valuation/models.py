"""A valuation engagement: parameters with their sources, runs of methods, opinions, rulings, conclusion."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.cases import Case
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.experts.models import Seat
from quanheng.platform.library.models import Achievement, Evidence
from quanheng.platform.valuation.states import ENGAGEMENT_STATES, EngagementState

MONEY = {"max_digits": 20, "decimal_places": 2}


class Engagement(Case):
    letters = "GZ"
    kind = "engagement"

    state = models.CharField(max_length=12, choices=EngagementState.choices, default=EngagementState.DRAFT)
    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="engagement")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="engagements")
    level = models.PositiveSmallIntegerField(_("Maturity level"))
    stage = models.CharField(_("Stage"), max_length=12)
    purpose = models.CharField(_("Purpose"), max_length=400, blank=True)
    value_type = models.CharField(_("Type of value"), max_length=60, blank=True)
    valuation_date = models.DateField(_("Valuation date"), null=True)
    valid_until = models.DateField(_("Valid until"), null=True)
    rights = models.TextField(_("Rights valued"), blank=True)
    territory = models.CharField(_("Territory"), max_length=120, blank=True)
    assumptions = models.TextField(_("Assumptions and limits"), blank=True)
    methods = models.JSONField(default=list)
    opinions_due_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            ENGAGEMENT_STATES.constraint("engagement_state"),
            models.CheckConstraint(
                condition=~models.Q(state="signed")
                | models.Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_by_a_person",
            ),
        ]

    @property
    def display_title(self) -> str:
        return self.achievement.title


class Param(models.Model):
    """A parameter as typed; without source and date it cannot stand in a signed run."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="params")
    method = models.CharField(max_length=24)
    name = models.CharField(max_length=60)
    value = models.JSONField()
    unit = models.CharField(max_length=24, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    as_of = models.DateField(_("Date"), null=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["method", "id"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "method", "name"], name="one_param_per_name")
        ]


class MethodRun(models.Model):
    """One run of a method: inputs, value, explanation. Never changed; a new run stands beside the old."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="runs")
    code = models.CharField(max_length=24)
    inputs = models.JSONField()
    value = models.DecimalField(**MONEY)
    low = models.DecimalField(null=True, **MONEY)
    high = models.DecimalField(null=True, **MONEY)
    method = models.CharField(max_length=200)
    explanation = models.JSONField()
    warnings = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    why_chosen = models.CharField(_("Why this method"), max_length=400, blank=True)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["run_at"]


class ExpertOpinion(models.Model):
    """A sealed opinion of value: read by nobody but its author until all are opened at once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField(default=1)
    p10 = models.DecimalField(_("Low (P10)"), null=True, **MONEY)
    p50 = models.DecimalField(_("Middle (P50)"), null=True, **MONEY)
    p90 = models.DecimalField(_("High (P90)"), null=True, **MONEY)
    reason = models.TextField(_("Reason"), blank=True)
    submitted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seat__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "seat", "round"], name="one_opinion_per_seat_and_round"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None)
                | models.Q(p10__gt=0, p50__gte=models.F("p10"), p90__gte=models.F("p50")),
                name="opinion_in_order",
            ),
        ]


class OutlierRuling(models.Model):
    """A person's signed decision on a flagged opinion; a flag alone excludes nobody."""

    opinion = models.OneToOneField(ExpertOpinion, on_delete=models.PROTECT, related_name="ruling")
    decision = models.CharField(max_length=8, choices=[("keep", _("Keep")), ("exclude", _("Exclude"))])
    reason = models.CharField(_("Reason"), max_length=400)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="ruling_has_a_reason")]
